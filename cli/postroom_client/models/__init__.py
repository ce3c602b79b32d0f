"""What the API answers, as far as clients usually look; fields that are not named here are there as attributes too."""

from postroom_client.models.base import ApiModel, Page
from postroom_client.models.categories import Category, CategoryItem, CategoryTrial
from postroom_client.models.emails import Classification, Decision, Email, EmailItem, EmailStatistics, TriedMatch
from postroom_client.models.executions import Execution, ExecutionItem, PlannedStep, RerunPlan, StartedRerun, Step
from postroom_client.models.records import Contact, Record, Ticket, TicketMessage, TimeEntry
from postroom_client.models.runs import ManualEvent, ManualEventItem, Run, RunDetail
from postroom_client.models.service import ActionItem, Health
from postroom_client.models.workflows import Workflow, WorkflowItem, WorkflowStatistics

__all__ = [
    "ActionItem",
    "ApiModel",
    "Category",
    "CategoryItem",
    "CategoryTrial",
    "Classification",
    "Contact",
    "Decision",
    "Email",
    "EmailItem",
    "EmailStatistics",
    "Execution",
    "ExecutionItem",
    "Health",
    "ManualEvent",
    "ManualEventItem",
    "Page",
    "PlannedStep",
    "Record",
    "RerunPlan",
    "Run",
    "RunDetail",
    "StartedRerun",
    "Step",
    "Ticket",
    "TicketMessage",
    "TimeEntry",
    "TriedMatch",
    "Workflow",
    "WorkflowItem",
    "WorkflowStatistics",
]
