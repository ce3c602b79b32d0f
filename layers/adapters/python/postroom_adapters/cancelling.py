"""Cancelling an execution by hand: the engine's own decision, driven over the tables and the state machine."""

from datetime import datetime

from postroom.engine.cancel import cancel_execution
from postroom.engine.model import Cancellation, Execution, Turn
from postroom.ids import ExecutionId, TenantId
from postroom_adapters.handed_over import HandedOver
from postroom_adapters.step_edge import StepEdge


class Cancelling:
    """Executions of all tenants, and who asks for their end."""

    def __init__(self, edge: StepEdge) -> None:
        self._edge = edge
        self._heads = HandedOver(edge.executions.name)

    def cancel(
        self, tenant: TenantId, execution_id: ExecutionId, by: str, reason: str | None, now: datetime
    ) -> Execution:
        """The execution as it then is: ended, or marked while its last step is finished. Raises NotFound, Conflict."""
        head = self._heads.read(tenant, execution_id)
        turn = Turn(tenant=tenant, event=head.event, dispatch=head.dispatch_name, next="cancel", execution=head.id)
        wish = Cancellation(by=by, reason=reason, at=now)
        self._edge.drive(turn, cancel_execution(turn, wish, lambda: now))
        return self._heads.read(tenant, execution_id)
