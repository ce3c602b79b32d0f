"""Step Functions on this machine: a driver of the template's state machine that waits by the movable clock.

It knows the part of Amazon States Language that the dispatch state machine uses, and refuses the rest by name.
"""
