"""Roles: Azure's own by their GUIDs, ours by their actions, what may be handed out, and the handing out itself."""

from collections.abc import Sequence

import pulumi
from pulumi_azure_native import authorization

from components.azure import identifiers as ids
from components.contracts import Owner

READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
SECURITY_READER = "39bc4728-0917-49c7-9d2c-d95423bc2eb4"
OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c"
USER_ACCESS_ADMINISTRATOR = "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"
ROLE_BASED_ACCESS_ADMINISTRATOR = "f58310d9-a9f6-439a-9e8d-f62e7b41a168"
NETWORK_CONTRIBUTOR = "4d97b98b-1d4f-4787-a291-c67834d212e7"
PRIVATE_DNS_ZONE_CONTRIBUTOR = "b12aa53e-6015-4669-85d0-8515ebb3ae7f"
MONITORING_CONTRIBUTOR = "749f88d5-cbae-40b8-bcfc-e573ddc772fa"
LOG_ANALYTICS_CONTRIBUTOR = "92aaf0da-9dab-42b6-94a3-d43ce8d16293"
ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
KEY_VAULT_SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6"
KEY_VAULT_CRYPTO_USER = "12338af0-0e69-4776-bea7-57ae8d297424"
POSTGRES_LONG_BACKUP = "c088a766-074b-43ba-90d4-1fb21feae531"
SECURITY_ADMIN = "fb1c8493-542b-48eb-b624-b4c8fea62acd"
STORAGE_BLOB_DATA_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
"""Built-in role definition ids (Microsoft Learn, "Azure built-in roles", each compared with the list of 9 April 2026)."""

PRIVILEGED = (OWNER, CONTRIBUTOR, USER_ACCESS_ADMINISTRATOR, ROLE_BASED_ACCESS_ADMINISTRATOR)
"""Roles that no pipeline may hand out."""

TENANT, NEIGHBOUR = "tenant", "neighbour"
"""Keys of ``OrganisationHandle.tenant_roles``: on a tenant's resource group, and on what all tenants of a cell share."""


PLACE, TENANCY, SEND, ATTACH = "place", "tenancy", "send", "attach"
"""Keys of ``OrganisationHandle.run_roles``: on the management group of bodies, in a body's Azure subscription, on the archive, on a hub."""


def built_in(role: str) -> str:
    """Resource id of a built-in role definition, valid at any scope."""
    return f"/providers/Microsoft.Authorization/roleDefinitions/{role}"


def may_assign_only(*roles: str) -> str:
    """Role assignment condition: whoever holds this may assign these roles and no other, to service principals alone.

    Source: Microsoft Learn, "Delegate Azure role assignment management to others with conditions".
    """
    return _condition("ForAnyOfAnyValues:GuidEquals", roles)


def may_not_assign(*roles: str) -> str:
    """Role assignment condition: whoever holds this may assign any role but these, to service principals alone."""
    return _condition("ForAnyOfAllValues:GuidNotEquals", roles)


def _condition(operator: str, roles: tuple[str, ...]) -> str:
    listed = ", ".join(roles)
    assignments = "Microsoft.Authorization/roleAssignments"
    clauses = [
        f"((!(ActionMatches{{'{assignments}/{action}'}})) OR "
        f"(@{source}[{assignments}:RoleDefinitionId] {operator} {{{listed}}} AND "
        f"@{source}[{assignments}:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {{'ServicePrincipal'}}))"
        for action, source in (("write", "Request"), ("delete", "Resource"))
    ]
    return " AND ".join(clauses)


def assign(
    name: str,
    *,
    key: tuple[str, ...],
    principal: pulumi.Input[str],
    role: pulumi.Input[str],
    scope: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
    condition: str | None = None,
) -> authorization.RoleAssignment:
    """Give ``principal`` (a managed identity) the role at this scope. ``key`` decides the assignment's GUID."""
    return authorization.RoleAssignment(
        name,
        role_assignment_name=ids.guid(*key),
        principal_id=principal,
        principal_type=authorization.PrincipalType.SERVICE_PRINCIPAL,
        role_definition_id=role,
        scope=scope,
        condition=condition,
        condition_version="2.0" if condition else None,
        opts=opts,
    )


def custom_role(
    name: str,
    *,
    key: tuple[str, ...],
    owner: Owner,
    role: str,
    actions: Sequence[str],
    scope: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
    not_actions: Sequence[str] = (),
    data_actions: Sequence[str] = (),
    assignable: Sequence[pulumi.Input[str]] = (),
) -> authorization.RoleDefinition:
    """A role of ours, assignable at ``assignable``, or at ``scope`` alone. ``key`` decides its GUID.

    A role's name is unique in the directory, so it carries its owner's. A management group stands alone among the scopes where a
    role is assignable (Microsoft Learn, "Azure custom roles").
    """
    return authorization.RoleDefinition(
        name,
        role_definition_id=ids.guid(*key),
        role_name=owner.name("azure:general", role),
        role_type="CustomRole",
        scope=scope,
        assignable_scopes=list(assignable) or [scope],
        permissions=[{"actions": list(actions), "not_actions": list(not_actions), "data_actions": list(data_actions), "not_data_actions": []}],
        opts=opts,
    )
