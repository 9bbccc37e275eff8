"""Networks on AWS: VPCs, transit gateways, firewalls, security groups, what stands there, and names."""

from civic.reach.aws import consistency
from civic.reach.aws.acls import read_acls
from civic.reach.aws.edges import read_edges
from civic.reach.aws.firewalls import read_firewalls
from civic.reach.aws.interfaces import read_interfaces
from civic.reach.aws.networks import read_networks
from civic.reach.aws.services import read_services
from civic.reach.graph import Graph
from civic.reach.resources import Resources

CLOUD = "aws"


def graph(resources: Resources) -> Graph:
    """The graph of all planned networks on AWS. Raises ``ReachError`` for a plan from which none can be read."""
    made = Graph(CLOUD, faults=resources.faults, sources={each.urn: each.source for each in resources.every})
    read_firewalls(made, resources)
    read_networks(made, resources)
    read_acls(made, resources)
    read_interfaces(made, resources)
    read_services(made, resources)
    read_edges(made, resources)
    consistency.check(resources)
    return made
