"""Who may enter, and the directory that answers for them: of the records, as components know it."""

from collections.abc import Sequence
from typing import Literal

from civic.records.access import Period
from civic.records.directory import Directory
from civic.records.organisation import OrganisationRecord
from civic.records.platform import PlatformRecord
from components.contracts import AccessGrant, DirectoryIssuer

Role = Literal["reader", "soc-reader", "operator", "auditor", "break-glass"]


def directory_issuer(directory: Directory | None, certificates: Sequence[str]) -> DirectoryIssuer | None:
    """What a directory's assertions are told by; nothing where people sign in without any."""
    if directory is None or not certificates:
        return None
    return DirectoryIssuer(issuer=directory.entity, sign_in=directory.sign_in_address, certificates=tuple(certificates))


def platform_grants(platform: PlatformRecord, cloud: str) -> tuple[AccessGrant, ...]:
    """Who of the platform's own people may enter its tenancies on one cloud."""
    return tuple(_granted(grant.role, grant.group, grant) for grant in platform.access_on(cloud))


def body_grants(record: OrganisationRecord, cloud: str) -> tuple[AccessGrant, ...]:
    """Who of a body's people may enter its tenancy on one cloud."""
    return tuple(_granted(grant.role, grant.principal, grant) for grant in record.access_on(cloud))


def _granted(role: Role, group: str, period: Period) -> AccessGrant:
    return AccessGrant(role=role, group=group, since=period.since or "", until=period.until, approvers=period.approvers or "")
