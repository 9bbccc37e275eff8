"""Rule groups of AWS Network Firewall that are not written as Suricata's text: lists of domains, rules of five parts, and stateless rules.

Sources: AWS Network Firewall Developer Guide, "Stateful domain list rule groups in AWS Network Firewall" (the rules that a list becomes),
"Standard stateful rule groups", "Stateless rule groups" and "Evaluation order for stateless rule groups" (by the priority of the group, then of the
rule; the first that matches decides); API Reference, ``MatchAttributes``.
"""

from collections.abc import Iterator, Mapping, Sequence

from civic.plan import Resource
from civic.reach.filters import FilterRule
from civic.reach.resources import Resources, listed, mapping, parsed
from civic.reach.sets import ANY_SERVICE, ANYWHERE, LAST_PORT, TCP, UDP, Box, Intervals, blocks, service

PASS, DROP, FORWARD = "aws:pass", "aws:drop", "aws:forward_to_sfe"
KEYWORDS = {"TLS_SNI": ("tls", "tls.sni"), "HTTP_HOST": ("http", "http.host")}


def text_of(source: Mapping, variables: Sequence[str]) -> str | None:
    """The rules of a group as Suricata's text; ``None`` where they are written in no way that is read."""
    if isinstance(source.get("rulesString"), str):
        return str(source["rulesString"])
    if source.get("rulesSourceList"):
        return "\n".join(_of_domains(mapping(source["rulesSourceList"]), variables))
    if source.get("statefulRules"):
        return "\n".join(_of_parts(mapping(each)) for each in listed(source["statefulRules"]))
    return None


def _of_domains(given: Mapping, variables: Sequence[str]) -> Iterator[str]:
    """A list that allows also drops whatever of its protocols it does not name."""
    allows = given.get("generatedRulesType") == "ALLOWLIST"
    ends = f"{'$HOME_NET' if 'HOME_NET' in variables else 'any'} any -> {'$EXTERNAL_NET' if 'EXTERNAL_NET' in variables else 'any'} any"
    kinds = [KEYWORDS[str(each)] for each in listed(given.get("targetTypes")) if str(each) in KEYWORDS]
    for protocol, keyword in kinds:
        for target in map(str, listed(given.get("targets"))):
            place = "dotprefix; " if target.startswith(".") else ""
            begins = "" if target.startswith(".") else "startswith; "
            yield f'{"pass" if allows else "drop"} {protocol} {ends} ({keyword}; {place}content:"{target}"; {begins}endswith; flow:to_server;)'
    if allows:
        yield from (f"drop {protocol} {ends} (app-layer-protocol:{protocol}; flow:to_server;)" for protocol, _ in kinds)


def _of_parts(rule: Mapping) -> str:
    header = mapping(rule.get("header"))
    source, source_port, destination, port = (_any(header.get(key)) for key in ("source", "sourcePort", "destination", "destinationPort"))
    arrow = "<>" if header.get("direction") == "ANY" else "->"
    options = [_option(mapping(each)) for each in listed(rule.get("ruleOptions"))]
    protocol = str(header.get("protocol")).lower()
    return f"{str(rule.get('action')).lower()} {protocol} {source} {source_port} {arrow} {destination} {port} ({' '.join(options)})"


def _any(value: object) -> str:
    return "any" if str(value).lower() == "any" else str(value)


def _option(option: Mapping) -> str:
    settings = ",".join(map(str, listed(option.get("settings"))))
    return f"{option.get('keyword')}{f':{settings}' if settings else ''};"


def stateless_rules(policy: Resource, settings: Mapping, groups: Mapping[str, Resource], resources: Resources) -> tuple[list[FilterRule], list[Box]]:
    """Rules of stateless groups that let pass or drop, each for what none before it decides; and all packets that they decide, or hand on.

    What they let pass is let pass in one direction: whether the answer comes back hangs on other rules, so that nothing is promised of it.
    """
    references = sorted((mapping(each) for each in listed(settings.get("statelessRuleGroupReferences"))), key=_priority)
    found: list[FilterRule] = []
    decided: list[Box] = []
    for reference in references:
        group = groups.get(str(reference.get("resourceArn")))
        if group is None:
            resources.unknown(policy, f"its stateless rule group {reference.get('resourceArn')} is of no plan, and comes before everything else")
            continue
        source = mapping(mapping(group.inputs.get("ruleGroup")).get("rulesSource"))
        rules = listed(mapping(source.get("statelessRulesAndCustomActions")).get("statelessRules"))
        for rule in sorted(map(mapping, rules), key=_priority):
            definition = mapping(rule.get("ruleDefinition"))
            box, exact = _matched(group, mapping(definition.get("matchAttributes")))
            actions, told = listed(definition.get("actions")), f"stateless rule {int(_priority(rule))} of {group.name}"
            if FORWARD not in actions:
                passes = PASS in actions
                kept = exact and not passes
                found += [FilterRule(passes, left, told, group.urn, exact=kept, answers=not passes) for left in box.without_all(decided)]
            if exact:
                decided.append(box)
    return found, decided


def _priority(each: Mapping) -> float:
    return float(each.get("priority") or 0)


def _matched(group: Resource, attributes: Mapping) -> tuple[Box, bool]:
    """Packets that a rule matches, and whether it matches all of these."""
    sources, destinations = (_addresses(group, key, listed(attributes.get(key))) for key in ("sources", "destinations"))
    protocols = [int(float(str(each))) for each in listed(attributes.get("protocols"))]
    ports = Intervals.of(span for each in listed(attributes.get("destinationPorts")) for span in _ports(group, mapping(each)))
    exact = not listed(attributes.get("sourcePorts")) and not listed(attributes.get("tcpFlags"))
    return Box(sources, destinations, _services(protocols, ports)), exact


def _addresses(group: Resource, key: str, given: list) -> Intervals:
    ranges = [str(mapping(each).get("addressDefinition")) for each in given]
    return parsed(group, key, ", ".join(ranges), lambda _: blocks(ranges)) if ranges else ANYWHERE


def _ports(group: Resource, given: Mapping) -> Intervals:
    low, high = given.get("fromPort"), given.get("toPort")
    last = low if high is None else high
    return parsed(group, "destinationPorts", f"{low}-{last}", lambda _: service(0, int(float(str(low))), int(float(str(last)))))


def _services(protocols: list[int], ports: Intervals) -> Intervals:
    """``ports``: as services of protocol 0. Ports mean something for TCP and UDP alone."""
    if not protocols and not ports:
        return ANY_SERVICE
    spans = [(low & LAST_PORT, high & LAST_PORT) for low, high in ports]
    chosen = protocols or [TCP, UDP]
    with_ports = [service(each, *span) for each in chosen if each in (TCP, UDP) for span in (spans or [(0, LAST_PORT)])]
    others = [service(each) for each in chosen if each not in (TCP, UDP)]
    return Intervals.of(span for found in (*with_ports, *others) for span in found)
