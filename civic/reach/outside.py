"""Between networks and the internet: what leaves is inspected and called by an allowed name, what is private never leaves, nothing comes in."""

from collections.abc import Iterator
from dataclasses import replace

from civic.reach.classes import Passing, classes, dropped_beside, passing
from civic.reach.filters import NamePattern
from civic.reach.graph import Graph, Outcome
from civic.reach.paths import by_way_of
from civic.reach.promises import Promises
from civic.reach.sets import ICMP, TCP, UDP, Box, Intervals, addresses_text, blocks, service, services_text
from civic.reach.wrongs import Wrong

TRANSLATED = Intervals.of(span for each in (TCP, UDP, ICMP) for span in service(each))
"""What a gateway that translates addresses passes on (Amazon VPC User Guide, "NAT gateway basics"); a firewall of Azure's passes no more."""
PROTOCOL = {"tcp": TCP, "udp": UDP, "icmp": ICMP}
PRIVATE = blocks(("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"))
"""RFC 1918 and RFC 6598: nobody on the internet has an address in them."""


def wrongs(graph: Graph, promises: Promises) -> Iterator[Wrong]:
    """Every way to the internet and from it that nobody promised."""
    owned = blocks(promises.owned.get(graph.cloud, ())) | graph.inside
    allowed = _Allowed(graph, promises)
    for reach in classes(graph):
        for outcome in reach.outcomes:
            if outcome.end.kind not in ("internet", "translated"):
                continue
            yield from _private(outcome, owned)
            if not outcome.checked:
                told = f"{reach.example.step.text} reaches the internet at {outcome.end.step.text} past inspection{by_way_of(outcome)}"
                yield Wrong("inspected", told, _last(outcome))
                continue
            for found in passing(graph, reach, outcome):
                yield from allowed.wrongs(found)
            yield from _answered(graph, reach.addresses, outcome)
    for name in promises.blocked:
        for network in graph.networks.values():
            if network.holder.kind not in ("hub", "premises") and graph.blocking(network.id, name) is None:
                why = graph.unblocking.get(network.id, "")
                yield Wrong("blocked", f"{network.holder} resolves {name}, which the platform blocks{f': {why}' if why else ''}", network.step.urn)
    for step, why in graph.inbound:
        yield Wrong("closed", f"{step.text} is reached from the internet: {why}", step.urn)


def _last(outcome: Outcome) -> str:
    return outcome.end.step.urn or next((each.urn for each in reversed(outcome.steps) if each.urn), "")


def _private(outcome: Outcome, owned: Intervals) -> Iterator[Wrong]:
    """What is inside is what ledgers, hubs and cells hold; and what nobody on the internet can have."""
    ending = outcome.destinations & (PRIVATE | owned)
    if ending:
        told = f"packets to {addresses_text(ending)} leave for the internet at {outcome.end.step.text}{by_way_of(outcome)}"
        routes = [each.urn for each in outcome.steps if each.urn]
        yield Wrong("translated", told, routes[-1] if routes else "")


def _answered(graph: Graph, sources: Intervals, outcome: Outcome) -> Iterator[Wrong]:
    """What the internet answers comes back through what the call passed."""
    subnet = graph.subnets.get(outcome.end.at)
    if outcome.end.kind != "translated" or subnet is None:
        return
    routes = f"; {graph.nodes[subnet.node].routes}" if graph.nodes[subnet.node].routes else ""
    for back in graph.outcomes(subnet.node, sources):
        if back.end.kind != "network":
            where = back.end.at if back.end.kind == "nowhere" else f"they end at {back.end.step.text}"
            told = f"answers from the internet to {addresses_text(back.destinations)} do not come back: {where}{by_way_of(back)}"
            yield Wrong("symmetric", told, subnet.step.urn)
        elif set(back.checked) != set(outcome.checked):
            told = f"answers from the internet to {addresses_text(back.destinations)} pass another firewall endpoint than the calls, or none{routes}"
            yield Wrong("symmetric", told, next((each.urn for each in back.steps[1:] if each.urn), subnet.step.urn))


class _Allowed:
    """Names that records allow, by the network that calls them."""

    def __init__(self, graph: Graph, promises: Promises) -> None:
        self._graph = graph
        self._held: dict[str, list[tuple[Box, tuple[NamePattern, ...]]]] = {}
        for names in promises.names:
            if names.cloud == graph.cloud:
                services = Intervals.of(span for protocol, port in names.ports for span in service(PROTOCOL[protocol], port, port))
                patterns = tuple(_pattern(domain) for domain in names.domains)
                for network in graph.networks_of(blocks(names.sources)):
                    self._held.setdefault(network.id, []).append((Box(blocks(names.sources), services=services), patterns))

    def wrongs(self, found: Passing) -> Iterator[Wrong]:
        """What gets out to a name that its network may not call."""
        rule = found.rule
        box = replace(found.box, services=found.box.services & TRANSLATED)
        if rule is None or not box:
            return
        for network in self._graph.networks_of(box.sources):
            mine = replace(box, sources=box.sources & network.addresses)
            if not rule.names:
                told = f"{network.holder} reaches the internet by whatever name ({services_text(mine.services)}): {rule.text}"
                yield Wrong("named", f"{told}{dropped_beside(self._graph, found, mine)}", rule.urn)
                return
            for name in rule.names:
                fitting = [each for each, patterns in self._held.get(network.id, ()) if any(pattern.covers(name) for pattern in patterns)]
                if left := replace(mine, destinations=box.destinations).without_all(fitting):
                    told = f"{network.holder} calls {name} ({services_text(left[0].services)}), which no record allows it: {rule.text}"
                    yield Wrong("named", told, rule.urn)
                    return


def _pattern(domain: str) -> NamePattern:
    """As records write it. What is below a name is that name's owner's, and so is the name."""
    return NamePattern(domain.removeprefix("*.").lower(), below=domain.startswith("*."))
