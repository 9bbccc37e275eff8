"""The kinds of policy document: how large each may be, and which elements it has.

Sizes: IAM User Guide, "IAM and AWS STS quotas" (white space is not counted); Organizations User Guide, "Quotas and service limits" (every
character is); S3 User Guide, "Bucket policies" (20 KB); KMS API Reference, "PutKeyPolicy" (32 KB); SNS API Reference, "SetTopicAttributes" (30 KB);
Secrets Manager API Reference, "PutResourcePolicy" (20,480); ECR API Reference, "SetRepositoryPolicy" (10,240); SQS Developer Guide, "Policies" ;
VPC PrivateLink guide, "Endpoint policies" (20,480); Identity Center quotas (32,768, of which IAM takes 10,240 as inline policy).
"""

from dataclasses import dataclass
from enum import Enum
from typing import Literal

Need = Literal["must", "may", "must not"]


@dataclass(frozen=True)
class Rules:
    """What AWS takes in a kind of document."""

    label: str
    limit: int
    """Characters (or bytes, where the service counts them: policies are ASCII)."""
    white_space: bool
    """Whether white space counts."""
    principal: Need
    resource: Need
    deny_only: bool = False
    sid: str = r"[A-Za-z0-9]*"


class DocumentKind(Enum):
    """What a document is attached to, and as what."""

    MANAGED = Rules("managed policy", 6144, False, "must not", "must")
    INLINE = Rules("inline policies of a role together", 10240, False, "must not", "must")
    USER_INLINE = Rules("inline policies of a user together", 2048, False, "must not", "must")
    GROUP_INLINE = Rules("inline policies of a group together", 5120, False, "must not", "must")
    PERMISSION_SET = Rules("inline policy of a permission set", 10240, False, "must not", "must")
    TRUST = Rules("trust policy (2,048 unless a quota increase gives up to 4,096)", 2048, False, "must", "must not")
    SESSION = Rules("session policy", 2048, True, "must not", "must")
    SERVICE_CONTROL = Rules("service control policy", 5120, True, "must not", "must")
    RESOURCE_CONTROL = Rules("resource control policy", 5120, True, "must", "must", deny_only=True)
    BUCKET = Rules("bucket policy", 20480, True, "must", "must", sid=r".*")
    KEY = Rules("key policy", 32768, True, "must", "must", sid=r".*")
    TOPIC = Rules("topic policy", 30720, True, "must", "may", sid=r".*")
    QUEUE = Rules("queue policy", 8192, True, "must", "may", sid=r".*")
    SECRET = Rules("resource policy of a secret", 20480, True, "must", "must", sid=r".*")
    REPOSITORY = Rules("repository policy", 10240, True, "must", "may", sid=r".*")
    VAULT = Rules("access policy of a backup vault", 20480, True, "must", "must", sid=r".*")
    EVENT_BUS = Rules("policy of an event bus", 10240, True, "must", "may", sid=r".*")
    DELIVERY = Rules("policy of a delivery destination", 51200, True, "must", "must", sid=r".*")
    SHARE = Rules("managed permission of a share", 20480, True, "must", "must", sid=r".*")
    ENDPOINT = Rules("policy of a VPC endpoint", 20480, True, "must", "must", sid=r".*")

    @property
    def rules(self) -> Rules:
        return self.value
