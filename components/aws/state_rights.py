"""The state store as identities may use it: its objects by key, its keys through it, and the secrets of one's own stacks.

Sources: pulumi/pkg ``backend/diy``, ``secrets/cloud``; gocloud.dev ``secrets/awskms``, which calls ``Encrypt`` and ``Decrypt`` alone;
Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys": S3 asks for ``Decrypt`` at each reading and ``GenerateDataKey`` at
each writing in the caller's name.
"""

from collections.abc import Sequence

import pulumi

from components.aws.documents import Statement
from components.contracts import Owner, StateKeys
from components.state_store import CARDS, CONTEXT, STATE, secrets_role

STORE_KEYS = (STATE, CARDS)
"""Keys of what lies in the store, used by S3 for whoever may touch the object."""


def store_name(platform: Owner) -> str:
    """Name of the bucket."""
    return platform.name("aws:bucket", STATE)


def copy_name(platform: Owner) -> str:
    """Name of the bucket in the second region that has its copy."""
    return platform.name("aws:bucket", f"{STATE}-copy")


def key_alias(platform: Owner, role: str) -> str:
    """Alias, without ``alias/``, of the key of ``STORE_KEYS`` or of a layer's secrets."""
    return platform.name("aws:general", role if role in STORE_KEYS else secrets_role(role))


def state_rights(
    partition: pulumi.Input[str],
    bucket: str,
    region: str,
    keys: StateKeys,
    *,
    store_keys: Sequence[pulumi.Input[str]],
    secrets_keys: Sequence[pulumi.Input[str]],
) -> list[Statement]:
    """What an identity needs of the store. ``store_keys`` and ``secrets_keys`` are ARNs: of ``STORE_KEYS``, and of its layers."""
    store = pulumi.Output.concat("arn:", partition, ":s3:::", bucket)

    def objects(patterns: Sequence[str]) -> list[pulumi.Output[str]]:
        return [pulumi.Output.concat(store, "/", pattern) for pattern in patterns]

    through_store = {"StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"}}
    # A key that the request does not name is no match, so without its context nothing is opened.
    of_own_stacks = {"StringLike": {f"kms:EncryptionContext:{CONTEXT}": list(keys.stacks)}}
    return [
        # Names of stacks are no secret between those who deploy.
        {"Sid": "List", "Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": [store]},
        {"Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": objects(keys.read)},
        {"Sid": "Write", "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], "Resource": objects(keys.written)},
        {
            "Sid": "Store",
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": list(store_keys),
            "Condition": through_store,
        },
        {"Sid": "Secrets", "Effect": "Allow", "Action": ["kms:Encrypt", "kms:Decrypt"], "Resource": list(secrets_keys), "Condition": of_own_stacks},
    ]
