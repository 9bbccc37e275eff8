"""Backups of a cell's database: as long as the service keeps them, and longer in a vault that nobody shortens."""

from civic.plan import Deployment


def test_backups_as_long_as_the_service_keeps_them(dedicated: Deployment, hardened: Deployment) -> None:
    """Copies in the paired region are the classification's to ask for."""
    assert dedicated.named("cell-database").inputs["backup"] == {"backupRetentionDays": 35, "geoRedundantBackup": "Disabled"}
    assert hardened.named("cell-database").inputs["backup"] == {"backupRetentionDays": 35, "geoRedundantBackup": "Enabled"}


def test_a_cell_of_many_bodies_is_handled_as_the_most_sensitive(shared: Deployment) -> None:
    assert shared.named("cell-database").inputs["backup"]["geoRedundantBackup"] == "Enabled"


def test_a_copy_outside_the_server_lies_in_a_locked_vault_for_as_long_as_was_said(dedicated: Deployment, hardened: Deployment) -> None:
    assert "P35D" in str(dedicated.named("cell-backup-weekly").inputs["properties"]["policyRules"])
    vault = hardened.named("cell-backup")
    assert vault.inputs["properties"]["securitySettings"]["immutabilitySettings"]["state"] == "Locked"
    assert "P90D" in str(hardened.named("cell-backup-weekly").inputs["properties"]["policyRules"])
    instance = hardened.named("cell-backup-database")
    for kept in (vault, instance):
        assert (kept.protect, kept.retain_on_delete) == (True, True), kept.name
    assert instance.inputs["properties"]["dataSourceInfo"]["resourceID"] == hardened.named("cell-database").id
    rights = {hardened.named(f"cell-right-backup-{key}").urn for key in ("server", "group")}
    assert rights <= set(instance.dependencies)
