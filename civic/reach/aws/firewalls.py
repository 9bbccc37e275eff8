"""AWS Network Firewall: policies as filters, and which subnet each endpoint stands in.

Sources: AWS Network Firewall Developer Guide, "Evaluation order for stateful rule groups", "Stateless and stateful rules engines".
"""

from collections.abc import Iterator, Mapping

from civic.plan import Resource
from civic.reach import suricata
from civic.reach.filters import Default, Filter, FilterRule, always
from civic.reach.graph import Graph
from civic.reach.resources import Resources, listed, mapping, text

FIREWALL, POLICY, GROUP = ("aws:networkfirewall/" + each for each in ("firewall:Firewall", "firewallPolicy:FirewallPolicy", "ruleGroup:RuleGroup"))
FORWARD = "aws:forward_to_sfe"


def read_firewalls(graph: Graph, resources: Resources) -> None:
    """Each policy as a filter by its ARN."""
    groups = {str(group.outputs.get("arn")): group for group in resources.of(GROUP)}
    for policy in resources.of(POLICY):
        graph.filters[str(policy.outputs.get("arn"))] = _filter(policy, groups, resources)


def endpoints(resources: Resources) -> dict[str, tuple[str, str, Resource]]:
    """Endpoint id -> the subnet that it stands in, the ARN of its policy, its firewall."""
    found: dict[str, tuple[str, str, Resource]] = {}
    for firewall in resources.of(FIREWALL):
        states = [state for status in listed(firewall.outputs.get("firewallStatuses")) for state in listed(mapping(status).get("syncStates"))]
        for attachment in (mapping(each) for state in states for each in listed(mapping(state).get("attachments"))):
            found[str(attachment.get("endpointId"))] = (str(attachment.get("subnetId")), text(firewall, "firewallPolicyArn"), firewall)
    return found


def _filter(policy: Resource, groups: Mapping[str, Resource], resources: Resources) -> Filter:
    settings = _settings(policy)
    for key in ("statelessDefaultActions", "statelessFragmentDefaultActions"):
        actions = listed(settings.get(key))
        if "aws:pass" in actions:
            return always(f"{key} is aws:pass: nothing is inspected", policy.urn, policy.name)
        if FORWARD not in actions and key == "statelessDefaultActions":
            return Filter((), "drop", policy.urn, policy.name, policy.urn)
    if listed(settings.get("statelessRuleGroupReferences")):
        resources.unknown(policy, "its stateless rule groups are not read, and come before everything else")
    strict = mapping(settings.get("statefulEngineOptions")).get("ruleOrder") == "STRICT_ORDER"
    references = sorted(
        (mapping(each) for each in listed(settings.get("statefulRuleGroupReferences"))), key=lambda each: float(each.get("priority") or 0)
    )
    rules = [rule for reference in references for rule in _rules(policy, reference, groups, resources)]
    if not strict:
        # The action order of Suricata: everything that passes first, then what drops; what no rule meets passes.
        rules.sort(key=lambda rule: not rule.passes)
    return Filter(tuple(rules), _default(listed(settings.get("statefulDefaultActions")), strict=strict), policy.urn, policy.name, policy.urn)


def _settings(policy: Resource) -> Mapping[str, object]:
    return mapping(policy.inputs.get("firewallPolicy"))


def _default(actions: list[str], *, strict: bool) -> Default:
    if not strict:
        return "pass"
    if "aws:drop_strict" in actions:
        return "drop"
    return "pass what is not established" if any(action.startswith("aws:drop_established") for action in actions) else "pass"


def _rules(policy: Resource, reference: Mapping[str, object], groups: Mapping[str, Resource], resources: Resources) -> Iterator[FilterRule]:
    group = groups.get(str(reference.get("resourceArn")))
    if group is None:
        resources.unknown(policy, f"its rule group {reference.get('resourceArn')} is of no plan, so what it lets pass is not known")
        return
    held = mapping(group.inputs.get("ruleGroup"))
    orders = [
        mapping(each).get("ruleOrder", "DEFAULT_ACTION_ORDER")
        for each in (_settings(policy).get("statefulEngineOptions"), held.get("statefulRuleOptions"))
    ]
    if orders[0] != orders[1]:
        resources.wrong(group, f"its rules are asked in {orders[1]}, and those of {policy.name} in {orders[0]}: AWS refuses the two together")
    source = mapping(held.get("rulesSource"))
    if not isinstance(rules := source.get("rulesString"), str):
        resources.unknown(group, "its rules are not written as text, and are not read")
        return
    variables = mapping(held.get("ruleVariables"))
    addresses = {str(one["key"]): listed(mapping(one.get("ipSet")).get("definitions")) for one in listed(variables.get("ipSets"))}
    ports = {str(one["key"]): listed(mapping(one.get("portSet")).get("definitions")) for one in listed(variables.get("portSets"))}
    drops = mapping(reference.get("override")).get("action") == "DROP_TO_ALERT"
    for rule in suricata.rules(rules, group.urn, suricata.Variables(addresses, ports)):
        if rule.passes or not drops:
            yield rule
