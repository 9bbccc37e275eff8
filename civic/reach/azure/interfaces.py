"""What stands in networks on Azure.

Sources: Microsoft Learn, "Manage network policies for private endpoints"; "Private Application Gateway deployment"; "IP ingress restrictions in
Azure Container Apps"; "Ingress in Azure Container Apps".
"""

import json
from collections.abc import Iterable, Mapping
from typing import Literal

from civic.plan import Resource
from civic.reach.azure.security_groups import GROUP, PROBES, read_groups
from civic.reach.graph import Allow, Graph, Guard, Interface, Need
from civic.reach.placing import standing_in
from civic.reach.resources import Resources, listed, mapping, parsed, step, text
from civic.reach.sets import ANY_SERVICE, ANYWHERE, NOTHING, TCP, UDP, Box, Intervals, addresses_text, blocks, service

GATEWAY, BALANCER, MACHINES = (
    "azure-native:network:ApplicationGateway",
    "azure-native:network:LoadBalancer",
    "azure-native:compute:VirtualMachineScaleSet",
)
ENDPOINT, APPLICATION, ENVIRONMENT = "azure-native:network:PrivateEndpoint", "azure-native:app:ContainerApp", "azure-native:app:ManagedEnvironment"
RESOLVER, DOOR = "azure-native:dnsresolver:InboundEndpoint", "azure-native:network:PrivateLinkService"
DATABASE, REGISTRY = "azure-native:dbforpostgresql:Server", "azure-native:containerregistry:Registry"
VAULT = "azure-native:keyvault:Vault"
DATABASE_GROUP, PORTS = "postgresqlServer", {"postgresqlServer": 5432}
QUESTIONS = service(UDP, 53, 53) | service(TCP, 53, 53)
HTTPS = service(TCP, 443, 443)
GATEWAY_PROBES = service(TCP)
"""Of an application gateway ("Application Gateway infrastructure configuration": AzureLoadBalancer must not be kept out)."""
MACHINERY = service(TCP, 30000, 32767)
"""Ports on which an environment's load balancer asks whether it is well ("Securing a virtual network in Azure Container Apps")."""
Kind = Literal["workload", "balancer", "database", "endpoint", "other"]
OUT = (Allow(ANY_SERVICE, "", ANYWHERE),)


def read_interfaces(graph: Graph, resources: Resources) -> None:
    """Gateways, balancers, machines, endpoints, applications and resolvers."""
    reader = _Reader(graph, resources)
    for gateway in resources.of(GATEWAY):
        reader.frontends(gateway, {port for port in reader.gateway_ports(gateway)})
    for balancer in resources.of(BALANCER):
        reader.frontends(balancer, {_number(mapping(rule).get("frontendPort")) for rule in listed(balancer.inputs.get("loadBalancingRules"))})
        if rules := [key for key in ("inboundNatRules", "inboundNatPools") if listed(balancer.inputs.get(key))]:
            resources.unknown(balancer, f"its {rules[0]} pass calls on to single machines, which is not read")
    for machines in resources.of(MACHINES):
        reader.machines(machines)
    for endpoint in resources.of(ENDPOINT):
        reader.endpoint(endpoint)
    for application in resources.of(APPLICATION):
        reader.application(application)
    for environment in resources.of(ENVIRONMENT):
        reader.environment(environment)
    for resolver in resources.of(RESOLVER):
        reader.resolver(resolver)
    for database in resources.of(DATABASE):
        if mapping(database.inputs.get("network")).get("publicNetworkAccess") == "Enabled":
            graph.inbound.append((step(database), "its publicNetworkAccess is Enabled"))
    for vault in resources.of(VAULT):
        settings = mapping(vault.inputs.get("properties"))
        if settings.get("publicNetworkAccess") == "Enabled" and mapping(settings.get("networkAcls")).get("defaultAction") != "Deny":
            graph.inbound.append((step(vault), "its publicNetworkAccess is Enabled, and its networkAcls deny nobody"))
    for registry in resources.of(REGISTRY):
        if registry.inputs.get("publicNetworkAccess") == "Enabled":
            graph.inbound.append((step(registry), "its publicNetworkAccess is Enabled"))


def subnet_id(value: object) -> str:
    return str(mapping(mapping(value).get("subnet")).get("id") or "")


def _number(value: object) -> int:
    return int(float(str(value or 0)))


