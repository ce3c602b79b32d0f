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

MAIL_FILE_BYTES = 64 * 1024 * 1024
"""What is read of a file given as a mail; SES takes 40 MB at most."""

MIME_DEPTH = 50
MIME_PARTS = 1_000
ATTACHMENT_NAME_CHARACTERS = 120
MAIL_HEADER_BYTES = 1024 * 1024
MAIL_ADDRESSES = 5_000
MAIL_PROBLEMS = 100
HTML_CHARACTERS = 2_000_000
REPLY_TEXT_CHARACTERS = 256 * 1024
REPLY_TEXT_LINES = 20_000
RTF_BYTES = 1024 * 1024
TNEF_OBJECTS = 5_000
TNEF_PROPERTIES = 5_000
TNEF_DEPTH = 5
SIGNED_DEPTH = 3
CALENDAR_BYTES = 1024 * 1024
CALENDAR_EVENTS = 5
"""What parsing reads of a mail; what is beyond is left out, and `problems` says so."""

BOUNCE_TEXT_CHARACTERS = 64 * 1024
BOUNCE_LINES = 400
BOUNCE_LINE_CHARACTERS = 400
BOUNCED_RECIPIENTS = 200
"""What of a mail is read for whom a bounce is about, and how many it may name."""

ABSENCE_TEXT_CHARACTERS = 3_000
ABSENCE_CHARACTERS = 500
"""How long a mail may be to be taken for an absence note, and how far into it is looked for words of one."""

THREAD_MAILS = 20
PAIR_MAILS = 500
SENDER_MAILS = 1_000
COUNTED_RECIPIENTS = 20
"""Mails an hour that a tenant takes if it sets nothing else, and the recipients of one mail that are counted."""

MAIL_HOPS = 3
"""How many runs one mail may lead to by way of our own mails; then no more is sent."""

THREAD_TICKETS = 50
TICKET_MESSAGE_CHARACTERS = 20_000
"""Tickets of one thread that are looked at, and what a mail's text is cut at when it is appended to one."""

MARKERS_READ = 5
TOKENS_READ = 5
ANSWERED_IDS = 20
THREAD_PEOPLE = 50
THREAD_MESSAGES = 50
"""What of a mail is read for who sent it and which thread it belongs to, and what of a thread for who takes part."""

PATTERN_CHARACTERS = 512
PATTERN_INSTRUCTIONS = 4_000
"""RE2's time grows with the text's length times its instructions for a pattern; any plain text makes fewer."""

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

CATEGORIES = 60
CATEGORY_DESCRIPTION_CHARACTERS = 500
CATEGORY_KEYWORDS = 1_500
KEYWORD_CHARACTERS = 80
KEYWORD_WEIGHT = 10
TRIAL_MAILS = 200
"""Categories of a tenant, keywords of one, and stored mails that one trial of them reads."""

LEARNED_CHARACTERS = 4_000
"""Of a text, what learned words are looked for in."""

EVIDENCE_WORDS = 20
NEAR_MISSES = 100
NOT_REACHED = 100
DECISION_BYTES = 300_000
NEAR_MISSES_BYTES = 4 * 1024 * 1024
DECISION_CLAUSES = 15
SHOWN_BYTES = 160
REASON_CHARACTERS = 500
"""What a decision holds, so that it fits an item: workflows, clauses of each, and bytes of a value wanted or found."""

BODY_DEPTH = 28
VALUE_DEPTH = 20
"""How deep a request's body, and a step's parameters and output, may be nested; DynamoDB holds 32 levels of an item."""

WORKFLOW_STEPS = 50
STEP_DEPTH = 5
"""Steps of a workflow, those in branches counted, and how deep branches stand in branches."""
PARALLEL_BRANCHES = 20
FAN_OUT_ITEMS = 1_000
FAN_OUT_ITEMS_BYTES = 128 * 1024
FAN_OUT_OUTPUT_BYTES = 1024 * 1024
"""Branches of a parallel; items of a for_each, in number and as JSON; and what all branches put out, as JSON."""
FAN_OUT_PAGE = 100
FAN_OUT_CONCURRENCY = 10
"""Branches of one Map run, and how many of them run at once."""
FAN_OUT_SHOWN_BYTES = 2 * 1024
"""Items that a for_each's own record shows; of more it tells the number."""
WORKFLOW_BYTES = 128 * 1024
"""What a user writes, as JSON: its version is one item, and its triggers are part of its head too."""
WORKFLOWS_PER_EVENT = 20
"""Workflows that one event may start; the decision names those beyond it as not reached."""

LOOK_UP_CHARACTERS = 320
"""What a record is found by is part of a key, which DynamoDB holds to 2,048 bytes; an address has 320 at most."""

WAIT_DAYS = 90
"""The longest wait; a Step Functions execution lasts a year at most."""

STEP_RECORDS = 80
STEP_OUTPUT_INLINE_BYTES = 32 * 1024
STEP_OUTPUT_BYTES = 1024 * 1024
"""A step's output as JSON: what is longer than the first is kept as an object, what is longer than the second fails."""
STEP_ATTEMPTS = 5
STEP_ATTEMPTS_MAX = 20
STEP_TIMEOUT_SECONDS = 7 * 24 * 60 * 60
STEP_PAUSE_SECONDS = 24 * 60 * 60
"""The longest pause before a step is tried again, whatever the other side asks for."""
STEP_CRASHES = 3
RENDERED_PARAMETER_BYTES = 64 * 1024

