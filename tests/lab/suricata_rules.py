"""Planned firewall rules as nftables, for a lab. A name stands for the address that the lab gives it.

Sources: Suricata User Guide, "Rules Format" and "Action-order"; AWS Network Firewall Developer Guide, "Evaluation order for stateful rule groups"
(strict order: as written, by the priority of their groups; then the default actions of the policy).
"""

import re
from collections.abc import Iterator, Mapping

OVER_TCP = ("tls", "http")


def in_nftables(text: str, names: Mapping[str, str]) -> Iterator[str]:
    """Rules of a text, one line each."""
    for line in filter(None, map(str.strip, text.splitlines())):
        match = re.fullmatch(r"(\w+) (\w+) (\S+) (\S+) -> (\S+) (\S+) \((.*)\)", line)
        if match is None:
            raise ValueError(f"the lab cannot read {line}")
        action, protocol, source, source_port, destination, port, options = match.groups()
        assert source_port == "any", line
        called = _called(options, names)
        if called is not None and not called:
            # No name of the lab is meant.
            continue
        asked = ["ct direction original"] if "to_server" in options else []
        asked += _addresses("saddr", source) + _addresses("daddr", destination)
        asked += [f"ip daddr {{ {', '.join(called)} }}"] if called else []
        asked += _protocol(protocol, port)
        yield f"{' '.join(asked)} {'accept' if action == 'pass' else 'drop'}"


def _called(options: str, names: Mapping[str, str]) -> list[str] | None:
    """Addresses that stand for the names of a rule; None where it names none."""
    content = re.search(r'content:"([^"]*)"', options)
    if content is None:
        return None
    wanted = content[1].lower()
    if "dotprefix" in options:
        return [address for name, address in names.items() if f".{name}".endswith(wanted)]
    assert {"startswith", "endswith"} <= {each.strip() for each in options.split(";")}, options
    return [address for name, address in names.items() if name == wanted]


def _addresses(side: str, text: str) -> list[str]:
    if text == "any":
        return []
    plain = text.lstrip("!").strip("[]")
    return [f"ip {side} {'!= ' if text.startswith('!') else ''}{{ {plain.replace(',', ', ')} }}"]


def _protocol(protocol: str, port: str) -> list[str]:
    if protocol == "ip":
        return []
    if protocol == "icmp":
        return ["ip protocol icmp"]
    spoken = "tcp" if protocol in OVER_TCP else protocol
    if port == "any":
        return [f"ip protocol {spoken}"]
    plain = port.lstrip("!").strip("[]").replace(":", "-").replace(",", ", ")
    return [f"{spoken} dport {'!= ' if port.startswith('!') else ''}{{ {plain} }}"]
