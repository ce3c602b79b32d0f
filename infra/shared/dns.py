"""The domains' identities at SES, and the DNS records they need: written where a zone is given, printed otherwise."""

from aws_cdk import CfnOutput
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_ses as ses

from infra.settings import HostedZone
from infra.shared.grants import Resources

_TTL_SECONDS = "1800"

Record = tuple[str, str, str]
"""Name, type, value."""


def make_identities(resources: Resources) -> None:
    """An identity with DKIM for each domain, and its records written or printed."""
    for number, domain in enumerate(resources.settings.domains, start=1):
        identity = ses.EmailIdentity(resources.stack, f"Domain{number}", identity=ses.Identity.domain(domain))
        records: list[Record] = [
            (domain, "MX", f"10 inbound-smtp.{resources.settings.region}.amazonaws.com"),
            *((dkim.name, "CNAME", dkim.value) for dkim in identity.dkim_records),
        ]
        zone = resources.settings.hosted_zone
        if zone is not None and zone.holds(domain):
            _write(resources, number, zone, records)
        else:
            _print(resources, number, domain, records)


def _write(resources: Resources, number: int, zone: HostedZone, records: list[Record]) -> None:
    # Not CDK's RecordSet: DKIM's names are known at deployment only, and it would append the zone to them once more.
    route53.CfnRecordSetGroup(
        resources.stack,
        f"Domain{number}Records",
        hosted_zone_id=zone.id,
        record_sets=[
            route53.CfnRecordSetGroup.RecordSetProperty(
                name=name, type=record_type, ttl=_TTL_SECONDS, resource_records=[value]
            )
            for name, record_type, value in records
        ],
    )


def _print(resources: Resources, number: int, domain: str, records: list[Record]) -> None:
    CfnOutput(
        resources.stack,
        f"Domain{number}Records",
        value="; ".join(" ".join(record) for record in records),
        description=f"DNS records to create for {domain}",
    )
