"""Where a body is on a cloud."""

from civic.records.organisation import OrganisationRecord
from civic.records.platform import PlatformRecord


def region_of(platform: PlatformRecord, record: OrganisationRecord, cloud: str) -> str:
    """The region that the record names, or the platform's home; empty for a cloud that the platform or the body has not."""
    section, choice = platform.cloud(cloud), record.cloud(cloud)
    if section is None or choice is None:
        return ""
    return choice.region or section.home
