"""activate_receipt_rules: makes our receipt rule set the active one when the stack is deployed."""

from infra.shared.spec import ActiveRuleSet, FunctionSpec

FUNCTION = FunctionSpec(
    "activate_receipt_rules",
    timeout_seconds=30,
    memory_mb=256,
    uses=(ActiveRuleSet(),),
)
