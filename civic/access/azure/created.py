"""What a creator gets by himself.

Whoever makes an Azure subscription through an alias is its Owner, unless the request names another one (``subscriptionOwnerId``); whoever
makes a management group is its Owner. Sources: Microsoft Learn, "Programmatically create Azure subscriptions" and the REST API "Alias -
Create" (``PutAliasRequestAdditionalProperties``); "Quickstart: Create a management group" (prerequisites: "the creator is given an Owner role
assignment").
"""

from collections.abc import Iterable, Iterator, Mapping

from civic.access.azure.assignments import Assignment, text_of
from civic.access.azure.builtin_roles import OWNER, ROLES
from civic.access.azure.scopes import GROUPS, is_guid, normal
from civic.access.azure.values import Value, has_unknown, is_mapping, lookup
from civic.plan import Resource

ALIAS = "azure-native:subscription:Alias"
GROUP = "azure-native:management:ManagementGroup"


def made_subscription(alias: Resource) -> str:
    """Scope (normal) of the Azure subscription that an alias makes; empty where its id cannot be known."""
    given = lookup(alias.outputs, "properties")
    found = text_of(lookup(given, "subscriptionId")) if is_mapping(given) else None
    return f"/subscriptions/{found.lower()}" if found and is_guid(found) else ""


def group_scope(resource: Resource) -> str:
    """Scope (normal) of a management group of the plan; empty where its name cannot be known."""
    name = text_of(lookup(resource.inputs, "groupId"))
    if name:
        return GROUPS + name.lower()
    return normal(resource.id) if resource.id and not has_unknown(resource.id) else ""


def creators_rights(resources: Iterable[Resource], creators: Mapping[str, str]) -> Iterator[Assignment]:
    """Assignments that Azure makes by itself. ``creators``: name of a stack -> object id of the identity that it acts as.

    Of a stack that is not named there nothing is said.
    """
    for resource in resources:
        creator: str | None = creators.get(resource.stack, "").lower()
        if resource.type == ALIAS:
            scope, creator = made_subscription(resource), _named_owner(resource) or creator
        elif resource.type == GROUP:
            scope = group_scope(resource)
        else:
            continue
        if creator:
            yield Assignment(resource.urn, creator, ROLES[OWNER], scope or None, document="creation", name="Owner by creation")


def _named_owner(alias: Resource) -> str:
    properties = lookup(alias.inputs, "properties")
    more: Value = lookup(properties, "additionalProperties") if is_mapping(properties) else None
    return (text_of(lookup(more, "subscriptionOwnerId")) or "").lower() if is_mapping(more) else ""
