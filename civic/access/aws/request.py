"""Who asks, for what, and what is known of the request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from types import MappingProxyType

NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})

UNKNOWABLE = frozenset(
    {
        *("aws:currenttime", "aws:epochtime", "aws:tokenissuetime", "aws:useragent", "aws:referer"),
        *("aws:sourceip", "aws:vpcsourceip", "aws:multifactorauthage", "aws:multifactorauthpresent", "aws:sourceidentity"),
        *("aws:ec2instancesourcevpc", "aws:ec2instancesourceprivateipv4", "ec2:sourceinstancearn", "ec2:roledelivery", "aws:userid"),
    }
)
"""Condition keys (small letters) of which no plan can say what a request will carry. A request that does know one says so in ``context``."""


class Kind(Enum):
    ROLE = "role"
    USER = "user"
    ROOT = "root"
    SERVICE = "service"
    FEDERATED = "federated"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Principal:
    """Who asks. Make one with ``role``, ``user``, ``root``, ``service``, ``federated`` or ``ANONYMOUS``."""

    arn: str
    """Of the role (never of its session), the user, the account's root, the OpenID Connect or SAML provider; a service's name; ``*``."""
    kind: Kind
    session: str = ""
    """Name of the role's session."""
    tags: tuple[tuple[str, str], ...] = ()
    """Session tags, over the role's own."""
    policies: tuple[str, ...] = ()
    """Session policies: JSON texts, and ARNs of managed policies."""
    chained: bool = False
    """The role was assumed by another role's session."""
    source_services: tuple[str, ...] = ()
    """Of a service: other names that it gives for itself (``aws:PrincipalServiceNamesList``)."""

    @classmethod
    def role(
        cls, arn: str, session: str = "civic", *, tags: Mapping[str, str] | None = None, policies: tuple[str, ...] = (), chained: bool = False
    ) -> "Principal":
        """A session of a role, given by the role's ARN."""
        return cls(arn, Kind.ROLE, session, tuple((tags or {}).items()), policies, chained)

    @classmethod
    def user(cls, arn: str) -> "Principal":
        return cls(arn, Kind.USER)

    @classmethod
    def root(cls, account: str, partition: str = "aws") -> "Principal":
        return cls(f"arn:{partition}:iam::{account}:root", Kind.ROOT)

    @classmethod
    def service(cls, name: str) -> "Principal":
        """A service acting for itself, such as ``cloudtrail.amazonaws.com``."""
        return cls(name, Kind.SERVICE)

    @classmethod
    def federated(cls, provider: str, *, tags: Mapping[str, str] | None = None, policies: tuple[str, ...] = ()) -> "Principal":
        """Who shows a token of a provider (its ARN) and is nobody in AWS yet."""
        return cls(provider, Kind.FEDERATED, tags=tuple((tags or {}).items()), policies=policies)

    @cached_property
    def account(self) -> str:
        """Twelve digits; empty for services, federated identities and everybody."""
        return self.arn.split(":", 5)[4] if self.kind in (Kind.ROLE, Kind.USER, Kind.ROOT) else ""

    @cached_property
    def root_arn(self) -> str:
        return f"{self.arn.split(':', 2)[0]}:{self.arn.split(':', 2)[1]}:iam::{self.account}:root" if self.account else ""

    @cached_property
    def session_arn(self) -> str:
        """ARN of the role's session, which has no path; empty for everybody else."""
        if self.kind is not Kind.ROLE or not self.session:
            return ""
        return f"arn:{self.arn.split(':', 2)[1]}:sts::{self.account}:assumed-role/{self.arn.rsplit('/', 1)[1]}/{self.session}"

    @property
    def service_linked(self) -> bool:
        """A service-linked role, which no guardrail reaches (Organizations User Guide, "SCP effects on permissions")."""
        return ":role/aws-service-role/" in self.arn


ANONYMOUS = Principal("*", Kind.ANONYMOUS)


@dataclass(frozen=True)
class Request:
    """One question: may this principal take this action on this resource?"""

    principal: Principal
    action: str
    """``service:Name``; small and capital letters are the same."""
    resource: str
    """ARN, or ``*`` for an action that has no resource."""
    resource_account: str = ""
    """Twelve digits, where the ARN has none and the world does not know the bucket (it is only being made)."""
    context: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING, hash=False)
    """Condition key (small letters) -> values, over what follows from principal, resource and world."""
    unknown_keys: frozenset[str] = UNKNOWABLE
    """Condition keys (small letters) that cannot be known; one that ends in ``*`` stands for all that begin so. In neither: absent."""
    endpoint: str = ""
    """Id of the VPC endpoint it passes; empty for none."""

    lowered: str = field(init=False, repr=False, compare=False)
    """The action in small letters."""
    service: str = field(init=False, repr=False, compare=False)
    """The part of the action before its colon, in small letters."""

    def __post_init__(self) -> None:
        # Two fields and no cached properties: every evaluation asks for them, and Python 3.11 takes a lock for each of those.
        lowered = self.action.lower()
        object.__setattr__(self, "lowered", lowered)
        object.__setattr__(self, "service", lowered.partition(":")[0])
