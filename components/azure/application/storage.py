"""An application's object storage: an account of its own that its identity alone reads and writes."""


import pulumi
from pulumi_azure_native import monitor, network, storage

from components.azure import identifiers as ids
from components.azure.application.site import Home

CONTAINER = "data"
KEPT_DAYS = 35
"""Days for which what was deleted or overwritten can be brought back."""


def make(home: Home) -> tuple[pulumi.Output[str], pulumi.Resource]:
    """URL of the container, and what the application waits for."""
    args = home.args
    account = storage.StorageAccount(
        f"{home.name}-storage",
        account_name=home.named("azure:storage-account"),
        resource_group_name=home.group,
        location=args.region,
        kind=storage.Kind.STORAGE_V2,
        sku={"name": storage.SkuName.STANDARD_ZRS},
        allow_blob_public_access=False,
        allow_cross_tenant_replication=False,
        allow_shared_key_access=False,
        default_to_o_auth_authentication=True,
        enable_https_traffic_only=True,
        is_local_user_enabled=False,
        minimum_tls_version=storage.MinimumTlsVersion.TLS1_2,
        public_network_access=storage.PublicNetworkAccess.DISABLED,
        network_rule_set={"default_action": storage.DefaultAction.DENY, "bypass": storage.Bypass.NONE},
        encryption={
            "key_source": storage.KeySource.MICROSOFT_STORAGE,
            "require_infrastructure_encryption": True,
            "services": {"blob": {"enabled": True, "key_type": storage.KeyType.ACCOUNT}},
        },
        tags=home.tags,
        opts=pulumi.ResourceOptions(parent=home.parent, protect=True, retain_on_delete=True),
    )
    storage.BlobServiceProperties(
        f"{home.name}-storage-versions",
        account_name=account.name,
        resource_group_name=home.group,
        blob_services_name="default",
        is_versioning_enabled=True,
        delete_retention_policy={"enabled": True, "days": KEPT_DAYS},
        container_delete_retention_policy={"enabled": True, "days": KEPT_DAYS},
        opts=home.inside,
    )
    container = storage.BlobContainer(
        f"{home.name}-storage-container",
        container_name=CONTAINER,
        account_name=account.name,
        resource_group_name=home.group,
        public_access=storage.PublicAccess.NONE,
        opts=pulumi.ResourceOptions(parent=home.parent, protect=True, retain_on_delete=True),
    )
    _reach(home, account)
    right = home.grant("storage", ids.STORAGE_BLOB_DATA_CONTRIBUTOR, container.id)
    return pulumi.Output.concat(account.primary_endpoints.apply(lambda of: of.blob), CONTAINER), right


def _reach(home: Home, account: storage.StorageAccount) -> None:
    network.PrivateEndpoint(
        f"{home.name}-storage-endpoint",
        private_endpoint_name=home.named("azure:general", "storage"),
        custom_network_interface_name=home.named("azure:general", "storage-nic"),
        resource_group_name=home.group,
        location=home.args.region,
        subnet={"id": home.args.cell.subnets["endpoint-a"]},
        private_link_service_connections=[{"name": "blob", "private_link_service_id": account.id, "group_ids": ["blob"]}],
        tags=home.tags,
        opts=home.inside,
    )
    monitor.DiagnosticSetting(
        f"{home.name}-storage-logs",
        name="hosting",
        resource_uri=pulumi.Output.concat(account.id, "/blobServices/default"),
        workspace_id=home.args.cell.logs,
        logs=[{"category_group": "audit", "enabled": True}],
        opts=home.inside,
    )
