"""sweep_events: what was stored and never dispatched is started; what died on the way is resumed, three times."""

from postroom import limits
from postroom.ids import EventId
from postroom_adapters import aws
from tests.functions.samples import mail, sample
from tests.functions.world import World

LATER = limits.SWEEP_AFTER_SECONDS + 1


def stop(world: World, name: str, status: str = "ABORTED") -> None:
    arn = world.machine.replace(":stateMachine:", ":execution:") + f":{name}"
    assert status == "ABORTED"
    aws.client("stepfunctions").stop_execution(executionArn=arn)


def undispatched(world: World) -> EventId:
    """An event whose receiver died between storing and starting."""
    world.break_step_functions()
    answer = world.invoke("receive_mail", sample("receive_mail/invoice"))
    assert answer["batchItemFailures"]
    world.mend_step_functions()
    [head] = world.items("executions", "#event#")
    return EventId(head["id"])


def sweep(world: World) -> object:
    return world.invoke("sweep_events", sample("sweep_events/tick"))


def test_an_event_stored_and_never_dispatched_is_started_after_a_while(world: World) -> None:
    event = undispatched(world)
    assert sweep(world) == {"start": 0, "leave": 0, "give_up": 0}
    world.move(LATER)
    assert sweep(world) == {"start": 1, "leave": 0, "give_up": 0}
    assert world.started() == [f"{event}-1"]


def test_a_running_dispatch_is_left_alone_and_not_looked_at_again_for_a_while(world: World) -> None:
    world.receive(mail())
    world.move(LATER)
    assert sweep(world) == {"start": 0, "leave": 1, "give_up": 0}
    assert sweep(world) == {"start": 0, "leave": 0, "give_up": 0}


def test_a_dead_dispatch_is_followed_by_the_next_number_and_goes_on_from_the_cursor(world: World) -> None:
    world.enable("Invoice Processing")
    event = world.receive(mail())
    turn = {**sample("classify_event/dispatch"), "event": event, "dispatch": f"{event}-1"}
    for function in ("classify_event", "match_workflows", "step_records"):
        turn = world.invoke(function, turn)
    stop(world, f"{event}-1")
    world.move(LATER)
    assert sweep(world) == {"start": 1, "leave": 0, "give_up": 0}
    assert world.event(event).dispatch == 2
    assert world.started()[0] == f"{event}-2"
    assert world.dispatch(event, 2)[2:4] == ["step:records", "step:ai"]
    assert world.event(event).state == "done"


def test_after_three_dispatches_the_event_is_given_up_with_its_executions(world: World) -> None:
    world.enable("Invoice Processing")
    event = world.receive(mail())
    turn = {**sample("classify_event/dispatch"), "event": event, "dispatch": f"{event}-1"}
    for function in ("classify_event", "match_workflows"):
        turn = world.invoke(function, turn)
    for number in (1, 2, 3):
        stop(world, f"{event}-{number}")
        world.move(LATER)
        sweep(world)
    head = world.event(event)
    reason = "dispatch 3 ended as aborted while the event is open"
    assert (head.state, head.mail.status, head.failure, head.mail.status_reason) == ("done", "failed", reason, reason)
    [execution] = world.items("executions", f"#execution#{head.executions[0].id}")[1:2]
    assert (execution["status"], execution["reason"]) == ("failed", reason)
    world.move(LATER)
    assert sweep(world) == {"start": 0, "leave": 0, "give_up": 0}


def test_a_done_event_is_never_swept(world: World) -> None:
    event = world.receive(mail())
    world.dispatch(event)
    world.move(LATER)
    assert sweep(world) == {"start": 0, "leave": 0, "give_up": 0}


def test_two_sweepers_at_once_start_the_next_dispatch_once(world: World) -> None:
    event = world.receive(mail())
    stop(world, f"{event}-1")
    world.move(LATER)
    raced: list[object] = []

    def race(_params: object) -> None:
        if not raced:
            raced.append(None)
            raced[0] = sweep(world)

    world.store.faults.before("UpdateItem", lambda _params: True, race)
    sweep(world)
    assert raced == [{"start": 1, "leave": 0, "give_up": 0}]
    assert world.event(event).dispatch == 2
    assert world.started() == [f"{event}-2", f"{event}-1"]
