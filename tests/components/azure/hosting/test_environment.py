"""Where containers run: inside the network, encrypted between its parts, and with logs for as long as was said."""

from civic.plan import Deployment
from components.azure.hosting.cell import HostingCell
from components.contracts import REGION, SubnetKey
from tests.components.azure.hosting_subjects import CELL, CELL_NETWORK, DEDICATED, HARDENED
from tests.components.azure.subjects import ARCHIVE, plan_of


def test_the_environment_names_its_applications_and_encrypts_what_they_say(either: Deployment) -> None:
    environment = either.named("cell-environment").inputs
    assert environment["customDomainConfiguration"]["dnsSuffix"] == CELL.domain
    assert environment["customDomainConfiguration"]["certificateKeyVaultProperties"]["keyVaultUrl"] == CELL.certificate
    assert environment["peerAuthentication"] == {"mtls": {"enabled": True}}
    assert environment["peerTrafficConfiguration"] == {"encryption": {"enabled": True}}
    assert environment["zoneRedundant"]
    assert environment["vnetConfiguration"]["infrastructureSubnetId"] == CELL_NETWORK.subnets[SubnetKey("environment", REGION)]
    # The other way to send logs would carry the workspace's key.
    assert environment["appLogsConfiguration"] == {"destination": "azure-monitor"}


def test_its_logs_are_at_hand_in_the_cells_own_workspace_and_paid_for_once(either: Deployment) -> None:
    settings = [one.inputs for one in either.of_type("azure-native:monitor:DiagnosticSetting")]
    of_it = [one for one in settings if one["resourceUri"] == either.named("cell-environment").id]
    assert [(one["workspaceId"], one["storageAccountId"]) for one in of_it] == [(either.named("cell-logs").id, ARCHIVE.stores["uksouth"])]


def test_logs_are_kept_as_long_as_was_said_and_never_less_than_the_classification_asks(dedicated: Deployment, hardened: Deployment) -> None:
    assert dedicated.named("cell-logs").inputs["retentionInDays"] == 365
    assert hardened.named("cell-logs").inputs["retentionInDays"] == HARDENED.retention_days == 500
    fewer = plan_of(HostingCell, "cell", DEDICATED, retention_days=30)
    assert fewer.named("cell-logs").inputs["retentionInDays"] == 365
