"""Names compared: what is alike, what is not, and the keys by which the alike are found."""

import pytest

from postroom.contacts.names import name_keys, name_likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nordisk Papir A/S", "nordisk papir"),
        ("Papir, Nordisk", "Nordisk Papir ApS"),
        ("Küstner Technik GmbH", "Kustner Technik"),
        ("橙湖五金有限公司", "橙湖五金"),
        ("橙湖五金股份有限公司", "橙湖五金"),
    ],
)
def test_spelling_order_and_legal_form_make_no_difference(one: str, other: str) -> None:
    assert name_likeness(one, other) == name_likeness(other, one) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Nordisk Papir", "Nordisk Pappir"), ("Harbour Lane Studio", "Harbor Lane Studio"), ("Lindqvist", "Lindquist")],
)
def test_a_slip_of_the_pen_is_nearly_alike(one: str, other: str) -> None:
    assert 0.88 <= name_likeness(one, other) < 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nordisk", "Nordisk Papir"),
        ("Nordisk Papir", "Nordisk Metal"),
        ("Filiale 12", "Filiale 13"),
        ("Hansen Byg", "Jensen Byg"),
        ("橙湖五金", "橙湖电器"),
    ],
)
def test_another_company_is_not_alike_enough_to_be_linked(one: str, other: str) -> None:
    assert name_likeness(one, other) < 0.85


@pytest.mark.parametrize(
    ("one", "other"),
    [("Nordisk Papir", "Nordisk Pappir A/S"), ("橙湖五金有限公司", "上海橙湖五金"), ("Ørsted", "Ørstad")],
)
def test_names_that_are_alike_share_a_key(one: str, other: str) -> None:
    assert set(name_keys(one)) & set(name_keys(other))


def test_keys_are_few_and_those_of_the_longest_words_come_first() -> None:
    assert name_keys("Ab Industrivarme Syd A/S") == ("indu", "syd")
    assert len(name_keys(" ".join(f"word{letter}x{letter}" * 3 for letter in "abcdefghijklmnop"))) <= 8
    assert name_keys("x" * 5_000) == ("xxxx",)
