"""Regular expressions that only some mails need, compiled at the first that does.

In fifteen languages one takes milliseconds, and every cold start would pay for it. What every mail needs is compiled
at import.
"""

import re
from functools import cache


@cache
def compiled(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """`pattern`, in either case unless other flags are given."""
    return re.compile(pattern, flags)
