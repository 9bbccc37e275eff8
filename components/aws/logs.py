"""How every log group is made: encrypted with a key of the owner's, and kept as long as its classification asks."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.aws.options import retained
from components.contracts import HANDLING, ContractError, Owner

RETENTIONS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)  # fmt: skip
"""Days for which CloudWatch Logs can keep a group (CloudWatch Logs API Reference, ``PutRetentionPolicy``)."""


def log_days(owner: Owner, retention_days: int = 0) -> int:
    """Days for which logs of ``owner`` are kept at hand: what is asked for, and no less than its classification asks."""
    return max(retention_days, HANDLING[owner.classification].log_days)


def log_group(
    name: str,
    group_name: pulumi.Input[str],
    *,
    owner: Owner,
    key: pulumi.Input[str] | None,
    retention_days: int = 0,
    region: str | None = None,
    parent: pulumi.Resource,
    provider: pulumi.ProviderResource | None = None,
    depends_on: Sequence[pulumi.Resource] = (),
) -> aws.cloudwatch.LogGroup:
    """The log group ``group_name``, kept for ``log_days`` or the next longer time that AWS offers. ``key`` is a KMS key's ARN; without one
    AWS encrypts with its own. ``region``: another than the provider's.

    Raises ``ContractError`` for more days than AWS offers.
    """
    days = log_days(owner, retention_days)
    offered = [offer for offer in RETENTIONS if offer >= days]
    if not offered:
        raise ContractError(f"retention_days: CloudWatch keeps logs for at most {RETENTIONS[-1]} days, got {days}; the archive keeps them longer")
    return aws.cloudwatch.LogGroup(
        name,
        name=group_name,
        region=region,
        retention_in_days=offered[0],
        kms_key_id=key,
        opts=retained(parent, provider, depends_on=depends_on),
    )
