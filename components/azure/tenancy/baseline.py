"""The security baseline of a body's Azure subscription."""

# pyright: reportArgumentType=false
# The SDK takes plain dicts here, which the checker cannot tell from a mapping of another shape.

import pulumi
from pulumi_azure_native import authorization, keyvault, monitor, resources, security

from components.azure import identifiers as ids
from components.azure.alerts import ALERTS, CATEGORY
from components.azure.tags import standard_tags
from components.azure.tenancy import backup
from components.contracts import SecurityBaselineArgs
from components.naming import physical

PLANS: dict[str, str] = {
    "CloudPosture": "",
    "KeyVaults": "PerKeyVault",
    "StorageAccounts": "DefenderForStorageV2",
    "Arm": "PerSubscription",
    "VirtualMachines": "P2",
}
"""Defender plan -> sub-plan."""

TRAIL = ("Administrative", "Security", "Policy", "Alert")
"""Categories of the activity log that the archive's store keeps."""


class SecurityBaseline(pulumi.ComponentResource):
    """What ``components.azure.tenancy.controls`` gives to the tenancy, and nothing that the foundation makes for all.

    Give it a provider for the body's Azure subscription. Sources: Microsoft Learn, "Azure Key Vault security", "Microsoft
    Defender for Cloud plans", "Diagnostic settings in Azure Monitor".
    """

    key: pulumi.Output[str]
    """URI of the body's key, without a version, so that rotation moves nothing."""
    vault: pulumi.Output[str]
    """Resource id of the key vault."""
    alarms: pulumi.Output[str]
    """Resource id of the action group."""

    def __init__(self, name: str, args: SecurityBaselineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:SecurityBaseline", name, {}, opts)
        self._name, self._args = name, args
        self._tags = standard_tags(platform=args.platform, organisation=args.organisation, classification=args.classification)
        self._inside = pulumi.ResourceOptions(parent=self)
        self._kept = pulumi.ResourceOptions(parent=self, protect=True, retain_on_delete=True)
        self._group = resources.ResourceGroup(
            f"{name}-group",
            resource_group_name=physical("azure:resource-group", platform=args.platform, organisation=args.organisation, role="baseline"),
            location=args.region,
            tags=self._tags,
            opts=self._kept,
        )
        vault = self._vault()
        key = self._key(vault)
        self._trail(vault)
        self._defender()
        alarms = self._alarms()
        backup.make(name, args, self._group, self._tags, self)
        authorization.ManagementLockByScope(
            f"{name}-lock",
            lock_name="baseline",
            scope=self._group.id,
            level=authorization.LockLevel.CAN_NOT_DELETE,
            notes="Keys, alarms and backups of the security baseline.",
            opts=self._inside,
        )

        self.key = key.key_uri
        self.vault = vault.id
        self.alarms = alarms.id
        self.register_outputs({"key": self.key, "vault": self.vault, "alarms": self.alarms})

    def _named(self, role: str) -> str:
        return physical("azure:general", platform=self._args.platform, organisation=self._args.organisation, role=role)

    def _vault(self) -> keyvault.Vault:
        args = self._args
        return keyvault.Vault(
            f"{self._name}-vault",
            vault_name=physical("azure:key-vault", platform=args.platform, organisation=args.organisation, role="vault"),
            resource_group_name=self._group.name,
            location=args.region,
            properties={
                "tenant_id": args.organisation_id,
                "sku": {"family": keyvault.SkuFamily.A, "name": keyvault.SkuName.PREMIUM},
                "enable_rbac_authorization": True,
                "enable_soft_delete": True,
                "soft_delete_retention_in_days": 90,
                "enable_purge_protection": True,
                "public_network_access": "Disabled",
                "network_acls": {
                    "default_action": keyvault.NetworkRuleAction.DENY,
                    "bypass": keyvault.NetworkRuleBypassOptions.AZURE_SERVICES,
                },
            },
            tags=self._tags,
            opts=self._kept,
        )

    def _key(self, vault: keyvault.Vault) -> keyvault.Key:
        rotate = {
            "action": {"type": keyvault.KeyRotationPolicyActionType.ROTATE},
            "trigger": {"time_after_create": "P1Y"},
        }
        return keyvault.Key(
            f"{self._name}-key",
            key_name="baseline",
            vault_name=vault.name,
            resource_group_name=self._group.name,
            properties={
                "kty": keyvault.JsonWebKeyType.RS_A_HSM,
                "key_size": 3072,
                "key_ops": ["wrapKey", "unwrapKey", "encrypt", "decrypt"],
                "rotation_policy": {"attributes": {"expiry_time": "P2Y"}, "lifetime_actions": [rotate]},
            },
            tags=self._tags,
            opts=self._kept,
        )

    def _trail(self, vault: keyvault.Vault) -> None:
        monitor.DiagnosticSetting(
            f"{self._name}-vault-logs",
            name="archive",
            resource_uri=vault.id,
            workspace_id=self._args.archive_workspace,
            logs=[{"category_group": "audit", "enabled": True}],
            opts=self._inside,
        )
        # The foundation's policy sends the activity log to the workspace; this is the copy that cannot be changed. Azure refuses
        # two settings that send one category to the same place.
        monitor.DiagnosticSetting(
            f"{self._name}-activity-logs",
            name="archive-store",
            resource_uri=ids.subscription_scope(self._args.tenancy),
            storage_account_id=self._args.archive,
            logs=[{"category": category, "enabled": True} for category in TRAIL],
            opts=self._inside,
        )

    def _defender(self) -> None:
        scope = pulumi.Output.concat("subscriptions/", self._args.tenancy)
        for plan, sub_plan in PLANS.items():
            security.Pricing(
                f"{self._name}-defender-{plan.lower()}",
                pricing_name=plan,
                scope_id=scope,
                pricing_tier=security.PricingTier.STANDARD,
                sub_plan=sub_plan or None,
                opts=self._inside,
            )
        security.SecurityContact(
            f"{self._name}-contact",
            security_contact_name="default",
            emails=self._args.security_contact,
            phone=self._args.phone,
            is_enabled=True,
            notifications_by_role={"state": "On", "roles": [security.SecurityContactRole.OWNER]},
            notifications_sources=[
                security.NotificationsSourceAlertArgs(source_type="Alert", minimal_severity=security.MinimalSeverity.MEDIUM),
                security.NotificationsSourceAttackPathArgs(source_type="AttackPath", minimal_risk_level=security.MinimalRiskLevel.HIGH),
            ],
            opts=self._inside,
        )

    def _alarms(self) -> monitor.ActionGroup:
        people = {"security": self._args.security_contact, "operations": self._args.operations_contact}
        group = monitor.ActionGroup(
            f"{self._name}-alarms",
            action_group_name=self._named("alarms"),
            group_short_name="civic",
            resource_group_name=self._group.name,
            location="global",
            enabled=True,
            email_receivers=[{"name": who, "email_address": address, "use_common_alert_schema": True} for who, address in sorted(people.items())],
            tags=self._tags,
            opts=self._inside,
        )
        for key, (operation, meaning) in ALERTS.items():
            monitor.ActivityLogAlert(
                f"{self._name}-alarm-{key}",
                activity_log_alert_name=self._named(key),
                resource_group_name=self._group.name,
                location="global",
                enabled=True,
                description=meaning,
                scopes=[ids.subscription_scope(self._args.tenancy)],
                condition={"all_of": [{"field": "category", "equals": CATEGORY}, {"field": "operationName", "equals": operation}]},
                actions={"action_groups": [{"action_group_id": group.id}]},
                tags=self._tags,
                opts=self._inside,
            )
        return group
