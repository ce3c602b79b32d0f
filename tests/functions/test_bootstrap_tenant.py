"""bootstrap_tenant: the default tenant in its final shape, written once, kept on updates and on deletion."""

from typing import Any

from postroom.ids import ROOT_TENANT
from postroom_adapters import keys
from postroom_adapters.directory_table import DirectoryTable
from postroom_adapters.workflows_table import WorkflowsTable
from tests.functions.samples import sample
from tests.functions.world import World


def asked(world: World, kind: str, **changes: Any) -> Any:
    request = sample("bootstrap_tenant/create") | {"RequestType": kind}
    request["ResourceProperties"] |= changes
    return world.invoke("bootstrap_tenant", request)


def test_tenant_domain_connection_and_shipped_workflows_are_there_and_disabled(world: World) -> None:
    tenant = DirectoryTable("directory").tenant(ROOT_TENANT)
    assert (tenant.name, tenant.domains, tenant.admin_address, tenant.time_zone) == (
        "Root",
        ("postroom.test",),
        "admin@postroom.test",
        "Europe/Copenhagen",
    )
    assert world.item("directory", keys.address("domain#postroom.test")) == {
        "pk": "domain#postroom.test",
        "sk": "address",
        "tenant": "root",
    }
    connection = world.item("workflows", keys.connection(ROOT_TENANT, "slack"))
    assert connection is not None
    assert connection["parameter"] == "/postroom/test/connections/root/slack"
    heads = WorkflowsTable("workflows").heads(ROOT_TENANT)
    assert [(head.name, head.enabled, head.shipped) for head in heads] == [
        ("Bankruptcy Alert", False, True),
        ("Invoice Processing", False, True),
        ("Time Confirmation", False, True),
        ("Freight Note Processing", False, True),
        ("Low Confidence Review", False, True),
    ]


def test_an_update_changes_the_tenant_and_leaves_workflows_as_people_made_them(world: World) -> None:
    world.enable("Invoice Processing")
    world.move(60)
    created = DirectoryTable("directory").tenant(ROOT_TENANT).created_at
    assert asked(world, "Update", AdminAddress="new@postroom.test")["Status"] == "SUCCESS"
    tenant = DirectoryTable("directory").tenant(ROOT_TENANT)
    assert (tenant.admin_address, tenant.created_at) == ("new@postroom.test", created)
    heads = WorkflowsTable("workflows").heads(ROOT_TENANT)
    assert [head.name for head in heads if head.enabled] == ["Invoice Processing"]
    assert len(heads) == 5


def test_deleting_the_stack_deletes_no_data(world: World) -> None:
    before = world.items("directory"), world.items("workflows")
    assert asked(world, "Delete")["Status"] == "SUCCESS"
    assert (world.items("directory"), world.items("workflows")) == before


def test_properties_that_are_not_right_fail_the_deployment_with_a_reason(world: World) -> None:
    answer = asked(world, "Create", TenantId=None)
    assert answer["Status"] == "FAILED"
    assert "TenantId" in answer["Reason"]
