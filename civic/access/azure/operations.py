"""The operation that the provider asks for when it makes, reads, changes or deletes a resource of a plan.

On Azure it follows from the resource's id: its type and the verb. The few that differ are in ``_INSTEAD``, from the provider's source
(``pulumi-azure-native``, ``provider/pkg/resources/customresources``).
"""

from collections.abc import Mapping
from typing import Literal

from civic.access.azure.references import spelled_type
from civic.access.azure.request import Principal, Request
from civic.access.azure.scopes import name_of
from civic.access.azure.values import has_unknown
from civic.catalogue import canonical
from civic.plan import Resource

_INSTEAD: Mapping[tuple[str, str], str] = {
    ("azure-native:authorization:PimRoleEligibilitySchedule", "read"): "Microsoft.Authorization/roleEligibilitySchedules/read",
    ("azure-native:authorization:PimRoleEligibilitySchedule", "write"): "Microsoft.Authorization/roleEligibilityScheduleRequests/write",
    ("azure-native:authorization:PimRoleEligibilitySchedule", "delete"): "Microsoft.Authorization/roleEligibilityScheduleRequests/write",
}
"""Type token and verb -> action, where the id does not say."""


def operation(resource: Resource, verb: Literal["read", "write", "delete"], principal: Principal) -> Request | None:
    """The request for one resource. None for what is no resource of Azure's, or has no id that is known."""
    token = canonical(resource.type)
    if not token.startswith("azure-native:") or not resource.id.startswith("/") or has_unknown(resource.id):
        return None
    instead = _INSTEAD.get((token, verb))
    if instead:
        scope = resource.id.lower().partition("/providers/microsoft.authorization/")[0]
        return Request(principal, instead, resource.id[: len(scope)] or "/", properties=resource.inputs)
    kind = spelled_type(resource.id)
    if not kind:
        kind = (
            "Microsoft.Resources/subscriptions/resourceGroups" if "/resourcegroups/" in resource.id.lower() else "Microsoft.Resources/subscriptions"
        )
    return Request(principal, f"{kind}/{verb}", resource.id, properties=resource.inputs) if name_of(resource.id) else None
