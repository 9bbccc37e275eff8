"""Registration of resource providers: an Azure subscription uses a namespace only once it is registered in it.

Sources: Microsoft Learn, "Azure resource providers and types" (register resource provider: the ``/register/action`` of the namespace, always on
the Azure subscription) and "Resource providers for Azure services" (registered by default). The provider registers on demand with the
caller's rights.
"""

from civic.access.azure.request import Request
from civic.access.azure.scopes import subscription_of
from civic.access.azure.world import World
from civic.access.verdict import Truth
from civic.catalogue.row import words

BY_DEFAULT = words(
    """microsoft.adhybridhealthservice microsoft.authorization microsoft.billing microsoft.classicsubscription microsoft.commerce
    microsoft.consumption microsoft.costmanagement microsoft.features microsoft.marketplaceordering microsoft.portal microsoft.resourcegraph
    microsoft.resources microsoft.serialconsole microsoft.support"""
)
"""Namespaces that every new Azure subscription has, lower case."""
NOTHING: frozenset[str] = frozenset()


def namespace_of(action: str) -> str:
    """Namespace of an action, lower case."""
    return action.partition("/")[0].lower()


def is_registered(world: World, request: Request) -> Truth:
    """Whether the namespace of a request is registered in its Azure subscription. None where nobody knows, as of one made elsewhere."""
    subscription, namespace = subscription_of(request.place), namespace_of(request.action)
    if not subscription or namespace in BY_DEFAULT or request.data or request.action.lower().endswith("/register/action"):
        return True
    if namespace in world.registering.get(subscription, NOTHING):
        return True
    known = world.registered.get(subscription)
    return None if known is None else namespace in known


def registering(request: Request) -> Request:
    """What whoever uses a namespace first needs besides."""
    subscription = request.scope.strip("/").split("/")[1]
    return Request(
        principal=request.principal,
        action=f"{request.action.partition('/')[0]}/register/action",
        scope=f"/subscriptions/{subscription}",
        activated=request.activated,
        at=request.at,
        without=request.without,
    )
