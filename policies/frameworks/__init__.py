"""Frameworks as data: each a file with its controls, and for each control the rules that are evidence for it.

A framework is one new file of this folder. What a file names and what does not exist is refused.
"""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from civic.errors import InputError
from policies.registry import rule_ids

FOLDER = Path(__file__).resolve().parent
KEYS = ("name", "version", "source", "controls")
CONTROL_KEYS = ("title", "rules", "faults")


class FrameworkError(InputError):
    """A framework's file says what cannot be. The message names file, place, what was found, what is allowed and the nearest."""


@dataclass(frozen=True)
class Control:
    """One requirement of a framework."""

    title: str
    rules: tuple[str, ...]
    """Ids of the rules that are evidence for it; none where no rule is."""
    faults: tuple[str, ...] = ()
    """Regular expressions of how those rules' messages begin that are faults by this control; all of them where there are none.

    A rule may demand more of a resource than one control does.
    """

    def is_broken_by(self, message: str) -> bool:
        """Whether a broken rule that says ``message`` is a fault by this control."""
        return not self.faults or any(re.match(fault, message) for fault in self.faults)


@dataclass(frozen=True)
class Framework:
    """A set of controls that auditors ask about."""

    key: str
    """The file's name without its ending."""
    name: str
    version: str
    source: str
    """Where its text is."""
    controls: Mapping[str, Control]


@lru_cache(maxsize=1)
def frameworks() -> tuple[Framework, ...]:
    """Every framework of this folder. Raises ``FrameworkError``."""
    return tuple(read(path, rule_ids()) for path in sorted(FOLDER.glob("*.yaml")))


def framework(key: str) -> Framework:
    """The framework of this key. Raises ``FrameworkError`` for one that has no file here."""
    known = {one.key: one for one in frameworks()}
    if key not in known:
        raise FrameworkError(f"no framework '{key}'; there are {', '.join(known)}{_nearest(key, known)}")
    return known[key]


@lru_cache(maxsize=1024)
def controls_of(rule_id: str, message: str = "") -> Mapping[str, tuple[str, ...]]:
    """Framework -> the controls that this rule is evidence for; with ``message`` those by which it is a fault."""
    cited = {
        one.key: tuple(key for key, control in one.controls.items() if rule_id in control.rules and (not message or control.is_broken_by(message)))
        for one in frameworks()
    }
    return {key: controls for key, controls in cited.items() if controls}


def read(path: Path, rules: Collection[str]) -> Framework:
    """The framework in a file. Raises ``FrameworkError``."""
    try:
        data = YAML(typ="rt", pure=True).load(path.read_text(encoding="utf-8-sig"))
    except (MarkedYAMLError, UnicodeDecodeError) as error:
        raise FrameworkError(f"{path}: {error}") from None
    problems = [*_wrong(data, rules)]
    if problems:
        raise FrameworkError("\n".join(f"{path}: {problem}" for problem in problems))
    controls = {
        key: Control(control["title"], tuple(control.get("rules") or ()), tuple(control.get("faults") or ()))
        for key, control in data["controls"].items()
    }
    return Framework(path.stem, data["name"], data["version"], data["source"], controls)


def _wrong(data: Any, rules: Collection[str]) -> Iterator[str]:
    if not isinstance(data, dict):
        yield f"expected {', '.join(KEYS)}, found {type(data).__name__}"
        return
    yield from _unknown_keys("", data, KEYS)
    for key in KEYS[:-1]:
        if not isinstance(data.get(key), str):
            yield f"{key}: found {data.get(key)!r}; allowed: text, in quotes where it looks like a number"
    controls = data.get("controls")
    if not isinstance(controls, dict):
        yield f"controls: found {type(controls).__name__}; allowed: control -> title and rules"
        return
    for key, control in controls.items():
        yield from _wrong_control(key, control, rules)


def _wrong_control(key: Any, control: Any, rules: Collection[str]) -> Iterator[str]:
    if not isinstance(key, str):
        # 7.10 without quotes is the number 7.1.
        yield f'controls: found {key!r}, a {type(key).__name__}; allowed: text, as "{key}" in quotes'
        return
    if not isinstance(control, dict):
        yield f"controls.{key}: found {control!r}; allowed: {' and '.join(CONTROL_KEYS)}"
        return
    yield from _unknown_keys(f"controls.{key}", control, CONTROL_KEYS)
    if not isinstance(control.get("title"), str):
        yield f"controls.{key}.title: found {control.get('title')!r}; allowed: text"
    yield from _wrong_faults(f"controls.{key}.faults", control)
    cited = control.get("rules") or ()
    if not isinstance(cited, list | tuple):
        yield f"controls.{key}.rules: found {cited!r}; allowed: a list of rule ids"
        return
    for place, one in enumerate(cited):
        if one not in rules:
            yield f"controls.{key}.rules[{place}]: found '{one}', which is no rule; allowed: an id that 'civic rules' lists{_nearest(one, rules)}"
        elif one in list(cited)[:place]:
            yield f"controls.{key}.rules[{place}]: found '{one}' a second time; allowed: each rule once"


def _wrong_faults(place: str, control: Mapping[str, Any]) -> Iterator[str]:
    faults = control.get("faults") or ()
    if not isinstance(faults, list | tuple):
        yield f"{place}: found {faults!r}; allowed: a list of regular expressions"
        return
    if faults and not control.get("rules"):
        yield f"{place}: found faults without rules; allowed: how messages of the control's rules begin"
    for number, fault in enumerate(faults):
        try:
            re.compile(fault)
        except (re.error, TypeError) as error:
            yield f"{place}[{number}]: found {fault!r}; allowed: a regular expression ({error})"


def _unknown_keys(place: str, data: Mapping[str, Any], allowed: Collection[str]) -> Iterator[str]:
    for key in data:
        if key not in allowed:
            where = f"{place}.{key}" if place else str(key)
            yield f"{where}: found an unknown key; allowed: {', '.join(allowed)}{_nearest(key, allowed)}"


def _nearest(word: object, allowed: Collection[str]) -> str:
    near = difflib.get_close_matches(str(word), sorted(allowed), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
