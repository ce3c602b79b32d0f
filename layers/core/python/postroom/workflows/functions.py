"""JMESPath's functions over our values: an amount is a Decimal, which JMESPath by itself does not take for a number."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from jmespath.functions import Functions, signature

_STANDARD: Any = Functions
"""The hooks and functions below are not in the library's type stubs."""


_WITHOUT_MINOR_UNIT = frozenset({"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF"})
"""ISO 4217: currencies whose amounts have no decimals; all others are shown with two."""


class DecimalFunctions(Functions):
    """The standard functions, with Decimal as one more number, and `money`."""

    @signature({"types": ["number", "null"]}, {"types": ["string", "null"]})
    def _func_money(self, amount: Any, currency: str | None) -> str | None:
        """`money(steps.invoice.total, steps.invoice.currency)`: `1250.00 EUR`; null for no amount.

        Numbers do not keep their trailing zeros in DynamoDB, and people expect them.
        """
        if amount is None:
            return None
        digits = 0 if currency in _WITHOUT_MINOR_UNIT else 2
        exact = Decimal(str(amount))
        exponent = exact.as_tuple().exponent
        shown = max(digits, -exponent if isinstance(exponent, int) else digits)
        return f"{exact:.{shown}f} {currency or ''}".rstrip()

    def _get_allowed_pytypes(self, types: Sequence[str]) -> tuple[list[str], list[tuple[str, ...]]]:
        """The hook by which every argument is checked."""
        allowed, elements = _STANDARD._get_allowed_pytypes(self, types)
        with_decimal = ["Decimal"] if "float" in allowed else []
        return allowed + with_decimal, [(*one, "Decimal") if "float" in one else one for one in elements]

    def _convert_to_jmespath_type(self, pyobject: str) -> str:
        """The hook by which sort_by, min_by and max_by tell what they compare."""
        return "number" if pyobject == "Decimal" else str(_STANDARD._convert_to_jmespath_type(self, pyobject))

    @signature({"types": []})
    def _func_type(self, arg: Any) -> Any:
        return "number" if isinstance(arg, Decimal) else _STANDARD._func_type(self, arg)

    @signature({"types": []})
    def _func_to_number(self, arg: Any) -> Any:
        return arg if isinstance(arg, Decimal) else _STANDARD._func_to_number(self, arg)

    @signature({"types": []})
    def _func_to_string(self, arg: Any) -> Any:
        return format(arg, "f") if isinstance(arg, Decimal) else _STANDARD._func_to_string(self, arg)

    @signature({"types": ["array-number"]})
    def _func_sum(self, arg: Sequence[Any]) -> Any:
        return sum(_alike(arg))

    @signature({"types": ["array-number"]})
    def _func_avg(self, arg: Sequence[Any]) -> Any:
        return _STANDARD._func_avg(self, _alike(arg))


def _alike(numbers: Sequence[Any]) -> Sequence[Any]:
    """Decimals, if one of them is one: Python adds no Decimal to a float."""
    if not any(isinstance(one, Decimal) for one in numbers):
        return numbers
    return [Decimal(str(one)) for one in numbers]