class _Reader:
    def __init__(self, graph: Graph, resources: Resources) -> None:
        self._graph, self._resources = graph, resources
        self._groups = {group.id: group for group in resources.of(GROUP)}
        self._filters = read_groups(resources)
        self._environments = {each.id: each for each in resources.of(ENVIRONMENT)}
        self._planned = {each.id: resources.holder(each) for each in resources.every}

    def gateway_ports(self, gateway: Resource) -> Iterable[int]:
        ports = {str(mapping(each).get("name")): _number(mapping(each).get("port")) for each in listed(gateway.inputs.get("frontendPorts"))}
        for listener in map(mapping, listed(gateway.inputs.get("httpListeners"))):
            yield ports.get(str(mapping(listener.get("frontendPort")).get("id")).rpartition("/")[2], 0)

    def frontends(self, made: Resource, ports: Iterable[int]) -> None:
        found = [mapping(each) for each in listed(made.inputs.get("frontendIPConfigurations"))]
        public = "it has a public address" if any(each.get("publicIPAddress") for each in found) else ""
        own = [str(each.get("privateIPAddress")) for each in found if each.get("privateIPAddress")]
        where = [subnet_id(each) for each in found if subnet_id(each)]
        listens = Intervals.of(span for port in ports for span in service(TCP, port, port))
        addresses = parsed(made, "privateIPAddress", ", ".join(own), lambda _: blocks(own)) if own else NOTHING
        needs = (Need(Box(PROBES, services=GATEWAY_PROBES), "its cloud's probes"),) if made.type == GATEWAY else ()
        self._add(made, "balancer", where, listens, public=public, addresses=addresses, names=own, needs=needs)

    def machines(self, machines: Resource) -> None:
        profile = mapping(mapping(machines.inputs.get("virtualMachineProfile")).get("networkProfile"))
        cards = [mapping(each) for each in listed(profile.get("networkInterfaceConfigurations"))]
        settings = [mapping(each) for card in cards for each in listed(card.get("ipConfigurations"))]
        public = "its machines have public addresses" if any(each.get("publicIPAddressConfiguration") for each in settings) else ""
        groups = [str(mapping(card.get("networkSecurityGroup")).get("id")) for card in cards if card.get("networkSecurityGroup")]
        guard = Guard(tuple(self._allows(groups, "Inbound")), tuple(self._allows(groups, "Outbound"))) if groups else None
        self._add(machines, "other", [subnet_id(each) for each in settings], service(TCP), guard=guard, public=public, needs=self._probes(machines))

    def _probes(self, machines: Resource) -> tuple[Need, ...]:
        """Ports on which balancers ask whether the machines behind them are well."""
        pools = json.dumps(machines.inputs.get("virtualMachineProfile"), default=str)
        behind = [each for each in self._resources.of(BALANCER) if f"{each.id}/backendAddressPools/" in pools]
        probes = [(each, _number(mapping(probe).get("port"))) for each in behind for probe in listed(each.inputs.get("probes"))]
        return tuple(Need(Box(PROBES, services=service(TCP, port, port)), f"the probes of {each.name} (tcp {port})") for each, port in probes)

    def _parts(self, subnet: str) -> Iterable[Need]:
        """What an environment's parts say to each other, on ports that the service chooses."""
        found = self._graph.subnets.get(subnet)
        return (Need(Box(found.addresses, found.addresses), f"what parts in {found.step.text} say to each other"),) if found else ()

    def _allows(self, groups: list[str], direction: Literal["Inbound", "Outbound"]) -> Iterable[Allow]:
        """What a card's own group lets through, as allowances: what its rules open, in their order."""
        for group in groups:
            if group not in self._filters:
                continue
            for opening in self._filters[group][direction].openings:
                for box in opening.boxes:
                    yield Allow(box.services, opening.rule.urn, box.sources if direction == "Inbound" else box.destinations)

    def endpoint(self, endpoint: Resource) -> None:
        keys = ("privateLinkServiceConnections", "manualPrivateLinkServiceConnections")
        links = [mapping(each) for key in keys for each in listed(endpoint.inputs.get(key))]
        for link in links[:1]:
            target, groups = str(link.get("privateLinkServiceId")), [str(each) for each in listed(link.get("groupIds"))]
            own = f"azure.{groups[0]}" if groups and target in self._planned else target
            if groups and target in self._planned and self._planned[target].owner != self._resources.holder(endpoint).owner:
                self._resources.wrong(endpoint, f"it leads to {target.rpartition('/')[2]}, which is {self._planned[target]}'s")
            kind: Kind = "database" if DATABASE_GROUP in groups else "endpoint"
            self._add(
                endpoint,
                kind,
                [subnet_id(endpoint.inputs)],
                self._answers(target, groups),
                serves=own,
                names=(endpoint.urn,),
                exempt=self._open(subnet_id(endpoint.inputs)),
            )

    def _answers(self, target: str, groups: list[str]) -> Intervals:
        """Services of an endpoint: those of Azure's own service, or of the balancer behind a door."""
        if groups:
            port = PORTS.get(groups[0], 443)
            return service(TCP, port, port)
        doors = (each for each in self._resources.of(DOOR) if each.id == target)
        fronts = json.dumps([listed(each.inputs.get("loadBalancerFrontendIpConfigurations")) for each in doors], default=str)
        behind = [each for each in self._resources.of(BALANCER) if f"{each.id}/frontendIPConfigurations/" in fronts]
        ports = [_number(mapping(rule).get("frontendPort")) for each in behind for rule in listed(each.inputs.get("loadBalancingRules"))]
        return Intervals.of(span for port in ports for span in service(TCP, port, port)) if ports else service(TCP)

    def _open(self, subnet: str) -> bool:
        """Whether a subnet's security group is not asked for private endpoints."""
        made = next((each for each in self._resources.of("azure-native:network:Subnet") if each.id == subnet), None)
        return made is None or made.inputs.get("privateEndpointNetworkPolicies") not in ("Enabled", "NetworkSecurityGroupEnabled")

    def application(self, application: Resource) -> None:
        key = text(application, "environmentId") or text(application, "managedEnvironmentId")
        environment = self._environments.get(key)
        if environment is None:
            self._resources.wrong(application, f"its environment {key.rpartition('/')[2] or 'is missing'} is made by no plan")
            return
        ingress = mapping(mapping(application.inputs.get("configuration")).get("ingress"))
        rules = [mapping(each) for each in listed(ingress.get("ipSecurityRestrictions"))]
        named = [str(each.get("ipAddressRange")) for each in rules]
        addresses = parsed(application, "ipSecurityRestrictions", ", ".join(named), lambda _: blocks(named)) if named else ANYWHERE
        if any(each.get("action") == "Deny" for each in rules):
            # Restrictions are all of one kind: those that deny let everybody else in.
            addresses = ANYWHERE - addresses
        where = _infrastructure(environment)
        if ingress.get("external") is not True and where in self._graph.subnets:
            addresses &= self._graph.subnets[where].addresses
        inward = (Allow(HTTPS, application.urn, addresses), *self._more_ports(application, ingress, where)) if ingress else ()
        needs = (Need(Box(PROBES, services=MACHINERY), "its cloud's probes"), *self._parts(where))
        self._add(application, "workload", [where], ANY_SERVICE, guard=Guard(inward, OUT), needs=needs)

    def _more_ports(self, application: Resource, ingress: Mapping, where: str) -> Iterable[Allow]:
        """Ports beside that of HTTPS: restrictions of addresses are asked there too, and are not counted on."""
        main = [ingress] if str(ingress.get("transport")).lower() == "tcp" else []
        for each in (*main, *map(mapping, listed(ingress.get("additionalPortMappings")))):
            port = _number(each.get("exposedPort") or each.get("targetPort"))
            own = self._graph.subnets[where].addresses if where in self._graph.subnets else NOTHING
            yield Allow(service(TCP, port, port), application.urn, ANYWHERE if each.get("external") is True else own)

    def environment(self, environment: Resource) -> None:
        """It answers for its applications; what matters of itself is whether the internet reaches it."""
        inside = mapping(environment.inputs.get("vnetConfiguration")).get("internal") is True
        public = "" if inside else "it is not internal"
        if not inside or not _infrastructure(environment):
            self._add(environment, "other", [_infrastructure(environment)], NOTHING, public=public or "it stands in no network")

    def resolver(self, resolver: Resource) -> None:
        for each in listed(resolver.inputs.get("ipConfigurations")):
            address = str(mapping(each).get("privateIpAddress") or "")
            addresses = parsed(resolver, "privateIpAddress", address, lambda given: blocks([str(given)])) if address else NOTHING
            self._add(resolver, "other", [subnet_id(each)], QUESTIONS, addresses=addresses, names=(address,), for_all=QUESTIONS)

    def _add(
        self,
        made: Resource,
        kind: Kind,
        subnets: list[str],
        listens: Intervals,
        *,
        guard: Guard | None = None,
        public: str = "",
        addresses: Intervals = NOTHING,
        names: Iterable[str] = (),
        serves: str = "",
        exempt: bool = False,
        for_all: Intervals = NOTHING,
        needs: tuple[Need, ...] = (),
    ) -> None:
        known = standing_in(self._graph, self._resources, made, subnets, public)
        if not known:
            return
        where = Intervals.of(span for each in known for span in each.addresses)
        if addresses and not addresses <= where:
            self._resources.wrong(made, f"its address {addresses_text(addresses)} is not in {known[0].step.text}")
        self._graph.interfaces[made.id] = Interface(
            id=made.id,
            kind=kind,
            step=step(made),
            holder=self._resources.holder(made),
            network=known[0].network,
            subnets=tuple(each.id for each in known),
            addresses=addresses or where,
            sends_from=where,
            listens=listens,
            guard=guard,
            exempt=exempt,
            serves=serves,
            names=tuple(name for name in names if name),
            listens_for_all=for_all,
            needs=needs,
        )


def _infrastructure(environment: Resource) -> str:
    return str(mapping(environment.inputs.get("vnetConfiguration")).get("infrastructureSubnetId") or "")
