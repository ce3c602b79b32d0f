"""Check digits by the rules that payment and tax numbers share; numbers are given with their check digit."""

from collections.abc import Iterable


def luhn_is_valid(digits: str) -> bool:
    """ISO/IEC 7812-1 annex B (modulus 10): with every second digit from the right doubled, all digits sum to tens."""
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def mod_97_is_one(characters: str) -> bool:
    """ISO 7064 MOD 97-10: letters as 10 to 35, the whole number leaves 1 when divided by 97."""
    return int("".join(str(int(character, 36)) for character in characters)) % 97 == 1


def mod_11_10_is_valid(digits: str) -> bool:
    """ISO 7064 MOD 11,10, the hybrid system."""
    product = 10
    for digit in digits[:-1]:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return (product + int(digits[-1])) % 10 == 1


def weighted_sum(digits: str, weights: Iterable[int]) -> int:
    """Sum of digit times weight, as far as there are weights."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
