"""Rules about reach. They are asked of the networks of all plans together, by ``civic.reach``, and not of single resources."""

from collections.abc import Iterable, Iterator, Mapping

from civic.plan import stack_of
from civic.reach.delivery import Delivery
from civic.reach.wrongs import Wrong
from policies.checks import Finding, estate_finding
from policies.rule import Rule, Severity


def _rule(id: str, title: str, why: str, severity: Severity, remediation: str) -> Rule:
    return Rule(id=id, title=title, why=why, severity=severity, types=(), remediation=remediation, scope="estate")


DELIVERED = _rule(
    "reach-delivered",
    "What the records promise is reachable",
    "A service that is agreed and cannot be called is found out by those who need it, on the day that they do.",
    "high",
    "Mend the hop that stops it; 'civic reach A B' shows every hop.",
)
KNOWN = _rule(
    "reach-known",
    "Everything that routes, filters or names is read",
    "A proof over something unknown is none.",
    "high",
    "Mend what is dangling; of a type that is not read, say in civic/catalogue what it is and teach civic/reach, or take it out of the plan.",
)
ISOLATED = _rule(
    "reach-isolated",
    "No network leads to another but by an agreement, and through inspection",
    "Hundreds of bodies share one network; a way from one to another turns one body's breach into everybody's.",
    "critical",
    "Narrow the rule or route that opens it, or make the agreement that would promise it.",
)
AGREED = _rule(
    "reach-agreed",
    "An agreement is reached by its own consumer's applications alone",
    "Whoever comes through an agreement is taken for its consumer.",
    "critical",
    "Let the consumer's own applications call it alone, or give the consumer dedicated hosting.",
)
INSPECTED = _rule(
    "reach-inspected",
    "Nothing leaves for the internet but through inspection",
    "What nobody looks at is how data leaves and how orders to broken machines come in.",
    "critical",
    "Take the route or gateway away; the hub leads to the internet.",
)
NAMED = _rule(
    "reach-named",
    "Nothing leaves for the internet but to the domains that records allow",
    "A rule that lets more names pass than the record says is one that nobody has decided.",
    "high",
    "Narrow the firewall's rule to the record, or let the record allow the domain.",
)
CLOSED = _rule(
    "reach-closed",
    "Nothing is reached from the internet but what is published, past the edge's firewall",
    "What the whole world can call is attacked within minutes. The edge is the one door, and leads to what a record publishes alone.",
    "critical",
    "Take the public address or the name away, publish it in the body's record, or put the edge's firewall back.",
)
TRANSLATED = _rule(
    "reach-translated",
    "No private address ends at a way to the internet",
    "A packet to an address inside that leaves for the internet is lost, or answered by a stranger.",
    "high",
    "Give the range a route that leads inside.",
)
SYMMETRIC = _rule(
    "reach-symmetric",
    "Answers pass the same firewall as calls",
    "A firewall that has not seen the call drops the answer: connections fail, in one zone and not in another.",
    "high",
    "Lead both directions through one endpoint of the zone, with appliance mode on the attachment.",
)
SEPARATE = _rule(
    "reach-separate",
    "The hub and its management are reached by nobody",
    "Whoever holds the hub holds everybody's traffic.",
    "critical",
    "Take the interface out of the hub's network, or close it.",
)
BLOCKED = _rule(
    "reach-blocked",
    "Names that the platform blocks are resolved for nobody",
    "A list of bad names that one network does not ask protects everybody but that one.",
    "high",
    "Associate the network with the hub's profile or DNS security policy, and the list with its rule.",
)
BY_INVARIANT: Mapping[str, Rule] = {
    "known": KNOWN,
    "isolated": ISOLATED,
    "agreed": AGREED,
    "inspected": INSPECTED,
    "named": NAMED,
    "closed": CLOSED,
    "translated": TRANSLATED,
    "symmetric": SYMMETRIC,
    "separate": SEPARATE,
    "blocked": BLOCKED,
}
RULES = (DELIVERED, *BY_INVARIANT.values())


def undelivered_findings(undelivered: Iterable[Delivery], stacks: Mapping[str, str], sources: Mapping[str, str]) -> Iterator[Finding]:
    """Promises that are not delivered, at the hop that stops them. ``stacks``: caller's owner -> the stack of its network."""
    for each in undelivered:
        urn = each.trace.at
        stack = stack_of(urn) if urn else stacks.get(each.promise.caller.owner, "")
        message = f"{each.promise}: {each.trace.stopped}"
        yield estate_finding(DELIVERED, "broken", stack, urn, source=sources.get(urn, ""), message=message, remediation=DELIVERED.remediation)


def wrong_findings(wrongs: Iterable[Wrong], sources: Mapping[str, str]) -> Iterator[Finding]:
    """What must not be reachable and is."""
    for each in wrongs:
        rule, kind = BY_INVARIANT[each.invariant], "undecidable" if each.unknown else "broken"
        source = sources.get(each.urn, "")
        yield estate_finding(rule, kind, stack_of(each.urn), each.urn, source=source, message=each.text, remediation=rule.remediation)
