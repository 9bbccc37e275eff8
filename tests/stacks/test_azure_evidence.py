"""Every log of the example estate that reaches the archive's workspace on Azure reaches a store that nobody can empty."""

from civic.plan import Resource
from tests.looping import each
from tests.stacks.azure_rights import plans

SETTING = "azure-native:monitor:DiagnosticSetting"


def archive() -> tuple[str, set[str]]:
    """The archive's workspace, and its stores whose immutability is set."""
    foundation = plans()["platform-azure-foundation"]
    stores = [one for one in foundation.of_type("azure-native:storage:StorageAccount") if "immutableStorageWithVersioning" in one.inputs]
    return foundation.named("foundation-archive-workspace").id, {store.id for store in each(stores)}


def settings() -> list[tuple[str, Resource]]:
    return [(stack, one) for stack, plan in plans().items() for one in plan.of_type(SETTING)]


def test_what_reaches_the_archives_workspace_reaches_a_store_that_nobody_empties():
    workspace, stores = archive()
    # Who read in a store cannot be told to that store.
    told = [(stack, one) for stack, one in settings() if one.inputs.get("workspaceId") == workspace and "-store-logs" not in one.name]
    assert {stack.rpartition("-azure-")[2] for stack, _ in told} >= {"foundation", "network", "hosting-a", "landing-zone"}
    assert not [(stack, one.name) for stack, one in told if one.inputs.get("storageAccountId") not in stores]


def test_what_an_environment_says_is_taken_in_by_one_workspace():
    sent = [one.inputs["resourceUri"] for _, one in settings() if "/managedEnvironments/" in one.inputs["resourceUri"]]
    assert sent
    assert len(sent) == len(set(sent))


def test_the_activity_log_of_every_azure_subscription_reaches_a_store():
    _, stores = archive()
    trails = [one.inputs for _, one in settings() if one.inputs["resourceUri"].count("/") == 2]
    # The platform's four, the management's own, and each body's.
    bodies = {stack.partition("-azure-")[0] for stack in plans() if stack.endswith("-azure-landing-zone")}
    assert len({trail["resourceUri"] for trail in trails if trail.get("storageAccountId") in stores}) == 5 + len(bodies)


def test_every_backup_vault_protects_something():
    for stack, plan in each(plans().items()):
        vaults = {vault.outputs.get("name") or vault.inputs["vaultName"] for vault in plan.of_type("azure-native:dataprotection:BackupVault")}
        protecting = {one.inputs["vaultName"] for one in plan.of_type("azure-native:dataprotection:BackupInstance")}
        assert vaults == protecting, stack
