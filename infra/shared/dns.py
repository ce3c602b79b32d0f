"""The domains' identities at SES, and the DNS records they need: written where a zone is given, printed otherwise."""

from aws_cdk import CfnOutput
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_ses as ses

from infra.settings import HostedZone
from infra.shared.grants import Resources

_TTL_SECONDS = "1800"


def make_identities(resources: Resources) -> None:
    """An identity with DKIM for each domain; its records written or printed."""
    settings = resources.settings
    for number, domain in enumerate(settings.domains, start=1):
        identity = ses.EmailIdentity(resources.stack, f"Domain{number}", identity=ses.Identity.domain(domain))
        records = {"Mx": (domain, "MX", f"10 inbound-smtp.{settings.region}.amazonaws.com")}
        for index, dkim in enumerate(identity.dkim_records, start=1):
            records[f"Dkim{index}"] = (dkim.name, "CNAME", dkim.value)
        zone = settings.hosted_zone
        for kind, (name, record_type, value) in records.items():
            if zone is not None and _within(domain, zone):
                _write(resources, f"Domain{number}{kind}", zone, (name, record_type, value))
            else:
                _print(resources, f"Domain{number}{kind}", domain, (name, record_type, value))


def _within(domain: str, zone: HostedZone) -> bool:
    return domain == zone.name or domain.endswith(f".{zone.name}")


def _write(resources: Resources, construct_id: str, zone: HostedZone, record: tuple[str, str, str]) -> None:
    # Not CDK's RecordSet: DKIM's names are known at deployment only, and it would append the zone to them once more.
    name, record_type, value = record
    route53.CfnRecordSet(
        resources.stack,
        construct_id,
        hosted_zone_id=zone.id,
        name=name,
        type=record_type,
        ttl=_TTL_SECONDS,
        resource_records=[value],
    )


def _print(resources: Resources, construct_id: str, domain: str, record: tuple[str, str, str]) -> None:
    CfnOutput(
        resources.stack,
        f"{construct_id}Record",
        value=" ".join(record),
        description=f"DNS record to create for {domain}",
    )
