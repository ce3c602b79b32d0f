"""What went wrong, as every error of the API says it: RFC 9457."""

from pydantic import Field

from postroom_adapters.http.views.base import View


class FieldProblem(View):
    """One thing wrong with one field."""

    path: str = Field(
        description="The parameter, or the field of the body, dotted.", examples=["workflow_steps.1.action"]
    )
    reason: str = Field(description="What is wrong with it.", examples=["there is no action named 'fly'"])


class ProblemView(View):
    """An error, as application/problem+json."""

    type: str = Field(default="about:blank", description="Always about:blank: the status and `code` say it all.")
    title: str = Field(description="The status in words.", examples=["Unprocessable Entity"])
    status: int = Field(description="The HTTP status.", examples=[422])
    detail: str = Field(description="What went wrong, and what to do about it.", examples=["2 fields are wrong"])
    code: str = Field(
        description="refused, not_found, conflict, outdated, not_now, unknown_outcome or broken.", examples=["refused"]
    )
    problems: tuple[FieldProblem, ...] = Field(default=(), description="Every field that is wrong.")
    request_id: str | None = Field(
        default=None, description="The request, as our logs name it.", examples=["JKJaXmPLvHcESHA="]
    )
