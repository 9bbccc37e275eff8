"""Who may enter, and the directory that answers for them: of the records, as components know it."""

from collections.abc import Sequence

from civic.records.directory import Directory
from civic.records.platform import PlatformRecord
from components.contracts import AccessGrant, DirectoryIssuer


def directory_issuer(directory: Directory | None, certificates: Sequence[str]) -> DirectoryIssuer | None:
    """What a directory's assertions are told by; nothing where people sign in without any."""
    if directory is None or not certificates:
        return None
    return DirectoryIssuer(issuer=directory.entity, sign_in=directory.sign_in_address, certificates=tuple(certificates))


def platform_grants(platform: PlatformRecord, cloud: str) -> tuple[AccessGrant, ...]:
    """Who of the platform's own people may enter its tenancies on one cloud."""
    granted = platform.access_on(cloud)
    return tuple(AccessGrant(role=grant.role, group=grant.group, since=grant.since or "", until=grant.until) for grant in granted)
