"""Custom roles and their assignments, with ids that depend on names alone."""

import uuid
from collections.abc import Sequence

import pulumi
from pulumi_azure_native import authorization


def stable_guid(*parts: str) -> str:
    """A GUID for ``parts``: Azure wants GUIDs as names of roles and assignments, and a random one would change at every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(parts)))


def custom_role(
    name: str,
    *,
    title: str,
    scope: pulumi.Input[str],
    actions: Sequence[str],
    not_actions: Sequence[str] = (),
    options: pulumi.ResourceOptions,
) -> authorization.RoleDefinition:
    """A role of ours at ``scope`` (Microsoft Learn, "Azure custom roles")."""
    return authorization.RoleDefinition(
        name,
        role_definition_id=stable_guid("role", pulumi.get_stack(), name),
        # The directory wants the name of a custom role to be its own.
        role_name=f"{title} ({pulumi.get_stack()})",
        description=title,
        role_type="CustomRole",
        scope=scope,
        assignable_scopes=[scope],
        permissions=[{"actions": list(actions), "not_actions": list(not_actions)}],
        opts=options,
    )


def assign(
    name: str, *, role: pulumi.Input[str], principal: pulumi.Input[str], scope: pulumi.Input[str], options: pulumi.ResourceOptions
) -> authorization.RoleAssignment:
    """Give ``principal`` (an object id) the role at ``scope``."""
    return authorization.RoleAssignment(
        name,
        role_assignment_name=stable_guid("assignment", pulumi.get_stack(), name),
        scope=scope,
        role_definition_id=role,
        principal_id=principal,
        principal_type=authorization.PrincipalType.SERVICE_PRINCIPAL,
        opts=options,
    )


def subscription_scope(subscription: pulumi.Input[str]) -> pulumi.Output[str]:
    return pulumi.Output.concat("/subscriptions/", subscription)
