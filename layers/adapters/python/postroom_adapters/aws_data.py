"""The data files of botocore that clients are made from, without those that only cost time."""

from typing import Any

from botocore.loaders import Loader

_S3_GLOBAL = {"hostname": "s3.amazonaws.com", "credentialScope": {"region": "us-east-1"}}
_ENDPOINTS = {
    "partitions": [
        {
            "partition": "aws",
            "dnsSuffix": "amazonaws.com",
            "regionRegex": r"^[a-z]{2}-[a-z]+-\d+$",
            "regions": {},
            "defaults": {
                "hostname": "{service}.{region}.{dnsSuffix}",
                "protocols": ["https"],
                "signatureVersions": ["v4"],
            },
            # S3 in us-east-1 has two names, and botocore asks for the older one.
            "services": {"s3": {"partitionEndpoint": "aws-global", "endpoints": {"aws-global": _S3_GLOBAL}}},
        }
    ]
}


class ServiceData(Loader):
    """botocore's loader for the services named.

    It lists the folders of all its four hundred services, twice, and reads 1.2 MB of endpoints.json: 30 ms of CPU in
    every cold start. Where a call goes is said by the service's own rules (endpoint-rule-set-1.json), which are read
    as ever; of endpoints.json clients take only that a service without a rule of its own is asked over HTTPS at
    service.region.amazonaws.com and that requests are signed with version 4.
    """

    def __init__(self, services: tuple[str, ...]) -> None:
        super().__init__()
        self._services = services

    def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002 - botocore's signature
        return list(self._services)

    def load_data_with_path(self, name: str) -> tuple[Any, str]:
        if name == "endpoints":
            # Under its own path: endpoints from another would stand above the services' rules.
            return _ENDPOINTS, self.BUILTIN_DATA_PATH
        found: tuple[Any, str] = super().load_data_with_path(name)
        return found
