"""Whose a finding is to mend, at which line of which file, and what they would write there."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from civic.errors import InputError
from civic.estate.layers import StackName
from civic.records.owners import PLATFORM
from civic.records.reading import Text, read
from policies import Finding

SECTIONS = {
    "Access": "access",
    "Application": "applications",
    "Budget": "budget",
    "HostingCell": "hosting",
    "NetworkConnection": "connection",
    "ServiceOffer": "offers",
    "ServiceSubscription": "subscriptions",
    "VoiceConnection": "voice",
}
"""Component -> the key of a body's record that asks for it. What is not here follows from the choice of a cloud."""
_COMPONENT = re.compile(r"civic-[a-z]+:index:(\w+)\$")


@dataclass(frozen=True)
class Mending:
    """What becomes of a finding."""

    who: str
    """The body, ``platform``, or nothing for a stack of somebody else's."""
    write: str
    file: str = ""
    """Where they would write it; nothing where it is not known."""
    line: int = 0
    cause: str = ""
    """The record that led to it: of the body, or the platform's own."""
    cause_line: int = 0


def mending(finding: Finding, estate: Path) -> Mending:
    """Whose it is. ``estate`` is the folder of the records; without it nothing is known of lines in them."""
    name = _stack_name(finding.stack)
    if name is None:
        file, line = _split(finding.source)
        return Mending("", finding.remediation, file, line)
    record = estate / "platform.yaml" if name.body == PLATFORM else estate / "organisations" / f"{name.body}.yaml"
    text = _text(record)
    cause = str(record) if text else ""
    if finding.record:
        line = _line(text, finding.record) if text else 0
        return Mending(name.body, finding.write, cause, line, cause, line)
    file, line = _split(finding.source)
    # What a component makes wrongly for one body it makes so for all: the program is the platform's.
    return Mending(PLATFORM, finding.remediation, file, line, cause, _cause_line(text, name, finding) if text else 0)


def _stack_name(stack: str) -> StackName | None:
    try:
        return StackName.parse(stack)
    except InputError:
        return None


def _split(source: str) -> tuple[str, int]:
    path, _, line = source.rpartition(":")
    return (path, int(line)) if path and line.isdigit() else (source, 0)


@lru_cache(maxsize=1024)
def _text(record: Path) -> Text | None:
    try:
        return read(record)
    except (InputError, OSError):
        return None


def _cause_line(text: Text, name: StackName, finding: Finding) -> int:
    """Line of what a record asks for, as far as the component that made the resource tells."""
    if name.body == PLATFORM:
        return text.line((name.cloud,))
    components = _COMPONENT.findall(finding.urn.split("::")[2])
    section = next((SECTIONS[one] for one in components if one in SECTIONS), "")
    entries = text.data.get(section)
    if isinstance(entries, list):
        # Logical names are a contract: they hold the keys of what they were made for.
        for place, entry in enumerate(entries):
            keys = [str(entry[key]) for key in ("name", "provider", "offer", "group") if isinstance(entry, dict) and key in entry]
            if keys and all(key in finding.name for key in keys):
                return text.line((section, place))
    return text.line((section,)) if section in text.data else text.line(("clouds",))


def _line(text: Text, keys: tuple[str, ...]) -> int:
    """Line of the nearest that there is of ``keys``; in a list a key is a text of the entry that is meant."""
    path: list[str | int] = []
    data = text.data
    for key in keys:
        if isinstance(data, dict) and key in data:
            path, data = [*path, key], data[key]
        elif isinstance(data, list):
            place = next((number for number, entry in enumerate(data) if isinstance(entry, dict) and key in map(str, entry.values())), None)
            if place is None:
                break
            path, data = [*path, place], data[place]
        else:
            break
    return text.line(tuple(path))
