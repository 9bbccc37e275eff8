"""Ids that must be known before anything exists: GUIDs from stable words, and scopes from an Azure subscription's id."""

import uuid

import pulumi

from components.contracts import Owner

SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "civic-cloud/azure")


def guid(*words: str) -> str:
    """The GUID of a role definition or role assignment: these words give this GUID for ever."""
    return str(uuid.uuid5(SPACE, "/".join(words)))


def subscription_scope(subscription: pulumi.Input[str]) -> pulumi.Output[str]:
    """Resource id of an Azure subscription."""
    return pulumi.Output.concat("/subscriptions/", subscription)


def resource(subscription: pulumi.Input[str], group: pulumi.Input[str], kind_and_name: pulumi.Input[str]) -> pulumi.Output[str]:
    """Resource id of what lies in a resource group, such as ``Microsoft.Network/virtualHubs/<name>``."""
    return pulumi.Output.concat(subscription_scope(subscription), "/resourceGroups/", group, "/providers/", kind_and_name)


def group_of(resource_id: pulumi.Input[str]) -> pulumi.Output[str]:
    """Resource id of the resource group that a resource lies in."""
    return pulumi.Output.from_input(resource_id).apply(lambda text: text.partition("/providers/")[0])


def subscription_of(resource_id: pulumi.Input[str]) -> pulumi.Output[str]:
    """Id of the Azure subscription that a resource lies in."""
    return pulumi.Output.from_input(resource_id).apply(lambda text: text.split("/")[2])


def applications_group(owner: Owner) -> str:
    """Name of the resource group of a body's own applications: its tenancy makes it, and whoever deploys them acts in it and nowhere else."""
    return owner.name("azure:resource-group", "applications")


def inside_subscription(resource_id: pulumi.Input[str]) -> pulumi.Output[str]:
    """What comes after the Azure subscription's own id in a resource's."""
    return pulumi.Output.from_input(resource_id).apply(lambda text: "/" + "/".join(text.split("/")[3:]))


def role_definition(subscription: pulumi.Input[str], role: pulumi.Input[str]) -> pulumi.Output[str]:
    """Resource id of a role definition (its GUID) as an Azure subscription sees it."""
    return pulumi.Output.concat(subscription_scope(subscription), "/providers/Microsoft.Authorization/roleDefinitions/", role)
