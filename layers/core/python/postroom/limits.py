"""Every limit of Postroom, by name; asserted where it is used."""

MATCH_RECIPIENTS = 500
MATCH_HEADER_BYTES = 64 * 1024
MATCH_REPLY_BYTES = 32 * 1024
MATCH_TEXT_BYTES = 64 * 1024
MATCH_ATTACHMENTS = 200
MATCH_ADDRESS_BYTES = 64 * 1024
MATCH_SUBJECT_BYTES = 4 * 1024
MATCH_REFERENCES = 100
"""What matching reads of a mail; more is cut, and the cut is marked in `problems`."""

MIME_DEPTH = 50
MIME_PARTS = 1_000
ATTACHMENT_NAME_CHARACTERS = 120
MAIL_HEADER_BYTES = 1024 * 1024
MAIL_PROBLEMS = 100
HTML_CHARACTERS = 2_000_000
REPLY_TEXT_CHARACTERS = 256 * 1024
"""What parsing reads of a mail; what is beyond is left out, and `problems` says so."""

PATTERN_CHARACTERS = 512
PATTERN_INSTRUCTIONS = 2_000
"""RE2's time grows with the text's length times the instructions it makes of a pattern."""

PATTERN_GROUPS = 10
GROUP_CHARACTERS = 256
"""Named groups of one trigger's patterns, and what `match.<name>` holds of each; both stand in stored items."""

CONDITIONS = 100
CONDITION_DEPTH = 6
CONDITION_VALUES = 200
CONDITION_VALUE_CHARACTERS = 1_000
FIELD_CHARACTERS = 200
FIELD_DEPTH = 10
EXPRESSION_CHARACTERS = 1_000
EXPRESSION_DEPTH = 30
EXPRESSION_GROWTH = 64
"""Conditions of one trigger; the growth is how many times its input an expression's value can be."""

EVIDENCE_WORDS = 20
NEAR_MISSES = 100
NOT_REACHED = 100
DECISION_BYTES = 300_000
DECISION_CLAUSES = 15
SHOWN_BYTES = 160
REASON_CHARACTERS = 500
"""What a decision holds, so that it fits an item: workflows, clauses of each, and bytes of a value wanted or found."""

WORKFLOW_STEPS = 50
WORKFLOWS_PER_EVENT = 20
"""Workflows that one event may start; the decision names those beyond it as not reached."""

LOOK_UP_CHARACTERS = 320
"""What a record is found by is part of a key, which DynamoDB holds to 2,048 bytes; an address has 320 at most."""

STEP_RECORDS = 80
STEP_OUTPUT_INLINE_BYTES = 32 * 1024
STEP_ATTEMPTS = 5
STEP_PAUSE_SECONDS = 24 * 60 * 60
"""The longest pause before a step is tried again, whatever the other side asks for."""
STEP_CRASHES = 3
RENDERED_PARAMETER_BYTES = 64 * 1024

EFFECT_LEASE_SECONDS = 60
"""How long an open claim on an outside effect means that somebody may still be at it."""

TURN_RESERVE_SECONDS = 15
"""A step function hands back to the state machine when less time than this remains."""

TURN_CONFLICTS = 10
"""How often a turn decides again because somebody else had been first."""

DISPATCH_ATTEMPTS = 3
DISPATCH_NAME_CHARACTERS = 80
SWEEP_AFTER_SECONDS = 300
OPEN_EVENT_SHARDS = 8

REPEAT_WINDOW_DAYS = 7
EVENT_RETENTION_DAYS = 400

PAGE_SIZE = 50
PAGE_SIZE_MAX = 200

INVOICE_TEXT_CHARACTERS = 256 * 1024
"""How much of each text is read for an invoice's data."""
