"""Audit on Azure."""

from collections.abc import Iterator

from policies.rule import Subject, rule

LEAST_DAYS = 180


@rule(
    "logs-workspace-keeps-logs",
    title="A log workspace keeps its logs for at least 180 days",
    why="An intrusion may be found long after it began; its traces must still be there.",
    severity="medium",
    types=("azure-native:operationalinsights:Workspace",),
    remediation="Set retention_in_days to 180 or more.",
)
def workspace_keeps_logs(subject: Subject) -> Iterator[str]:
    days = subject.value("retentionInDays")
    if days is None or days < LEAST_DAYS:
        yield f"logs are kept for {days or 30} days"
