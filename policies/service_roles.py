"""Roles under which services of the cloud work for the platform, day by day and seen by nobody: each holds what its service needs."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from civic.access.aws.policies import Statement
from civic.access.aws.world import World
from civic.plan import stack_of
from policies.checks import Finding, estate_finding
from policies.rule import Rule

SERVICES_SUFFICE = Rule(
    id="access-services-suffice",
    title="Services that work for the platform hold the rights that they work with",
    why="A backup that may not read, or a recorder that may not look, fails where nobody sees it, and is missed on the day that it is needed.",
    severity="high",
    types=(),
    remediation="Attach the service's managed policy to the role again.",
    scope="estate",
)
NEEDED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "backup.amazonaws.com": (
            *("rds:CreateDBSnapshot", "rds:RestoreDBInstanceFromDBSnapshot"),
            *("s3:PutInventoryConfiguration", "s3:PutBucketOwnershipControls"),
        ),
        "config.amazonaws.com": ("acm:ListCertificates",),
    }
)
"""Service -> one call of each of its managed policies: backing up and restoring databases and buckets; looking at what is there (AWS Backup Developer
Guide, "IAM service roles" and "Amazon S3 backups"; AWS Config Developer Guide, "Permissions for the IAM role assigned to AWS Config")."""


def service_findings(world: World) -> Iterator[Finding]:
    """Roles that trust one of these services and lack something that it does."""
    for identity in world.identities.values():
        trusted = {name for attached in identity.trust.attached if attached.document for name in _services(attached.document.statements)}
        needed = [action for service in sorted(trusted & NEEDED.keys()) for action in NEEDED[service]]
        lacking = [action for action in needed if not any(one.allow for one, _ in identity.policies.speaking_of(action.lower()))]
        if lacking and not identity.policies.unknown and identity.urn:
            message = f"{identity.arn} works for {', '.join(sorted(trusted & NEEDED.keys()))} and may not do {', '.join(lacking)}"
            yield estate_finding(
                *(SERVICES_SUFFICE, "broken", stack_of(identity.urn), identity.urn),
                source=identity.source,
                message=message,
                remediation=SERVICES_SUFFICE.remediation,
            )


def _services(statements: tuple[Statement, ...]) -> Iterator[str]:
    for statement in statements:
        if statement.allow and statement.principal:
            yield from statement.principal.services