SENT_RECIPIENTS = 50
"""SES's limit on one mail."""
SENT_SUBJECT_CHARACTERS = 250
SENT_REFERENCES = 20
"""Message ids that References of a mail we send names: the thread's first and its latest."""
MESSAGE_ID_CHARACTERS = 250

EFFECT_LEASE_SECONDS = 60
"""How long an open claim on an outside effect means that somebody may still be at it."""

CANCEL_MARGIN_SECONDS = 5
"""What waits is cancelled at once only if it is not due for longer than this; clocks differ by less."""

TURN_RESERVE_SECONDS = 15
"""A step function hands back to the state machine when less time than this remains."""

TURN_CONFLICTS = 10
"""How often a turn decides again because somebody else had been first."""

DISPATCH_ATTEMPTS = 3
DISPATCH_HISTORY = 15_000
DISPATCH_HISTORY_MOST = 20_000
"""Step Functions ends an execution at 25,000 history events. An execution that has used so many goes on in a new
dispatch; the branches of one page may bring it up to the second number, and the rest is for retries of calls."""
DISPATCH_NAME_CHARACTERS = 80
SWEEP_AFTER_SECONDS = 300
OPEN_EVENT_SHARDS = 8
STATISTICS_SHARDS = 16
"""Rows that a workflow's executions are counted in, so that many may end at once."""

RECIPIENT_TRIES = 5
"""How often recipients are added anew to a stored mail because other notifications of it were first."""

REPEAT_WINDOW_DAYS = 7
EVENT_RETENTION_DAYS = 400

TRANSACTION_ITEMS = 100
BATCH_ITEMS = 100
"""DynamoDB's limits on one transaction and on one batch of reads."""

IDEMPOTENCY_HOURS = 48
IDEMPOTENCY_KEY_CHARACTERS = 255
"""How long an Idempotency-Key means the thing that was made under it."""

NAMED_WORKFLOWS = 100
"""How many workflows a request may name; they are read in one call."""
MANUAL_EVENTS = 100
"""How often people may ask for something about one mail."""

RUN_WAIT_SECONDS = 20
RUN_POLL_SECONDS = 0.1
RUN_POLL_SECONDS_MAX = 1.0
"""How long a request for workflows to be run waits for their end, and how often it looks; API Gateway waits 30 s."""

BRANCH_STEPS_SHOWN = 2_000
BRANCH_BYTES_SHOWN = 2 * 1024 * 1024
"""Steps in branches that an execution shows, in number and as JSON: an answer of a function has 6 MB at most."""

PAGE_SIZE = 50
PAGE_SIZE_MAX = 200
PAGE_BYTES = 5 * 1024 * 1024
"""Of the items of a page; Lambda's answers are of 6 MB at most."""
COUNTED_MAILS = 5_000
"""Mails that one page of statistics counts; it then says where to go on."""
SEARCHED_ROWS = 1_000
"""Rows that one page of a search looks at; it then says where to go on."""

INVOICE_TEXT_CHARACTERS = 256 * 1024
INVOICE_DOCUMENTS = 10
INVOICE_MAIL_DEPTH = 3
"""How much of each text is read for an invoice's data, of how many attached documents, how deep in attached mails."""

SET_FIELDS = 100
SET_FIELDS_BYTES = 32 * 1024
"""Fields that one step may set; as large as what a step's row holds."""

TIME_TEXT_CHARACTERS = 32 * 1024
TIME_ENTRIES = 30
"""What is read of a text for hours worked, and entries that one step makes: with two look-ups each they must fit a
transaction of 100 items; of more rows only the total is an entry."""

HTML_LINKS = 500
LINK_CHARACTERS = 2_000
"""Links that are kept of an HTML body while it is read; of a longer one, there or in a text, no more is read."""

TRACKING_TEXT_CHARACTERS = 256 * 1024
TRACKING_NUMBERS = 100
"""How much of a text is searched for tracking numbers, and how many are taken from it."""

NAME_LOOK_UPS = 4
NAME_CANDIDATES = 100
CANDIDATES_SHOWN = 10
VAT_LOOK_UPS = 5
"""Searches for a contact by words of its name, the contacts looked at for each word, how many are told of, and
tax numbers of one mail that are looked up."""

PDF_BYTES = 20 * 1024 * 1024
PDF_PAGES = 20
PDF_CHARACTERS = 200_000
PDF_STREAMS = 20_000
PDF_STREAM_BYTES = 64 * 1024 * 1024
PDF_INFLATED_BYTES = 256 * 1024 * 1024
PDF_DRAWINGS = 200_000
PDF_CONTENT_BYTES = 4 * 1024 * 1024
PDF_SHOWN_BYTES = 1_500_000
PDF_NESTED_MARKS = 2_000
PDF_SHOWS = 20_000
"""What is read of a PDF; its streams are inflated once before a reader sees them, and only lists of objects kept. What
one page's instructions may inflate to, what of them shows letters, and how many marks may be open at once: PDFium
takes up to 400 MB of each, of a function's 1,024. How many of them show letters, which costs their square in time."""

ATTACHED_DOCUMENTS = 3
ATTACHED_CHARACTERS = 4_000
ATTACHED_PAGES = 2
ATTACHED_PDF_BYTES = 4 * 1024 * 1024
ATTACHED_INFLATED_BYTES = 4 * 1024 * 1024
ATTACHED_TEXT_BYTES = 32 * 1024
"""What is read of attached documents to tell what a mail is about: the first ones, together so many characters; of a
PDF so many pages, and none of what is larger or inflates further; of a text so many bytes."""
