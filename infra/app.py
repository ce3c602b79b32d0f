"""The CDK app of one stage: `cdk deploy -c stage=prod`, or `python -m infra.app` as `infra.synth` runs it."""

import json

from aws_cdk import App, DefaultStackSynthesizer, Environment, Tags

from infra.settings import Settings, load_settings
from infra.shared.nag import check
from infra.stacks.service import ServiceStack
from infra.stacks.storage import StorageStack

OVERRIDES = "postroom:overrides"
"""The context key for values that go before cdk.json's: a JSON object, so that tests need no file of their own."""


def build(app: App, settings: Settings) -> None:
    """Both stacks of one installation."""
    check(app)
    environment = Environment(account=settings.account, region=settings.region)
    common = {"env": environment, "synthesizer": _synthesizer(), "termination_protection": settings.retain_data}
    storage = StorageStack(app, f"PostroomStorage-{settings.stage}", settings, **common)
    service = ServiceStack(app, f"PostroomService-{settings.stage}", settings, **{**common, "synthesizer": _synthesizer()})
    service.add_dependency(storage)  # known by its names only, so CDK cannot see it
    for stack in (storage, service):
        Tags.of(stack).add("postroom:stage", settings.stage)


def _synthesizer() -> DefaultStackSynthesizer:
    # The CLI checks the bootstrap's version by itself; a parameter in the template for it would need an account.
    return DefaultStackSynthesizer(generate_bootstrap_version_rule=False)


def main() -> None:
    """Synthesize the stage that the context names."""
    app = App(analytics_reporting=False)
    stage = app.node.try_get_context("stage")
    if not stage:
        raise SystemExit("Which stage? Say so: -c stage=dev")
    overrides = json.loads(app.node.try_get_context(OVERRIDES) or "{}")
    build(app, load_settings(stage, overrides, app.node.try_get_context("postroom")))
    app.synth()


if __name__ == "__main__":
    main()
