"""Doors between networks on Azure, and what gateways, balancers and forwarders pass calls on to.

Source: Microsoft Learn, "What is Azure Private Link service?".
"""

from collections.abc import Iterator

from civic.plan import Resource
from civic.reach.azure.interfaces import APPLICATION, BALANCER, DOOR, ENVIRONMENT, GATEWAY, MACHINES
from civic.reach.forwarding import Door, Forwarding
from civic.reach.graph import Graph
from civic.reach.resources import Resources, listed, mapping, step, text
from civic.reach.sets import TCP, Intervals, service


def read_services(graph: Graph, resources: Resources) -> None:
    """Doors, and what is passed on."""
    for door in resources.of(DOOR):
        fronts = [str(mapping(each).get("id")) for each in listed(door.inputs.get("loadBalancerFrontendIpConfigurations"))]
        balancers = tuple(dict.fromkeys(front.rpartition("/frontendIPConfigurations/")[0] for front in fronts)) or tuple(_direct(graph, door))
        seen, approved = _subscriptions(door, "visibility"), _subscriptions(door, "autoApproval")
        graph.doors[door.id] = Door(step(door), resources.holder(door), balancers, seen, approves=set(seen) <= {*approved} or "*" in approved)
    for gateway in resources.of(GATEWAY):
        graph.forwarding[gateway.id] = list(_gateway(gateway, resources))
    for balancer in resources.of(BALANCER):
        graph.forwarding[balancer.id] = list(_balancer(balancer, resources))
    for machines in resources.of(MACHINES):
        graph.forwarding[machines.id] = list(_machines(graph, machines))


def _subscriptions(door: Resource, key: str) -> tuple[str, ...]:
    return tuple(str(each) for each in listed(mapping(door.inputs.get(key)).get("subscriptions")))


def _direct(graph: Graph, door: Resource) -> Iterator[str]:
    """What stands at the address that a door without a balancer leads to."""
    address = text(door, "destinationIPAddress")
    yield from (each.id for each in graph.interfaces.values() if address and address in each.names)


def _gateway(gateway: Resource, resources: Resources) -> Iterator[Forwarding]:
    ports = {str(mapping(each).get("name")): int(float(str(mapping(each).get("port") or 0))) for each in listed(gateway.inputs.get("frontendPorts"))}
    listeners = {str(mapping(each).get("name")): mapping(each) for each in listed(gateway.inputs.get("httpListeners"))}
    pools = {str(mapping(each).get("name")): mapping(each) for each in listed(gateway.inputs.get("backendAddressPools"))}
    for rule in map(mapping, listed(gateway.inputs.get("requestRoutingRules"))):
        listener = listeners.get(_last(rule.get("httpListener")))
        pool = pools.get(_last(rule.get("backendAddressPool")))
        if listener is None or pool is None:
            resources.wrong(gateway, f"its rule {rule.get('name')} names a listener or pool that it has not")
            continue
        port = ports.get(_last(listener.get("frontendPort")), 0)
        hosts = [str(each) for each in (listener.get("hostName"), *listed(listener.get("hostNames"))) if each]
        called = {str(mapping(each).get("ipAddress") or mapping(each).get("fqdn")) for each in listed(pool.get("backendAddresses"))}
        yield from _applications(resources, gateway, called, service(TCP, port, port), tuple(hosts))


def _applications(resources: Resources, gateway: Resource, called: set[str], listens: Intervals, hosts: tuple[str, ...]) -> Iterator[Forwarding]:
    """Applications of the environments that a pool names, each by the name that its environment gives it."""
    for environment in resources.of(ENVIRONMENT):
        group = environment.id.rpartition("/providers/")[0]
        if str(environment.outputs.get("staticIp")) not in called or group != gateway.id.rpartition("/providers/")[0]:
            continue
        suffix = str(mapping(environment.inputs.get("customDomainConfiguration")).get("dnsSuffix") or environment.outputs.get("defaultDomain") or "")
        for application in resources.of(APPLICATION):
            if environment.id in (text(application, "environmentId"), text(application, "managedEnvironmentId")):
                name = f"{text(application, 'containerAppName')}.{suffix}"
                if not hosts or any(_fits(host, name) for host in hosts):
                    yield Forwarding(listens, (name,), service(TCP, 443, 443), (application.id,), (step(environment),))


def _fits(host: str, name: str) -> bool:
    return host == name or (host.startswith("*.") and name.endswith(host[1:]))


def _balancer(balancer: Resource, resources: Resources) -> Iterator[Forwarding]:
    members: dict[str, list[str]] = {}
    for machines in resources.of(MACHINES):
        profile = mapping(mapping(machines.inputs.get("virtualMachineProfile")).get("networkProfile"))
        for card in map(mapping, listed(profile.get("networkInterfaceConfigurations"))):
            for setting in map(mapping, listed(card.get("ipConfigurations"))):
                for pool in listed(setting.get("loadBalancerBackendAddressPools")):
                    members.setdefault(str(mapping(pool).get("id")), []).append(machines.id)
    for rule in map(mapping, listed(balancer.inputs.get("loadBalancingRules"))):
        pool = str(mapping(rule.get("backendAddressPool")).get("id"))
        front, back = (int(float(str(rule.get(key) or 0))) for key in ("frontendPort", "backendPort"))
        yield Forwarding(service(TCP, front, front), (), service(TCP, back, back), tuple(members.get(pool, ())), (step(balancer),))


def _machines(graph: Graph, machines: Resource) -> Iterator[Forwarding]:
    """Forwarders pass on to the one place that their own security group lets them call; their start script says the same, and is not read."""
    made = graph.interfaces.get(machines.id)
    if made is None or made.guard is None:
        return
    for allow in made.guard.outward:
        if len(allow.addresses.spans) == 1:
            targets = [each for network in graph.networks_of(allow.addresses) for each in graph.interfaces_of.get(network.id, ())]
            found = tuple(
                each.id for each in targets if each.kind == "balancer" and any(allow.addresses.spans[0] == _span(name) for name in each.names)
            )
            yield Forwarding(allow.services, (), allow.services, found, (made.step,))


def _span(name: str) -> tuple[int, int] | None:
    from civic.reach.sets import block

    return block(name).spans[0] if name[:1].isdigit() else None


def _last(reference: object) -> str:
    return str(mapping(reference).get("id")).rpartition("/")[2]
