"""Check digits of tracking numbers; each takes the whole number with its check digit last, unless it says otherwise."""

from itertools import cycle

from ..check_digits import weighted_sum

_MOD_36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def gs1(digits: str) -> bool:
    """GS1 General Specifications 7.9: weights 3, 1, 3 … from the right; SSCC, USPS, FedEx Ground, GLS."""
    return (weighted_sum(digits[-2::-1], cycle((3, 1))) + int(digits[-1])) % 10 == 0


def sscc(digits: str) -> bool:
    """A serial shipping container code, 18 digits, with or without its application identifier 00."""
    return gs1(digits[-18:])


def ups(number: str) -> bool:
    """UPS 1Z: weights 1, 2 over what stands behind 1Z; a letter counts as its place among them plus 1, modulo 10."""
    values = "".join(each if each.isdigit() else str((ord(each) - 63) % 10) for each in number[2:-1])
    return number[-1].isdigit() and (weighted_sum(values, cycle((1, 2))) + int(number[-1])) % 10 == 0


def ups_waybill(number: str) -> bool:
    """A letter and ten digits: weights 1, 2 over the nine before the last."""
    return (weighted_sum(number[1:-1], cycle((1, 2))) + int(number[-1])) % 10 == 0


def fedex(digits: str) -> bool:
    """FedEx Express: weights 3, 1, 7 from the left over eleven digits, modulo 11, ten standing for 0."""
    return weighted_sum(digits[:11], cycle((3, 1, 7))) % 11 % 10 == int(digits[11])


def fedex_long(digits: str) -> bool:
    """The 34 digits of a FedEx bar code: the last 14 by weights 1, 7, 3, modulo 11."""
    return weighted_sum(digits[-14:-1], cycle((1, 7, 3))) % 11 % 10 == int(digits[-1])


def mod_7(digits: str) -> bool:
    """DHL Express and air waybills: what the number before the check digit leaves when divided by 7."""
    return int(digits[:-1]) % 7 == int(digits[-1])


def mod_37_36(characters: str) -> bool:
    """ISO 7064 MOD 37,36, the hybrid system over digits and letters."""
    product = 36
    for each in characters[:-1]:
        product = ((product + _MOD_36.index(each)) % 36 or 36) * 2 % 37
    return (product + _MOD_36.index(characters[-1])) % 36 == 1


def s10(number: str) -> bool:
    """UPU S10: weights 8, 6, 4, 2, 3, 5, 9, 7 over eight digits; 11 less the remainder by 11, 10 as 0 and 11 as 5."""
    left = 11 - weighted_sum(number[2:10], (8, 6, 4, 2, 3, 5, 9, 7)) % 11
    return {10: 0, 11: 5}.get(left, left) == int(number[10])
