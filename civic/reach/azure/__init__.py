"""Networks on Azure: virtual networks, hubs, firewalls, security groups, what stands there, and names."""

from civic.reach.azure import consistency
from civic.reach.azure.edges import read_edges
from civic.reach.azure.firewalls import read_firewalls
from civic.reach.azure.interfaces import read_interfaces
from civic.reach.azure.names import read_names
from civic.reach.azure.networks import read_networks
from civic.reach.azure.services import read_services
from civic.reach.graph import Graph
from civic.reach.resources import Resources

CLOUD = "azure"


def graph(resources: Resources) -> Graph:
    """The graph of all planned networks on Azure. Raises ``ReachError`` for a plan from which none can be read."""
    made = Graph(CLOUD, faults=resources.faults, sources={each.urn: each.source for each in resources.every})
    made.own_services = ("azure.",)
    read_firewalls(made, resources)
    read_networks(made, resources)
    read_interfaces(made, resources)
    read_services(made, resources)
    read_names(made, resources)
    read_edges(made, resources)
    consistency.check(resources)
    return made
