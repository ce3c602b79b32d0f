"""bootstrap_tenant: the default tenant in its final shape, written once, kept on updates and on deletion."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from typing import Any

import pytest

from postroom.access.tokens import token_hash
from postroom.ids import ROOT_TENANT, TenantId
from postroom_adapters import keys
from postroom_adapters.attributes import to_item
from postroom_adapters.directory_table import DirectoryTable
from postroom_adapters.workflows_table import WorkflowsTable
from tests.functions.samples import mail, sample
from tests.functions.world import TOKEN, World

SHIPPED = [
    "Bankruptcy Alert",
    "Freight Note Processing",
    "Invoice Processing",
    "Low Confidence Review",
    "Time Confirmation",
]


def asked(world: World, kind: str, **changes: Any) -> Any:
    request = sample("bootstrap_tenant/create") | {"RequestType": kind}
    request["ResourceProperties"] |= changes
    return world.invoke("bootstrap_tenant", request)


def owners(*recipients: str) -> dict[str, TenantId]:
    return DirectoryTable("directory").owners(recipients)


def forget_everything(world: World) -> None:
    for table in ("directory", "workflows"):
        for item in world.items(table):
            world.store.call("DeleteItem", {"TableName": table, "Key": to_item({k: item[k] for k in ("pk", "sk")})})


@contextmanager
def dying_at_write(world: World, point: str, number: int) -> Iterator[list[str]]:
    """The function dies before or after its write `number`; yields what it died at, if it came so far."""
    writes = count(1)
    died: list[str] = []

    def die(operation: str, _: Any) -> None:
        if next(writes) == number:
            died.append(operation)
            raise RuntimeError("died")

    hook = getattr(world.store.faults, point)
    for operation in ("DeleteItem", "PutItem", "UpdateItem", "TransactWriteItems"):
        hook(operation, lambda _: True, partial(die, operation))
    yield died
    world.store.faults.clear()


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


@pytest.mark.parametrize("point", ["before", "after"])
def test_a_deployment_that_died_at_any_of_its_writes_is_made_whole_by_the_next_one(world: World, point: str) -> None:
    died_at: set[str] = set()
    for number in count(1):
        forget_everything(world)
        with dying_at_write(world, point, number) as died:
            answer = asked(world, "Create")
        assert answer["Status"] == ("FAILED" if died else "SUCCESS")
        assert asked(world, "Create")["Status"] == "SUCCESS"
        assert sorted(head.name for head in WorkflowsTable("workflows").heads(ROOT_TENANT)) == SHIPPED
        assert DirectoryTable("directory").token(token_hash(TOKEN)) is not None
        died_at.update(died)
        if not died:
            break
    assert died_at == {"PutItem", "TransactWriteItems"}


def test_shipped_workflows_that_people_deleted_stay_deleted_at_the_next_deployment(world: World) -> None:
    workflows = WorkflowsTable("workflows")
    for head in workflows.heads(ROOT_TENANT):
        workflows.remove(ROOT_TENANT, head, world.now)
    world.move(60)
    assert asked(world, "Update")["Status"] == "SUCCESS"
    assert workflows.heads(ROOT_TENANT) == []


def test_a_domain_that_left_the_settings_is_the_tenants_no_longer(world: World) -> None:
    assert asked(world, "Update", Domains=["new.test", "Postroom.test"])["Status"] == "SUCCESS"
    assert set(owners("a@postroom.test", "a@new.test")) == {"domain#postroom.test", "domain#new.test"}
    assert asked(world, "Update", Domains=["new.test"])["Status"] == "SUCCESS"
    assert owners("a@postroom.test", "a@new.test") == {"domain#new.test": ROOT_TENANT}
    late = world.event(world.receive(mail(), recipients=["faktura@postroom.test"]))
    assert (late.mail.status, late.state) == ("unrouted", "done")


def test_a_domain_that_left_the_settings_and_became_another_tenants_stays_its_own(world: World) -> None:
    directory = DirectoryTable("directory")
    other = directory.tenant(ROOT_TENANT).model_copy(update={"id": TenantId("other")})
    directory.save_tenant(other)
    assert asked(world, "Update", Domains=["new.test"])["Status"] == "SUCCESS"
    assert owners("a@postroom.test") == {"domain#postroom.test": TenantId("other")}


def test_a_deployment_that_died_while_it_released_a_domain_is_made_whole_by_the_next_one(world: World) -> None:
    with dying_at_write(world, "before", 1) as died:
        assert asked(world, "Update", Domains=["new.test"])["Status"] == "FAILED"
    assert died == ["DeleteItem"]
    assert asked(world, "Update", Domains=["new.test"])["Status"] == "SUCCESS"
    assert owners("a@postroom.test", "a@new.test") == {"domain#new.test": ROOT_TENANT}


def test_deleting_the_stack_deletes_no_data(world: World) -> None:
    before = world.items("directory"), world.items("workflows")
    assert asked(world, "Delete")["Status"] == "SUCCESS"
    assert (world.items("directory"), world.items("workflows")) == before


def test_properties_that_are_not_right_fail_the_deployment_with_a_reason(world: World) -> None:
    answer = asked(world, "Create", TenantId=None)
    assert answer["Status"] == "FAILED"
    assert "TenantId" in answer["Reason"]
