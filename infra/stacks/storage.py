"""PostroomStorage: what must not be lost, the tables and the bucket. They outlive the stack where data is kept."""

from typing import Any

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.settings import Settings
from infra.shared.nag import acknowledge
from infra.shared.naming import mail_bucket_name, table_name
from infra.shared.spec import ATTACHMENTS, INBOUND, OUTPUTS, TableName

_OUTPUT_DAYS = 400
"""Outputs go with the executions that gave them: limits.EVENT_RETENTION_DAYS, which a test compares."""
_STRING = dynamodb.AttributeType.STRING
_PROJECTIONS = {
    None: dynamodb.ProjectionType.ALL,
    False: dynamodb.ProjectionType.KEYS_ONLY,
    True: dynamodb.ProjectionType.INCLUDE,
}
"""Everything, nothing besides the keys, or what is named."""


class StorageStack(Stack):
    """The tables, and the bucket for raw mail and tenants' objects."""

    def __init__(self, scope: Construct, construct_id: str, settings: Settings, **kwargs: Any) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self._settings = settings
        self._removal = RemovalPolicy.RETAIN if settings.retain_data else RemovalPolicy.DESTROY
        self._table("directory")
        self._table("records")
        self._table("workflows")
        _index_executions(self._table("executions", time_to_live_attribute="expires_at"))
        self._mail_bucket()

    def _table(self, name: TableName, **kwargs: Any) -> dynamodb.Table:
        # Table and not TableV2: that one synthesizes a GlobalTable, which no local stand-in knows.
        return dynamodb.Table(
            self,
            name.capitalize(),
            table_name=table_name(self._settings, name),
            partition_key=dynamodb.Attribute(name="pk", type=_STRING),
            sort_key=dynamodb.Attribute(name="sk", type=_STRING),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=dynamodb.TableEncryption.AWS_MANAGED,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=self._settings.retain_data,
            removal_policy=self._removal,
            **kwargs,
        )

    def _mail_bucket(self) -> None:
        bucket = s3.Bucket(
            self,
            "Mail",
            bucket_name=mail_bucket_name(self, self._settings),
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            lifecycle_rules=[
                _expires("raw-mail", INBOUND, self._settings.mail_retention_days),
                _expires("attachments", ATTACHMENTS, self._settings.mail_retention_days),
                _expires("outputs", OUTPUTS, _OUTPUT_DAYS),
                s3.LifecycleRule(id="unfinished", abort_incomplete_multipart_upload_after=Duration.days(1)),
            ],
            # Emptying it first would take a Lambda of CDK's own; on stages that are thrown away a person empties it.
            removal_policy=self._removal,
        )
        bucket.add_to_resource_policy(self._ses_may_put(bucket))
        acknowledge(
            bucket,
            "AwsSolutions-S1",
            "Only this installation's roles and SES reach the bucket. Who read what is a matter of CloudTrail data "
            "events, which an installation switches on; server access logs would keep tenants' object names beyond "
            "their retention.",
        )

    def _ses_may_put(self, bucket: s3.Bucket) -> iam.PolicyStatement:
        rules = self.format_arn(
            service="ses", resource="receipt-rule-set", resource_name=f"{self._settings.prefix}:receipt-rule/*"
        )
        return iam.PolicyStatement(
            principals=[iam.ServicePrincipal("ses.amazonaws.com")],
            actions=["s3:PutObject"],
            resources=[bucket.arn_for_objects(f"{INBOUND}*")],
            conditions={"StringEquals": {"aws:SourceAccount": self.account}, "ArnLike": {"aws:SourceArn": rules}},
        )


def _expires(name: str, prefix: str, days: int) -> s3.LifecycleRule:
    return s3.LifecycleRule(id=name, prefix=prefix, expiration=Duration.days(days))


def _index_executions(table: dynamodb.Table) -> None:
    """Lists newest first, executions of a workflow, mails by one of three things, and what is not done (sharded)."""
    _index(table, "by_list", "list_key", "list_sort")
    _index(table, "by_workflow", "workflow_key", "list_sort")
    for name in ("sender", "category", "status"):
        # Keys only: a mail's head changes often, and every index that held it would be written each time.
        _index(table, f"by_{name}", f"{name}_key", "list_sort", only=[])
    _index(table, "open", "open_shard", "open_since", only=["tenant", "event", "dispatch", "state"])


def _index(table: dynamodb.Table, name: str, key: str, sort: str, only: list[str] | None = None) -> None:
    table.add_global_secondary_index(
        index_name=name,
        partition_key=dynamodb.Attribute(name=key, type=_STRING),
        sort_key=dynamodb.Attribute(name=sort, type=_STRING),
        projection_type=_PROJECTIONS[only if only is None else bool(only)],
        non_key_attributes=only or None,
    )
