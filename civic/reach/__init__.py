"""Reach: from planned resources alone, who reaches whom. Every promise is delivered, and nothing else is.

``sets`` (packets), ``tables`` (the longest prefix), ``filters`` and ``suricata`` (rules in their order), ``graph`` (nodes and edges), ``aws`` and
``azure`` (what makes them), ``forwarding`` and ``names`` (what is not routed), ``paths`` (one call), ``classes`` (subnets of equal reach),
``promises`` (plain data), ``proof``.
"""

from collections.abc import Iterable, Mapping

from civic.catalogue import canonical
from civic.reach import aws, azure
from civic.reach.asked import StackReach
from civic.reach.graph import Fault, Graph, Holder
from civic.reach.resources import Resources

CLOUDS = {"aws": (aws, ("aws:",)), "azure": (azure, ("azure-native:", "pulumi-python:dynamic/civic:EndpointApproval"))}


def graphs(networks: Iterable[StackReach], holders: Mapping[str, Holder]) -> Mapping[str, Graph]:
    """The graph of each cloud that some stack has a part of. Raises ``ReachError`` for plans from which no network can be read."""
    networks = tuple(networks)
    found: dict[str, Graph] = {}
    for cloud, (module, packages) in CLOUDS.items():
        every = tuple(each for one in networks for each in one.resources if each.type.startswith(packages))
        if every:
            resources = Resources(every, holders)
            resources.faults += [_unknown(urn) for one in networks for urn in one.unknown if canonical(_type(urn)).startswith(packages)]
            found[cloud] = module.graph(resources)
    return found


def _type(urn: str) -> str:
    return urn.split("::")[2].rpartition("$")[2]


def _unknown(urn: str) -> Fault:
    return Fault(urn, f"{_type(urn)} is not read: what it routes, filters or names, or who calls it where it stands, is not known", "unknown")
