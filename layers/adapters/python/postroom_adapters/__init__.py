"""The only I/O: AWS, HTTP, logs. One thin file per service or table; errors are turned into ours, nothing is decided.

Loaded first or second by every handler, so the garbage collector is told here to look less often: a cold start makes
hundreds of thousands of objects that stay, and going through them again and again is a fifth of its CPU.
"""

import gc

NEW_OBJECTS = 50_000
"""What may lie about uncollected is some 20 MB, in functions of 512 MB."""

gc.set_threshold(NEW_OBJECTS)
