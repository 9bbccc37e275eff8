"""What a classification changes: one table for every cloud. Who reads a field of it says so in its own text."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from components.contracts.words import Classification


@dataclass(frozen=True, kw_only=True)
class Handling:
    """How things are handled at one classification."""

    log_days: int
    """Days for which logs are kept at hand, unless the caller says more. The archive keeps them longer."""
    unused_access_is_found: bool
    """AWS: an analyser of unused access, which is priced for each role that it watches."""
    task_disks_have_own_key: bool
    """AWS: Fargate encrypts tasks' own storage with the cell's key instead of the provider's."""
    database_is_audited: bool
    """Who was given what, and what was changed in the shape of data, is in the database's log (pgAudit)."""
    storage_answers_its_network_alone: bool
    """Object storage of applications refuses calls from outside the network that they run in."""
    database_backups_leave_the_region: bool
    """Azure: backups of the database are kept in the paired region too."""


HANDLING: Mapping[Classification, Handling] = MappingProxyType(
    {
        "official": Handling(
            log_days=365,
            unused_access_is_found=False,
            task_disks_have_own_key=False,
            database_is_audited=False,
            storage_answers_its_network_alone=False,
            database_backups_leave_the_region=False,
        ),
        "official-sensitive": Handling(
            log_days=365,
            unused_access_is_found=True,
            task_disks_have_own_key=True,
            database_is_audited=True,
            storage_answers_its_network_alone=True,
            database_backups_leave_the_region=True,
        ),
    }
)
