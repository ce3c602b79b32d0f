"""The CDK app of one stage: `cdk deploy -c stage=prod` runs it, and so does `infra.synth`."""

import json

from aws_cdk import App, DefaultStackSynthesizer, Environment, Tags

from infra.settings import Settings, SettingsError, load_settings
from infra.shared.nag import check
from infra.stacks.service import ServiceStack
from infra.stacks.storage import StorageStack

OVERRIDES = "postroom:overrides"
"""The context key for values that go before cdk.json's: a JSON object, as `infra.synth` passes it on."""


def build(app: App, settings: Settings) -> None:
    """Both stacks of one installation."""
    check(app)
    environment = Environment(account=settings.account, region=settings.region)
    kept = settings.retain_data
    storage = StorageStack(
        app, f"PostroomStorage-{settings.stage}", settings, env=environment, termination_protection=kept
    )
    service = ServiceStack(
        app, f"PostroomService-{settings.stage}", settings, env=environment, termination_protection=kept
    )
    service.add_stack_dependency(storage)  # known by its names only, so CDK cannot see it
    for stack in (storage, service):
        Tags.of(stack).add("postroom:stage", settings.stage)


def main() -> None:
    """Synthesize the stage that the context names."""
    # The CLI checks the bootstrap's version by itself; a parameter in the template for it would need an account.
    synthesizer = DefaultStackSynthesizer(generate_bootstrap_version_rule=False)
    app = App(analytics_reporting=False, default_stack_synthesizer=synthesizer)
    stage = app.node.try_get_context("stage")
    if not stage:
        raise SystemExit("Which stage? Say so: -c stage=dev")
    overrides = json.loads(app.node.try_get_context(OVERRIDES) or "{}")
    try:
        settings = load_settings(stage, overrides, app.node.try_get_context("postroom"))
    except SettingsError as error:
        raise SystemExit(str(error)) from None
    build(app, settings)
    app.synth()


if __name__ == "__main__":
    main()
