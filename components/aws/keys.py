"""How every key is made: its account decides who uses it, it turns every year, and it is hard to lose."""

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, account_decides, document
from components.aws.options import inside, retained

DELETION_DAYS = 30
"""Days in which a key's deletion can be taken back: the most that AWS KMS allows."""


def encryption_key(
    name: str,
    description: str,
    *statements: Statement,
    account: pulumi.Input[str],
    partition: pulumi.Input[str],
    alias: str = "",
    multi_region: bool = False,
    region: str | None = None,
    parent: pulumi.Resource,
    provider: pulumi.ProviderResource | None = None,
) -> aws.kms.Key:
    """The key ``name``, and ``<name>-alias`` where an alias (without ``alias/``) is given.

    ``statements`` let services use it; who else does is for IAM of ``account`` to say. One that is ``multi_region`` can have replicas in other
    regions, which cannot be decided later. ``region``: another than the
    provider's.
    """
    key = aws.kms.Key(
        name,
        region=region,
        description=description,
        enable_key_rotation=True,
        deletion_window_in_days=DELETION_DAYS,
        multi_region=multi_region or None,
        policy=document(account_decides(partition, account), *statements),
        opts=retained(parent, provider),
    )
    if alias:
        aws.kms.Alias(f"{name}-alias", name=f"alias/{alias}", region=region, target_key_id=key.key_id, opts=inside(parent, provider))
    return key


def replica_key(
    name: str,
    original: aws.kms.Key,
    description: str,
    *,
    account: pulumi.Input[str],
    partition: pulumi.Input[str],
    alias: str,
    parent: pulumi.Resource,
    provider: pulumi.ProviderResource,
) -> aws.kms.ReplicaKey:
    """The key ``name`` in the provider's region, which opens what ``original`` sealed, and ``<name>-alias`` (KMS, "Multi-Region keys in AWS KMS")."""
    key = aws.kms.ReplicaKey(
        name,
        primary_key_arn=original.arn,
        description=description,
        deletion_window_in_days=DELETION_DAYS,
        policy=document(account_decides(partition, account)),
        opts=retained(parent, provider),
    )
    aws.kms.Alias(f"{name}-alias", name=f"alias/{alias}", target_key_id=key.key_id, opts=inside(parent, provider))
    return key
