"""Calls to try, drawn by chance: some among all hosts, names and private addresses that nobody has, some among what rules of the lab speak of."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from tests.lab.parts import Call, Host, Lab

NOBODY = ("10.255.255.9", "100.64.7.7", "172.20.1.1", "192.168.77.7", "10.32.200.1")
PORTS = (22, 80, 123, 443, 3000, 3456, 5432, 8069, 31443)
PING = ("icmp", 0)


@dataclass(frozen=True)
class _Spoken:
    """What one rule speaks of."""

    callers: tuple[Host, ...]
    called: tuple[Host | str, ...]
    """Hosts, or names on the internet."""
    services: tuple[tuple[str, int], ...]
    between: bool
    """It stands on the way, and not at a host."""


def sample(lab: Lab, chance: random.Random, count: int, callers: Sequence[Host]) -> list[Call]:
    """That many different calls."""
    spoken: dict[tuple[object, ...], list[_Spoken]] = {}
    for each in dict.fromkeys(_spoken(lab, callers)):
        if each.callers and each.called:
            spoken.setdefault((each.between, each.services), []).append(each)
    found: dict[tuple[str, str, str, int], Call] = {}
    while len(found) < count:
        # Ports first, so that those of one rule are tried as often as those of a hundred.
        rule = chance.choice(spoken[chance.choice(list(spoken))])
        call = _of_rule(lab, chance, rule) if chance.random() < 0.6 else _any(lab, chance, callers)
        if call.called != call.caller:
            found.setdefault((call.caller.address, call.address, call.protocol, call.port), call)
    return list(found.values())


def _any(lab: Lab, chance: random.Random, callers: Sequence[Host]) -> Call:
    caller = chance.choice(callers)
    kind = chance.random()
    if kind < 0.3:
        name = chance.choice(list(lab.names))
        return _call(lab, caller, name, *chance.choice([("tcp", 443), ("tcp", 443), ("tcp", 80), ("tcp", 22), ("udp", 123), ("udp", 443), PING]))
    if kind < 0.35:
        return Call(caller, chance.choice(NOBODY), *chance.choice([("tcp", 443), ("udp", 53), PING]))
    network = _network(lab, caller)
    called = chance.choice([host for host in lab.hosts if host is not caller and (_network(lab, host) == network) is (kind < 0.7)])
    if called.answers and chance.random() < 0.5:
        return _call(lab, caller, called, *chance.choice(sorted(called.answers)))
    return _call(lab, caller, called, *chance.choice([("tcp", 443), ("tcp", chance.choice(PORTS)), ("udp", chance.choice((53, 123, 443))), PING]))


def _of_rule(lab: Lab, chance: random.Random, rule: _Spoken) -> Call:
    """Something that the rule means, or a port or a name beside it."""
    caller, called = chance.choice(rule.callers), chance.choice(rule.called)
    if isinstance(called, str) and chance.random() < 0.3:
        called = chance.choice(list(lab.names))
    protocol, port = chance.choice(rule.services)
    beside = 1 if port and chance.random() < 0.2 else 0
    return _call(lab, caller, called, protocol, port + beside)


def _call(lab: Lab, caller: Host, called: Host | str, protocol: str, port: int) -> Call:
    if isinstance(called, str):
        return Call(caller, lab.names[called], protocol, port, None, called)
    return Call(caller, called.address, protocol, port, called)


def _network(lab: Lab, host: Host) -> str:
    """What leads to the subnet of a host inside its network: the first that it is linked to."""
    return next(other for one, other in lab.links if one == host.subnet)


def _spoken(lab: Lab, callers: Sequence[Host]) -> Iterator[_Spoken]:
    """Rules as they stand in the lab, by whom and what they name; at a host what they leave out is the host itself."""
    hosts = {host.name: host for host in lab.hosts}
    for namespace in lab.namespaces.values():
        own = hosts.get(namespace.name)
        for line in namespace.rules.splitlines():
            sources, destinations = _ends(line, "saddr"), _ends(line, "daddr")
            if not sources and not destinations:
                continue
            calling = tuple(host for host in callers if _in(host.address, sources)) if sources or not own else (own,) if own in callers else ()
            called: tuple[Host | str, ...] = tuple(host for host in lab.hosts if _in(host.address, destinations))
            called += tuple(name for name, address in lab.names.items() if _in(address, destinations))
            yield _Spoken(calling, called if destinations or not own else (own,), tuple(_services(line)), own is None)


def _ends(line: str, side: str) -> tuple[IPv4Network, ...]:
    """Ranges that a rule names; none where it says only what it does not mean."""
    found = re.search(rf"ip {side} \{{? ?([\d./, ]+)", line)
    return tuple(IPv4Network(each.strip()) for each in found[1].split(",") if each.strip()) if found else ()


def _in(address: str, ranges: Sequence[IPv4Network]) -> bool:
    return not ranges or any(IPv4Address(address) in each for each in ranges)


def _services(line: str) -> Iterator[tuple[str, int]]:
    found = re.search(r"(tcp|udp|th) dport \{? ?(\d+)", line)
    if found:
        yield ("udp" if found[1] == "udp" else "tcp"), int(found[2])
    elif "icmp" in line:
        yield PING
    else:
        yield from (("tcp", 443), ("udp", 53), PING)
