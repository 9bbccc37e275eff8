"""Network ACLs: rules before whole subnets, by number, for each direction, and without state: an answer is asked as if it were a call.

Source: Amazon VPC User Guide, "Control subnet traffic with network access control lists" (within a subnet they are not asked; what no rule meets is
denied; a subnet that no ACL is associated with has its network's default one, which allows everything unless it is taken over).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from civic.plan import Resource
from civic.reach.filters import Filter, FilterRule
from civic.reach.graph import Graph
from civic.reach.resources import Resources, listed, mapping, parsed, text
from civic.reach.sets import ANY_SERVICE, ANYWHERE, ICMP, PROTOCOLS, Box, Intervals, blocks, service

ACL, RULE, ASSOCIATION = (f"aws:ec2/networkAcl{each}" for each in (":NetworkAcl", "Rule:NetworkAclRule", "Association:NetworkAclAssociation"))
NUMBERS = {str(number): number for number in PROTOCOLS.values()} | PROTOCOLS


def read_acls(graph: Graph, resources: Resources) -> None:
    """Put the rules of its ACL before each subnet that is associated with one."""
    apart: dict[str, list[Resource]] = {}
    for rule in resources.of(RULE):
        apart.setdefault(text(rule, "networkAclId"), []).append(rule)
    associated = {text(each, "subnetId"): text(each, "networkAclId") for each in resources.of(ASSOCIATION)}
    for acl in resources.of(ACL):
        inward, outward = (_filter(acl, apart.get(acl.id, []), egress=egress) for egress in (False, True))
        subnets = [str(each) for each in listed(acl.inputs.get("subnetIds"))] + [subnet for subnet, held in associated.items() if held == acl.id]
        for ident in subnets:
            if ident not in graph.subnets:
                resources.wrong(acl, f"it stands before {ident}, which no plan makes")
            else:
                graph.subnets[ident] = replace(graph.subnets[ident], inward=inward, outward=outward, stateless=True)
    known = {acl.id for acl in resources.of(ACL)}
    for each in (*resources.of(RULE), *resources.of(ASSOCIATION)):
        if text(each, "networkAclId") not in known:
            resources.wrong(each, f"its ACL {text(each, 'networkAclId') or 'is missing'} is made by no plan")


def _filter(acl: Resource, apart: list[Resource], *, egress: bool) -> Filter:
    inline = [(acl, mapping(each)) for each in listed(acl.inputs.get("egress" if egress else "ingress"))]
    own = [(rule, rule.inputs) for rule in apart if bool(rule.inputs.get("egress")) is egress]
    numbered = sorted((*inline, *own), key=lambda each: float(str(each[1].get("ruleNo") or each[1].get("ruleNumber") or 0)))
    return Filter(tuple(_rules(numbered, egress=egress)), "drop", acl.urn, acl.name, acl.urn)


def _rules(numbered: list[tuple[Resource, Mapping]], *, egress: bool) -> Iterator[FilterRule]:
    for made, rule in numbered:
        if not rule.get("cidrBlock"):
            continue
        ends = parsed(made, "cidrBlock", rule["cidrBlock"], lambda given: blocks([str(given)]))
        box = Box(ANYWHERE, ends, _services(made, rule)) if egress else Box(ends, ANYWHERE, _services(made, rule))
        action = str(rule.get("action") or rule.get("ruleAction")).lower()
        number = rule.get("ruleNo") or rule.get("ruleNumber")
        yield FilterRule(action == "allow", box, f"{action} {number} {'out' if egress else 'in'}", made.urn)


def _services(made: Resource, rule: Mapping) -> Intervals:
    protocol = str(rule.get("protocol")).lower()
    if protocol in ("-1", "all"):
        return ANY_SERVICE
    number = NUMBERS.get(protocol) or int(protocol)
    low, high = rule.get("fromPort"), rule.get("toPort")
    if number == ICMP or low is None:
        return service(number)
    return parsed(made, "ports", f"{low}-{high}", lambda _: service(number, int(float(str(low))), int(float(str(high)))))
