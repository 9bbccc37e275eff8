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
    parent: pulumi.Resource,
    provider: pulumi.ProviderResource | None = None,
) -> aws.kms.Key:
    """The key ``name``, and ``<name>-alias`` where an alias (without ``alias/``) is given.

    ``statements`` let services use it; who else does is for IAM of ``account`` to say.
    """
    key = aws.kms.Key(
        name,
        description=description,
        enable_key_rotation=True,
        deletion_window_in_days=DELETION_DAYS,
        policy=document(account_decides(partition, account), *statements),
        opts=retained(parent, provider),
    )
    if alias:
        aws.kms.Alias(f"{name}-alias", name=f"alias/{alias}", target_key_id=key.key_id, opts=inside(parent, provider))
    return key
