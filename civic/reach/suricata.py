"""Firewall rules as Suricata writes them, read as sets of packets.

Sources: Suricata User Guide, "Rules Format", "DNS/TLS/HTTP keywords" and "Transformations"; AWS Network Firewall Developer Guide,
"Examples of stateful rules". A keyword that is not known here makes the rule inexact: it may match less than is read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from civic.reach.errors import ReachError
from civic.reach.filters import FilterRule, NamePattern
from civic.reach.sets import ANY_SERVICE, ANYWHERE, LAST_PORT, PROTOCOLS, TCP, UDP, Box, Intervals, block, service

_RULE = re.compile(r"(?P<action>\w+)\s+(?P<protocol>[\w-]+)\s+(?P<head>.+?)\s*\((?P<options>.*)\)\s*")
_OVER_TCP = frozenset({"tls", "http", "http1", "http2", "smtp", "ftp", "ssh", "smb", "imap"})
_SILENT = frozenset({"msg", "sid", "rev", "flow", "nocase", "startswith", "endswith", "dotprefix", "classtype", "metadata", "reference", "priority"})
"""Keywords that narrow nothing by themselves, or that are read beside ``content``."""
_NAMES = frozenset({"tls.sni", "http.host", "tls_sni", "http_host"})
PASSING, DROPPING, WATCHING = frozenset({"pass"}), frozenset({"drop", "reject", "rejectsrc", "rejectdst", "rejectboth"}), frozenset({"alert"})


@dataclass(frozen=True)
class Variables:
    """Sets of addresses and ports that a rule names with ``$``."""

    addresses: Mapping[str, Sequence[str]]
    ports: Mapping[str, Sequence[str]]


def rules(text: str, urn: str, variables: Variables | None = None) -> Iterator[FilterRule]:
    """Rules of a text in order, without those that only watch. Raises ``ReachError`` with the line that is no rule."""
    named = variables or Variables({}, {})
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if line and not line.startswith("#"):
            try:
                yield from _rule(line, urn, named)
            except ValueError as error:
                name = urn.rpartition("::")[2]
                raise ReachError(f"{name}: line {number} of its rules, '{line[:120]}': {error}") from None


def _rule(line: str, urn: str, variables: Variables) -> Iterator[FilterRule]:
    match = _RULE.fullmatch(line)
    if not match or match["action"] not in PASSING | DROPPING | WATCHING:
        raise ValueError("found no rule of Suricata's; allowed: 'pass|drop|reject|alert PROTOCOL SOURCE PORT -> DESTINATION PORT (OPTIONS)'")
    if match["action"] in WATCHING:
        return
    parts = _words(match["head"])
    if len(parts) != 5 or parts[2] not in ("->", "<>"):
        raise ValueError(f"found '{match['head']}'; allowed: SOURCE PORT -> DESTINATION PORT")
    source, source_port, arrow, destination, port = parts
    options = _options(match["options"])
    sources, destinations = _addresses(source, variables), _addresses(destination, variables)
    boxes = [Box(sources, destinations, _services(match["protocol"], port, variables))]
    if arrow == "<>":
        boxes.append(Box(destinations, sources, _services(match["protocol"], source_port, variables)))
    flow = next((value for key, value in options if key == "flow"), "")
    if "to_client" in flow or "from_server" in flow:
        # It meets answers alone: no caller's packet.
        boxes = [Box(box.destinations, box.sources, box.services) for box in boxes]
    names, exact = _asked(options)
    exact = exact and (source_port == "any" or arrow == "<>") and match["protocol"] in {*PROTOCOLS, "ip", "tls", "http"}
    answers = not any(word in flow for word in ("to_server", "from_client"))
    for box in boxes:
        yield FilterRule(match["action"] in PASSING, box, line, urn, names, exact, answers)


def _words(text: str) -> list[str]:
    """Split at spaces outside of brackets."""
    return re.findall(r"!?\[[^\s].*?\]+(?=\s|$)|\S+", text)


def _options(text: str) -> list[tuple[str, str]]:
    """Keywords and their values, without quotes. A semicolon within quotes ends nothing."""
    parts = re.findall(r'((?:[^;"]|"[^"]*")+)', text)
    pairs = (part.strip().partition(":") for part in parts if part.strip())
    return [(key.strip(), value.strip().strip('"')) for key, _, value in pairs]


def _asked(options: Sequence[tuple[str, str]]) -> tuple[tuple[NamePattern, ...], bool]:
    """The name that a connection must show, and whether that is all that is asked of it."""
    keys = [key for key, _ in options]
    contents = [value for key, value in options if key == "content"]
    known = all(key in _SILENT or key in _NAMES or key == "content" for key in keys)
    if not contents:
        return (), known and not _NAMES.intersection(keys)
    if len(contents) != 1 or not _NAMES.intersection(keys) or contents[0].startswith("!"):
        return (), False
    content = contents[0].lower()
    ends, starts = "endswith" in keys, "startswith" in keys
    if "dotprefix" in keys and content.startswith(".") and ends and not starts:
        return (NamePattern(content[1:], below=True),), known
    if ends and starts and "dotprefix" not in keys:
        return (NamePattern(content),), known
    # A name that only contains, begins or ends with a text may be anybody's.
    return (), False


def _addresses(text: str, variables: Variables) -> Intervals:
    return _listed(text, ANYWHERE, lambda word: block(word), variables.addresses)


def _services(protocol: str, port: str, variables: Variables) -> Intervals:
    ports = _listed(port, Intervals(((0, LAST_PORT),)), _port, variables.ports)
    if protocol in ("ip", "any"):
        # Ports mean something for those protocols alone that have any.
        whole = ports.spans == ((0, LAST_PORT),)
        return ANY_SERVICE if whole else Intervals.of(span for each in (TCP, UDP) for span in _of_protocol(each, ports))
    number = PROTOCOLS.get(protocol, UDP if protocol in ("dns", "quic", "ntp", "dhcp") else TCP if protocol in _OVER_TCP else None)
    if number is None:
        raise ValueError(
            f"found protocol '{protocol}'; allowed here: {', '.join(sorted({*PROTOCOLS, *_OVER_TCP, 'ip', 'dns', 'quic', 'ntp', 'dhcp'}))}"
        )
    return Intervals.of(_of_protocol(number, ports))


def _of_protocol(number: int, ports: Intervals) -> Iterator[tuple[int, int]]:
    for low, high in ports:
        yield from service(number, low, high)


def _port(word: str) -> Intervals:
    first, colon, last = word.partition(":")
    low = int(first) if first else 0
    high = (int(last) if last else LAST_PORT) if colon else low
    if not 0 <= low <= high <= LAST_PORT:
        raise ValueError(f"ports {word}; allowed: two numbers from 0 to {LAST_PORT}, the smaller first")
    return Intervals(((low, high),))


def _listed(text: str, whole: Intervals, single, variables: Mapping[str, Sequence[str]]) -> Intervals:
    """A list in brackets, nested or negated: what its plain members say, without what its negated ones say."""
    text = text.strip()
    if text == "any":
        return whole
    if text.startswith("!"):
        return whole - _listed(text[1:], whole, single, variables)
    if text.startswith(("$", "@")):
        # A variable; or a reference to addresses that stand elsewhere (AWS: "Referencing Amazon VPC prefix lists").
        name = text.removeprefix("$")
        if name not in variables:
            raise ValueError(f"found {text}; allowed: a variable that the rule group gives: {', '.join(sorted(variables)) or 'it gives none'}")
        return Intervals.of(span for each in variables[name] for span in _listed(str(each), whole, single, variables))
    if not text.startswith("["):
        return single(text)
    members = _members(text[1:-1])
    plain = [_listed(each, whole, single, variables) for each in members if not each.startswith("!")]
    taken = [_listed(each[1:], whole, single, variables) for each in members if each.startswith("!")]
    chosen = Intervals.of(span for each in plain for span in each) if plain else whole
    for each in taken:
        chosen -= each
    return chosen


def _members(text: str) -> list[str]:
    """Members of a list, at commas outside of inner brackets."""
    found, depth, start = [], 0, 0
    for place, letter in enumerate(text):
        depth += (letter == "[") - (letter == "]")
        if letter == "," and not depth:
            found.append(text[start:place].strip())
            start = place + 1
    return [each for each in (*found, text[start:].strip()) if each]
