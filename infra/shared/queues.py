"""Queues: encrypted, TLS only, and queues of dead letters that keep what failed for two weeks."""

from aws_cdk import Duration, Stack
from aws_cdk import aws_sqs as sqs

from infra.shared.nag import acknowledge


def make_queue(
    stack: Stack, construct_id: str, name: str, *, visible_after: Duration, dead_letters: sqs.IQueue, attempts: int
) -> sqs.Queue:
    """A queue whose messages are tried `attempts` times before they go to `dead_letters`."""
    return sqs.Queue(
        stack,
        construct_id,
        queue_name=name,
        visibility_timeout=visible_after,
        retention_period=Duration.days(4),
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        dead_letter_queue=sqs.DeadLetterQueue(max_receive_count=attempts, queue=dead_letters),
    )


def make_dead_letters(stack: Stack, construct_id: str, name: str) -> sqs.Queue:
    """Where messages end that failed for good; every one of these queues has its alarm."""
    queue = sqs.Queue(
        stack,
        construct_id,
        queue_name=name,
        retention_period=Duration.days(14),
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
    )
    acknowledge(queue, "AwsSolutions-SQS3", "This is the queue of dead letters itself.")
    return queue
