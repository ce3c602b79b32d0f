"""Settings: each mistake is named by its field, and what cannot work is refused before anything is synthesized."""

from typing import Any

import pytest

from infra.settings import DOMAINS_MAX, SES_RECEIVING_REGIONS, Settings, SettingsError, load_settings
from postroom.limits import EVENT_RETENTION_DAYS

CONTEXT: dict[str, Any] = {
    "defaults": {"region": "eu-west-1", "tenant_name": "Root", "tenant_time_zone": "UTC"},
    "stages": {
        "dev": {"domains": ["dev.example.com"], "admin_address": "a@example.com", "tenant_name": "Dev"},
        "prod": {},
    },
}


def load(**overrides: Any) -> Settings:
    return load_settings("dev", overrides, CONTEXT)


def test_the_stages_own_values_go_before_the_defaults_and_overrides_before_both() -> None:
    assert (load().region, load().tenant_name) == ("eu-west-1", "Dev")
    assert load(tenant_name="Other").tenant_name == "Other"


def test_the_switches_have_the_defaults_of_the_facts() -> None:
    settings = load()
    assert settings.email_to_ticket_enabled
    assert settings.email_workflows_enabled
    assert settings.email_ai_confidence_threshold == 0.7


def test_data_is_kept_unless_a_stage_says_otherwise() -> None:
    assert load().retain_data
    assert not load_settings("local").retain_data


def test_an_unknown_stage_is_refused_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match=r"stage: 'test' is not in cdk\.json; it has dev, prod"):
        load_settings("test", context=CONTEXT)


def test_every_missing_field_is_named_at_once() -> None:
    with pytest.raises(SettingsError, match=r"(?s)domains: Field required.*admin_address: Field required"):
        load_settings("prod", context=CONTEXT)


def test_a_region_without_ses_receiving_is_refused_with_the_list() -> None:
    with pytest.raises(SettingsError) as refused:
        load(region="eu-north-1")
    assert "region: SES receives no mail in 'eu-north-1'" in str(refused.value)
    assert all(region in str(refused.value) for region in SES_RECEIVING_REGIONS)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("domains", []),
        ("domains", ["Example.com"]),
        ("domains", ["no_underscores.example.com"]),
        ("domains", ["example.com", "example.com"]),
        ("domains", [f"d{number}.example.com" for number in range(DOMAINS_MAX + 1)]),
        ("admin_address", "nobody"),
        ("admin_address", "a b@example.com"),
        ("admin_address", "x,y@z@example.com"),
        ("admin_address", "a\n@example.com"),
        ("admin_address", "a@example.com\n"),
        ("admin_address", "a..b@example.com"),
        ("admin_address", f"{'a' * 65}@example.com"),
        ("alarm_address", ""),
        ("alarm_address", "Ops <ops@example.com>"),
        ("tenant_name", "  "),
        ("tenant_time_zone", "Mars/Olympus"),
        ("account", "123"),
        ("hosted_zone", {"id": "Z1", "name": "example.com", "extra": 1}),
        ("hosted_zone: none of the domains is in other.org", {"id": "Z1", "name": "other.org"}),
        ("hosted_zone: none of the domains is in ample.com", {"id": "Z1", "name": "ample.com"}),
        ("email_ai_confidence_threshold", 1.5),
        ("mail_concurrency", 1),
        ("log_retention_days", 8),
        ("api_throttling", {"rate_per_second": 0}),
        ("not_a_setting", 1),
    ],
)
def test_what_cannot_be_is_refused_by_field(field: str, value: Any) -> None:
    with pytest.raises(SettingsError, match=field):
        load_settings("dev", {field.partition(":")[0]: value}, CONTEXT)


@pytest.mark.parametrize("address", ["a@example.com", "first.last+tag@Mail.Example.com", "o'neil_99@example.co"])
def test_an_address_may_have_dots_tags_and_capitals(address: str) -> None:
    assert load(admin_address=address).admin_address == address


@pytest.mark.parametrize("name", ["dev.example.com", "example.com"])
def test_a_zone_may_be_a_domain_or_one_above_it(name: str) -> None:
    zone = load(hosted_zone={"id": "Z1", "name": name}, domains=["dev.example.com", "other.org"]).hosted_zone
    assert zone is not None
    assert [zone.holds(domain) for domain in ("dev.example.com", "other.org")] == [True, False]


@pytest.mark.parametrize(
    ("context", "said"),
    [
        ({"stages": {"dev": None}}, r"^stages\.dev in cdk\.json: null is not an object$"),
        ({"stages": {"dev": []}}, r"^stages\.dev in cdk\.json: \[\] is not an object$"),
        ({"stages": None}, r"^stages in cdk\.json: null is not an object$"),
        ({**CONTEXT, "defaults": None}, r"^defaults in cdk\.json: null is not an object$"),
        ({}, "^stage: 'dev' is not in cdk.json"),
    ],
)
def test_what_is_no_object_is_named(context: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load_settings("dev", {}, context)


def test_a_stage_is_a_short_word_as_it_becomes_part_of_names() -> None:
    with pytest.raises(SettingsError, match="stage: String should match"):
        load_settings("Not-A-Word", {}, {"stages": {"Not-A-Word": CONTEXT["stages"]["dev"]}})


def test_raw_mail_is_kept_as_long_as_the_events_that_point_to_it() -> None:
    assert load().mail_retention_days == EVENT_RETENTION_DAYS
