"""What is changed in place and loses data all the same: how long something is kept. What is older than the new time is deleted."""

import re
from collections.abc import Iterable, Mapping

from civic.changes.change import Shift

FOR_EVER = "nothing"
"""How a shift shows that nothing stands there, which here means: without end."""
KEPT_FOR: Mapping[str, tuple[str, ...]] = {
    "aws:backup/plan:Plan": ("rules.*.lifecycle.deleteAfter",),
    "aws:cloudwatch/logGroup:LogGroup": ("retentionInDays",),
    "aws:rds/instance:Instance": ("backupRetentionPeriod",),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": (
        "rules.*.expiration.days",
        "rules.*.noncurrentVersionExpiration.noncurrentDays",
    ),
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": ("rule.defaultRetention.days",),
    "azure-native:dbforpostgresql:Server": ("backup.backupRetentionDays",),
    "azure-native:operationalinsights:Workspace": ("retentionInDays",),
    "azure-native:storage:BlobServiceProperties": ("deleteRetentionPolicy.days", "containerDeleteRetentionPolicy.days"),
    "azure-native:storage:ManagementPolicy": ("policy.rules.*.definition.actions.baseBlob.delete.daysAfterModificationGreaterThan",),
    "azure-native:storage:StorageAccount": ("immutableStorageWithVersioning.immutabilityPolicy.immutabilityPeriodSinceCreationInDays",),
}
"""Type -> where it says how many days something is kept; ``*`` for any place in a list."""


def shortened(token: str, shifts: Iterable[Shift]) -> tuple[Shift, ...]:
    """Those of ``shifts`` by which something is kept for less time than before."""
    paths = KEPT_FOR.get(token, ())
    return tuple(shift for shift in shifts if re.sub(r"\.\d+(?=\.|$)", ".*", shift.path) in paths and _is_less(shift))


def _is_less(shift: Shift) -> bool:
    before, after = _days(shift.before), _days(shift.after)
    return after is not None and (shift.before == FOR_EVER or (before is not None and after < before))


def _days(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
