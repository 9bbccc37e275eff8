"""Audit on Azure."""

from collections.abc import Iterator

from policies.rule import Subject, is_set, rule

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


ARCHIVE = "archive"
"""What a setting is called that leads to the archive."""


@rule(
    "logs-reach-the-store",
    title="What is told to the archive's workspace is told to its store too",
    why="A workspace can be purged and its days shortened; whoever hides an intrusion does that first. The store takes nothing back.",
    severity="high",
    types=("azure-native:monitor:DiagnosticSetting", "azure-native:monitor:ManagementGroupDiagnosticSetting"),
    remediation="Set storage_account_id to the archive's store of the resource's region (components.azure.logs.archive_logs).",
)
def logs_reach_the_store(subject: Subject) -> Iterator[str]:
    # Azure tells no case apart in a name.
    named = (subject.value("name") or "").lower()
    if named == ARCHIVE and is_set(subject.get("workspaceId")) and not is_set(subject.get("storageAccountId")):
        yield "its logs reach a workspace alone, from which they can be taken away"
