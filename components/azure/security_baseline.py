"""What every Azure subscription gets whether or not anybody asks. The table in ``controls.py`` says what comes from elsewhere."""

import pulumi
from pulumi_azure_native import authorization, dataprotection, keyvault, monitor, resources, security

from components.azure.roles import subscription_scope
from components.azure.tags import standard_tags
from components.contracts import SecurityBaselineArgs
from components.naming import physical

DEFENDER_PLANS = ("Arm", "CloudPosture", "Containers", "KeyVaults", "OpenSourceRelationalDatabases", "StorageAccounts", "VirtualMachines")
ACTIVITY = ("Administrative", "Alert", "Policy", "Security")
WATCHED = {
    "rights-changed": "Microsoft.Authorization/roleAssignments/write",
    "access-elevated": "Microsoft.Authorization/elevateAccess/action",
    "guard-removed": "Microsoft.Network/networkSecurityGroups/delete",
    "guardrail-removed": "Microsoft.Authorization/policyAssignments/delete",
}
"""Operations that are told at once. Break-glass use shows as ``access-elevated``: it begins with that operation."""


class SecurityBaseline(pulumi.ComponentResource):
    """The security baseline of one Azure subscription. Outputs: see ``components.contracts.SecurityBaselineOutputs``."""

    def __init__(self, name: str, args: SecurityBaselineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:SecurityBaseline", name, {}, opts)
        self._name, self._args = name, args
        self._inside = pulumi.ResourceOptions(parent=self)
        self._kept = pulumi.ResourceOptions(parent=self, protect=True, retain_on_delete=True)
        self._tags = standard_tags(platform=args.platform, organisation=args.organisation, classification=args.classification)
        self._group = resources.ResourceGroup(
            f"{name}-group",
            resource_group_name=self._named("azure:resource-group", "baseline"),
            location=args.region,
            tags=self._tags,
            opts=self._kept,
        )
        vault = self._vault()
        key = self._key(vault)
        self._watch()
        self._backup()
        alarms = self._alarms()
        authorization.ManagementLockByScope(
            f"{name}-lock",
            lock_name="baseline",
            scope=self._group.id,
            level=authorization.LockLevel.CAN_NOT_DELETE,
            notes="The security baseline stays",
            opts=self._inside,
        )
        self.key: pulumi.Output[str] = key.key_uri
        self.vault: pulumi.Output[str] = vault.id
        self.alarms: pulumi.Output[str] = alarms.id
        self.register_outputs({"key": self.key, "vault": self.vault, "alarms": self.alarms})

    def _named(self, kind: str, role: str) -> str:
        return physical(kind, platform=self._args.platform, organisation=self._args.organisation, role=role)

    def _vault(self) -> keyvault.Vault:
        config = authorization.get_client_config_output(opts=pulumi.InvokeOptions(parent=self))
        vault = keyvault.Vault(
            f"{self._name}-vault",
            vault_name=self._named("azure:key-vault", "kv"),
            resource_group_name=self._group.name,
            location=self._args.region,
            properties={
                "tenant_id": config.tenant_id,
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
        monitor.DiagnosticSetting(
            f"{self._name}-vault-logs",
            name="archive",
            resource_uri=vault.id,
            workspace_id=self._args.archive_workspace,
            logs=[{"category_group": "audit", "enabled": True}],
            opts=self._inside,
        )
        return vault

    def _key(self, vault: keyvault.Vault) -> keyvault.Key:
        return keyvault.Key(
            f"{self._name}-key",
            key_name="civic",
            vault_name=vault.name,
            resource_group_name=self._group.name,
            properties={
                "kty": keyvault.JsonWebKeyType.RS_A_HSM,
                "key_size": 3072,
                "rotation_policy": {
                    "attributes": {"expiry_time": "P2Y"},
                    "lifetime_actions": [
                        {"action": {"type": keyvault.KeyRotationPolicyActionType.ROTATE}, "trigger": {"time_after_create": "P1Y"}}
                    ],
                },
            },
            opts=self._kept,
        )

    def _watch(self) -> None:
        args = self._args
        monitor.DiagnosticSetting(
            f"{self._name}-activity",
            name="archive",
            resource_uri=subscription_scope(args.tenancy),
            workspace_id=args.archive_workspace,
            logs=[{"category": category, "enabled": True} for category in ACTIVITY],
            opts=self._inside,
        )
        for plan in DEFENDER_PLANS:
            security.Pricing(
                f"{self._name}-defender-{plan.lower()}",
                pricing_name=plan,
                scope_id=pulumi.Output.concat("subscriptions/", args.tenancy),
                pricing_tier=security.PricingTier.STANDARD,
                sub_plan={"StorageAccounts": "DefenderForStorageV2", "VirtualMachines": "P2", "KeyVaults": "PerKeyVault"}.get(plan),
                opts=self._inside,
            )
        security.SecurityContact(
            f"{self._name}-contact",
            security_contact_name="default",
            emails=args.security_contact,
            phone=args.phone,
            is_enabled=True,
            notifications_by_role={"state": security.State.ON, "roles": [security.SecurityContactRole.OWNER]},
            notifications_sources=[{"source_type": "Alert", "minimal_severity": security.MinimalSeverity.MEDIUM}],
            opts=self._inside,
        )

    def _backup(self) -> None:
        dataprotection.BackupVault(
            f"{self._name}-backup",
            vault_name=self._named("azure:backup-vault", "backup"),
            resource_group_name=self._group.name,
            location=self._args.region,
            identity={"type": "SystemAssigned"},
            properties={
                "storage_settings": [
                    {
                        "datastore_type": dataprotection.StorageSettingStoreTypes.VAULT_STORE,
                        "type": dataprotection.StorageSettingTypes.ZONE_REDUNDANT,
                    }
                ],
                "security_settings": {
                    # Locked, nobody can lift it (Microsoft Learn, "Immutable vault for Azure Backup").
                    "immutability_settings": {"state": dataprotection.ImmutabilityState.LOCKED},
                    "soft_delete_settings": {
                        "state": dataprotection.SoftDeleteState.ALWAYS_ON,
                        "retention_duration_in_days": max(14, self._args.backup_days),
                    },
                },
            },
            tags=self._tags,
            opts=self._kept,
        )

    def _alarms(self) -> monitor.ActionGroup:
        args = self._args
        group = monitor.ActionGroup(
            f"{self._name}-alarms",
            action_group_name=self._named("azure:general", "alarms"),
            group_short_name="civic",
            resource_group_name=self._group.name,
            location="global",
            enabled=True,
            email_receivers=[
                {"name": "security", "email_address": args.security_contact, "use_common_alert_schema": True},
                {"name": "operations", "email_address": args.operations_contact, "use_common_alert_schema": True},
            ],
            tags=self._tags,
            opts=self._inside,
        )
        for role, operation in WATCHED.items():
            monitor.ActivityLogAlert(
                f"{self._name}-alarm-{role}",
                activity_log_alert_name=self._named("azure:general", role),
                resource_group_name=self._group.name,
                location="global",
                enabled=True,
                description=f"Tells at once: {role.replace('-', ' ')}",
                scopes=[subscription_scope(args.tenancy)],
                condition={
                    "all_of": [{"field": "category", "equals": "Administrative"}, {"field": "operationName", "equals": operation}]
                },
                actions={"action_groups": [{"action_group_id": group.id}]},
                tags=self._tags,
                opts=self._inside,
            )
        return group
