"""Azure Front Door: routes, what they are called by, the firewall before them, and their private links into environments.

Sources: Microsoft Learn, "Routing architecture overview", "Secure your origin with Private Link in Azure Front Door Premium", "Use Azure Front Door
Premium with a custom virtual network and Private Link" (Container Apps), "Azure Web Application Firewall on Azure Front Door".
"""

from collections.abc import Iterator, Mapping

from civic.plan import Resource
from civic.reach.azure.interfaces import APPLICATION, ENVIRONMENT
from civic.reach.edges import Edge, Way
from civic.reach.graph import Graph, Step
from civic.reach.resources import Resources, listed, mapping, step, text

CDN = "azure-native:cdn:"
ROUTE, DOMAIN, ENDPOINT, ORIGIN, GUARDED = (f"{CDN}{each}" for each in ("Route", "AFDCustomDomain", "AFDEndpoint", "AFDOrigin", "SecurityPolicy"))
FIREWALL, APPROVAL = "azure-native:frontdoor:Policy", "pulumi-python:dynamic/civic:EndpointApproval"


def read_edges(graph: Graph, resources: Resources) -> None:
    """Every route that is switched on."""
    reader = _Reader(resources)
    for route in resources.of(ROUTE):
        if route.inputs.get("enabledState") != "Disabled":
            graph.edges.append(reader.edge(route))


class _Reader:
    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._domains = {each.id: each for each in resources.of(DOMAIN)}
        self._endpoints = {each.id: each for each in resources.of(ENDPOINT)}
        self._firewalls = {each.id: each for each in resources.of(FIREWALL)}
        self._environments = {each.id: each for each in resources.of(ENVIRONMENT)}

    def edge(self, route: Resource) -> Edge:
        named = [str(mapping(each).get("id")) for each in listed(route.inputs.get("customDomains"))]
        names = [text(self._domains[each], "hostName").lower() for each in named if each in self._domains]
        for missing in (each for each in named if each not in self._domains):
            self._resources.wrong(route, f"it is called by {missing.rpartition('/')[2] or 'nothing'}, a domain that no plan makes")
        endpoint = self._endpoints.get(route.id.partition("/routes/")[0])
        guarded = {each: list(self._guards(each)) for each in named}
        if route.inputs.get("linkToDefaultDomain") == "Enabled":
            names.append(str(endpoint.outputs.get("hostName")) if endpoint else "the name that Azure gives its endpoint")
            guarded["default"] = list(self._guards(endpoint.id)) if endpoint else []
        firewalls = list(dict.fromkeys(step(each) for held in guarded.values() for _, each in held if each))
        return Edge(step(route), tuple(names), tuple(self._ways(route)), tuple(self._unguarded(route, guarded)), tuple(firewalls))

    def _guards(self, domain: str) -> Iterator[tuple[Resource, Resource | None]]:
        """Policies that lead all of a domain's calls through a firewall, each with that."""
        for policy in self._resources.of(GUARDED):
            parameters = mapping(policy.inputs.get("parameters"))
            for association in map(mapping, listed(parameters.get("associations"))):
                there = {str(mapping(each).get("id")) for each in listed(association.get("domains"))}
                if domain in there and "/*" in listed(association.get("patternsToMatch")):
                    yield policy, self._firewalls.get(str(mapping(parameters.get("wafPolicy")).get("id")))

    def _unguarded(self, route: Resource, guarded: Mapping[str, list[tuple[Resource, Resource | None]]]) -> Iterator[tuple[Step, str]]:
        for domain, held in guarded.items():
            if not held:
                yield step(route), f"no security policy leads all of {self._resources.name(domain)} through a firewall"
            for policy, firewall in held:
                if firewall is None:
                    yield step(policy), f"{policy.name} leads to a firewall policy that no plan makes"
                elif why := _idle(firewall):
                    yield step(firewall), f"{firewall.name}: {why}"
        if route.inputs.get("httpsRedirect") != "Enabled" and "Http" in listed(route.inputs.get("supportedProtocols")):
            yield step(route), "it answers without encryption: its httpsRedirect is not Enabled"

    def _ways(self, route: Resource) -> Iterator[Way]:
        group = str(mapping(route.inputs.get("originGroup")).get("id") or "")
        origins = [each for each in self._resources.of(ORIGIN) if each.id.partition("/origins/")[0] == group]
        for origin in origins:
            if origin.inputs.get("enabledState") != "Disabled":
                yield from self._way(route, origin)

    def _way(self, route: Resource, origin: Resource) -> Iterator[Way]:
        calls = text(origin, "originHostHeader") or text(origin, "hostName")
        link = mapping(origin.inputs.get("sharedPrivateLinkResource"))
        target = str(mapping(link.get("privateLink")).get("id") or "")
        environment = self._environments.get(target)
        if not target:
            yield Way((step(origin),), "", calls, f"{text(origin, 'hostName')} over the internet: its origin has no sharedPrivateLinkResource")
        elif environment is None:
            yield Way((step(origin),), "", calls, f"a private link to {target.rpartition('/')[2]}, which no plan makes")
        else:
            steps, stopped = (step(origin), step(environment)), self._stopped(route, origin, environment, str(link.get("requestMessage") or ""))
            found = self._application(environment, calls)
            if found is None:
                yield Way(steps, environment.id, calls, stopped or f"no application in {environment.name} answers to {calls}")
            else:
                yield Way(steps, found.id, calls, stopped)

    def _stopped(self, route: Resource, origin: Resource, environment: Resource, message: str) -> str:
        if route.inputs.get("forwardingProtocol") != "HttpsOnly":
            return f"{route.name} does not call by HTTPS alone (forwardingProtocol)"
        approved = [each for each in self._resources.of(APPROVAL) if text(each, "environment") == environment.id]
        if not any(text(each, "message") == message for each in approved):
            return f"nobody approves the private link that {origin.name} asks for ('{message}')"
        return ""

    def _application(self, environment: Resource, name: str) -> Resource | None:
        suffix = str(mapping(environment.inputs.get("customDomainConfiguration")).get("dnsSuffix") or environment.outputs.get("defaultDomain") or "")
        for each in self._resources.of(APPLICATION):
            inside = environment.id in (text(each, "environmentId"), text(each, "managedEnvironmentId"))
            if inside and f"{text(each, 'containerAppName')}.{suffix}" == name:
                return each
        return None


def _idle(firewall: Resource) -> str:
    """Why a firewall refuses nothing; empty where it does."""
    settings = mapping(firewall.inputs.get("policySettings"))
    if settings.get("mode") != "Prevention":
        return f"its mode is {settings.get('mode') or 'left out'}: it watches, and refuses nothing"
    if settings.get("enabledState") != "Enabled":
        return f"its enabledState is {settings.get('enabledState') or 'left out'}"
    return "" if listed(mapping(firewall.inputs.get("managedRules")).get("managedRuleSets")) else "it has no managed rules"
