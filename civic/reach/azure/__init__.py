"""Networks on Azure."""

from civic.reach.graph import Graph
from civic.reach.resources import Resources

CLOUD = "azure"


def graph(resources: Resources) -> Graph:
    """The graph of all planned networks on Azure. Raises ``ReachError`` for a plan from which none can be read."""
    return Graph(CLOUD, faults=resources.faults, sources={each.urn: each.source for each in resources.every})
