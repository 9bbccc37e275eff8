"""AWS Network Firewall: policies as filters, and which subnet each endpoint stands in.

Sources: AWS Network Firewall Developer Guide, "Evaluation order for stateful rule groups", "Stateless and stateful rules engines".
"""

from collections.abc import Iterator, Mapping

from civic.plan import Resource
from civic.reach import suricata
from civic.reach.aws.prefix_lists import LIST, prefix_lists
from civic.reach.aws.rule_groups import FORWARD, PASS, stateless_rules, text_of
from civic.reach.filters import Default, Filter, FilterRule, always
from civic.reach.graph import Graph
from civic.reach.resources import Resources, listed, mapping, text
from civic.reach.sets import Box

FIREWALL, POLICY, GROUP = ("aws:networkfirewall/" + each for each in ("firewall:Firewall", "firewallPolicy:FirewallPolicy", "ruleGroup:RuleGroup"))

MANAGED = ":aws-managed:stateful-rulegroup/"
"""In the ARN of a rule group that AWS keeps: all of them refuse, none lets anything pass ("AWS managed rule groups")."""


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
        if PASS in actions and (key != "statelessDefaultActions" or not listed(settings.get("statelessRuleGroupReferences"))):
            return always(f"{key} is aws:pass: nothing is inspected", policy.urn, policy.name)
    stateless, decided = stateless_rules(policy, settings, groups, resources)
    if FORWARD not in (actions := listed(settings.get("statelessDefaultActions"))):
        told = f"statelessDefaultActions is {', '.join(map(str, actions)) or 'left out'}"
        stateless += [FilterRule(PASS in actions, left, told, policy.urn, answers=PASS not in actions) for left in Box().without_all(decided)]
    strict = mapping(settings.get("statefulEngineOptions")).get("ruleOrder") == "STRICT_ORDER"
    references = sorted(
        (mapping(each) for each in listed(settings.get("statefulRuleGroupReferences"))), key=lambda each: float(each.get("priority") or 0)
    )
    rules = [rule for reference in references for rule in _rules(policy, reference, groups, resources)]
    if not strict:
        # The action order of Suricata: everything that passes first, then what drops; what no rule meets passes.
        rules.sort(key=lambda rule: not rule.passes)
    named = [groups[str(each.get("resourceArn"))] for each in references if str(each.get("resourceArn")) in groups]
    empty = tuple(group.name for group in named if not any(rule.urn == group.urn for rule in rules))
    default = _default(listed(settings.get("statefulDefaultActions")), strict=strict)
    return Filter((*stateless, *rules), default, policy.urn, policy.name, policy.urn, empty)


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
    if group is None and MANAGED in str(reference.get("resourceArn")):
        return
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
    variables = _variables(policy, group, resources)
    if (rules := text_of(source, tuple(variables.addresses))) is None:
        resources.unknown(group, "its rules are written in no way that is read")
        return
    drops = mapping(reference.get("override")).get("action") == "DROP_TO_ALERT"
    for rule in suricata.rules(rules, group.urn, variables):
        if rule.passes or not drops:
            yield rule


def _variables(policy: Resource, group: Resource, resources: Resources) -> suricata.Variables:
    """A group's own variables, those of its policy, and the two that every firewall has: HOME_NET is the networks that it stands in."""
    held = mapping(group.inputs.get("ruleGroup"))
    own, shared = mapping(held.get("ruleVariables")), mapping(_settings(policy).get("policyVariables"))
    sets = [mapping(one) for one in (*listed(shared.get("ruleVariables")), *listed(own.get("ipSets")))]
    addresses = {str(one.get("key")): listed(mapping(one.get("ipSet")).get("definitions")) for one in sets if one.get("key")}
    ports = {str(one.get("key")): listed(mapping(one.get("portSet")).get("definitions")) for one in listed(own.get("portSets"))}
    home = addresses.setdefault("HOME_NET", _home(policy, resources))
    addresses.setdefault("EXTERNAL_NET", [f"![{','.join(map(str, home))}]"])
    lists = prefix_lists(resources)
    by_arn = {str(each.outputs.get("arn")): lists.get(each.id, ()) for each in resources.of(LIST)}
    for one in map(mapping, listed(mapping(held.get("referenceSets")).get("ipSetReferences"))):
        arns = [str(mapping(each).get("referenceArn")) for each in listed(one.get("ipSetReferences"))]
        addresses[f"@{one.get('key')}"] = [cidr for arn in arns for cidr in by_arn.get(arn, ("any",))]
        if unknown := [arn for arn in arns if arn not in by_arn]:
            resources.unknown(group, f"it names addresses by {unknown[0]}, which no plan makes")
    return suricata.Variables(addresses, ports)


def _home(policy: Resource, resources: Resources) -> list[str]:
    arn = str(policy.outputs.get("arn"))
    stands = {text(each, "vpcId") for each in resources.of(FIREWALL) if text(each, "firewallPolicyArn") == arn}
    return [text(each, "cidrBlock") for each in resources.of("aws:ec2/vpc:Vpc") if each.id in stands] or ["any"]
