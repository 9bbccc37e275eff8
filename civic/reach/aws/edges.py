"""Amazon CloudFront: distributions, what they are called by, what they ask first, and their private ways into networks.

Sources: Amazon CloudFront Developer Guide, "Restrict access with VPC origins", "Using alternate domain names", "Use AWS WAF protections";
Amazon VPC User Guide, "VPC BPA basics".
"""

from collections.abc import Iterator, Mapping

from civic.plan import Resource
from civic.reach.aws.networks import INTERNET
from civic.reach.edges import Edge, Way
from civic.reach.graph import Graph, Step
from civic.reach.resources import Resources, listed, mapping, step, text

CLOUDFRONT = "aws:cloudfront/"
DISTRIBUTION, ORIGIN, FUNCTION = f"{CLOUDFRONT}distribution:Distribution", f"{CLOUDFRONT}vpcOrigin:VpcOrigin", f"{CLOUDFRONT}function:Function"
ACL, EXCLUSION = "aws:wafv2/webAcl:WebAcl", "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion"
ENCRYPTED = ("redirect-to-https", "https-only")
MANAGED = ("managedRuleGroupStatement", "ruleGroupReferenceStatement")


def read_edges(graph: Graph, resources: Resources) -> None:
    """Every distribution that is switched on."""
    reader = _Reader(graph, resources)
    for distribution in resources.of(DISTRIBUTION):
        if distribution.inputs.get("enabled") is not False:
            graph.edges.append(reader.edge(distribution))


class _Reader:
    def __init__(self, graph: Graph, resources: Resources) -> None:
        self._graph, self._resources = graph, resources
        self._acls = {str(each.outputs.get("arn")): each for each in resources.of(ACL)}
        self._origins = {each.id: each for each in resources.of(ORIGIN)}
        self._functions = {str(each.outputs.get("arn")): each for each in resources.of(FUNCTION)}
        self._gateways = {text(each, "vpcId") for each in resources.of(INTERNET)}
        self._excepted = {text(each, "vpcId") for each in resources.of(EXCLUSION)}

    def edge(self, distribution: Resource) -> Edge:
        behaviours = [mapping(distribution.inputs.get("defaultCacheBehavior"))]
        behaviours += [mapping(each) for each in listed(distribution.inputs.get("orderedCacheBehaviors"))]
        names = [str(each).lower().rstrip(".") for each in listed(distribution.inputs.get("aliases"))]
        answering = [self._answering(each) for each in behaviours]
        # Its own name leads to it too, and only what it answers by itself can refuse that.
        if not names or not all(each and all(f'"{name}"' in text(each, "code") for name in names) for each in answering):
            names.append(str(distribution.outputs.get("domainName") or f"the name that CloudFront gives {distribution.name}"))
        acl = self._acls.get(text(distribution, "webAclId"))
        return Edge(
            step(distribution),
            tuple(names),
            tuple(self._ways(distribution, behaviours)),
            tuple(self._unguarded(distribution, acl, behaviours)),
            tuple(step(each) for each in (acl, *answering) if each),
        )

    def _answering(self, behaviour: Mapping) -> Resource | None:
        found = [mapping(each) for each in listed(behaviour.get("functionAssociations"))]
        return next((self._functions.get(str(each.get("functionArn"))) for each in found if each.get("eventType") == "viewer-request"), None)

    def _unguarded(self, distribution: Resource, acl: Resource | None, behaviours: list[Mapping]) -> Iterator[tuple[Step, str]]:
        if acl is None:
            given = text(distribution, "webAclId")
            yield step(distribution), f"its webAclId is {given}, which no plan makes" if given else "it has no webAclId"
        elif text(acl, "scope") != "CLOUDFRONT":
            yield step(acl), f"the scope of {acl.name} is {text(acl, 'scope') or 'missing'}, and not CLOUDFRONT"
        elif not any(_refuses(mapping(rule)) for rule in listed(acl.inputs.get("rules"))):
            yield step(acl), f"no group of managed rules of {acl.name} refuses anything"
        for behaviour in behaviours:
            if (policy := behaviour.get("viewerProtocolPolicy")) not in ENCRYPTED:
                yield step(distribution), f"its viewerProtocolPolicy is {policy}: it answers without encryption"

    def _ways(self, distribution: Resource, behaviours: list[Mapping]) -> Iterator[Way]:
        used = {str(each.get("targetOriginId")) for each in behaviours}
        known = [mapping(each) for each in listed(distribution.inputs.get("origins"))]
        for target in sorted(used - {str(each.get("originId")) for each in known}):
            self._resources.wrong(distribution, f"it leads to the origin {target}, which it does not have")
        for origin in known:
            yield self._way(origin)

    def _way(self, origin: Mapping) -> Way:
        name = str(origin.get("domainName") or "")
        settings = mapping(origin.get("vpcOriginConfig"))
        if not settings:
            return Way((), "", name, f"{name}, an origin outside of the platform's networks")
        made = self._origins.get(str(settings.get("vpcOriginId")))
        if made is None:
            return Way((), "", name, f"the VPC origin {settings.get('vpcOriginId') or 'that is missing'}, which no plan makes")
        config = mapping(made.inputs.get("vpcOriginEndpointConfig"))
        balancer = str(config.get("arn") or "")
        return Way((step(made),), balancer, name, self._stopped(made, config, balancer), listed=True)

    def _stopped(self, origin: Resource, config: Mapping, balancer: str) -> str:
        if config.get("originProtocolPolicy") != "https-only" or int(float(str(config.get("httpsPort") or 0))) != 443:
            return f"{origin.name} does not call by HTTPS on 443 alone (originProtocolPolicy, httpsPort)"
        interface = self._graph.interfaces.get(balancer)
        if interface is None:
            return ""
        network = self._graph.networks[interface.network]
        if network.id not in self._gateways:
            return f"{network.step.text} has no internet gateway, without which CloudFront does not come into a network"
        if network.id not in self._excepted:
            return f"{network.step.text} is not let through the organisation's block of public access (VpcBlockPublicAccessExclusion)"
        return ""


def _refuses(rule: Mapping) -> bool:
    """A group of rules that does what its rules say, and is not only counted."""
    statement, override = mapping(rule.get("statement")), mapping(rule.get("overrideAction"))
    return any(statement.get(each) for each in MANAGED) and "count" not in override
