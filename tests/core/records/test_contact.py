"""A contact's fields: cleaned the way they are looked up, refused where they could never be found."""

import pytest
from pydantic import ValidationError

from postroom.records.contact import ContactFields


def contact(**fields: object) -> ContactFields:
    return ContactFields.model_validate({"name": "Nordisk Papir A/S", "roles": ["vendor"], **fields})


def test_what_is_looked_up_is_cleaned_and_each_value_kept_once() -> None:
    cleaned = contact(
        roles=["vendor", "customer", "vendor"],
        emails=[" Faktura@Nordisk.example ", "faktura@nordisk.example"],
        domains=["Nordisk.Example"],
        vat_numbers=["dk 12 34 56 78", "DK12345678"],
    )
    assert cleaned.roles == ("vendor", "customer")
    assert cleaned.emails == ("faktura@nordisk.example",)
    assert cleaned.domains == ("nordisk.example",)
    assert cleaned.vat_numbers == ("DK12345678",)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("emails", "no address"),
        ("emails", "x" * 320 + "@y.example"),
        ("domains", "localhost"),
        ("vat_numbers", " - "),
        ("roles", "friend"),
    ],
)
def test_what_could_never_be_found_is_refused_by_its_place(field: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        contact(**{field: [value]})
    assert refused.value.errors()[0]["loc"] == (field, 0)
