"""Changing one place of a record that people write by hand: every other line stays as it is, to the last space."""

from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from civic.errors import InputError
from civic.records.reading import parse

APPLICATIONS = "applications"
EXISTING = '{organisation: true, tenancies: {security: "222233334444"}, detection: [guardduty, securityhub, access-analyzer]}'
"""What an organisation on AWS often has that others have worked with: an account that its services are run from."""


class CannotEdit(InputError):
    """The file is written in a way that cannot be added to safely. The message says what to write by hand."""


def with_application(text: str, file: str, name: str, version: str, cloud: str = "") -> str:
    """The record with one more application at the end of its list. Raises ``CannotEdit``."""
    choice = {"name": name, "version": version, **({"cloud": cloud} if cloud else {})}
    written = [f"name: {name}", f'version: "{version}"', *([f"cloud: {cloud}"] if cloud else [])]
    data = parse(text, file).data
    body = text if text.endswith("\n") else f"{text}\n"
    keys, listed = _top(body), _top(body).get(APPLICATIONS)
    if listed and isinstance(listed[1], SequenceNode) and listed[1].value:
        changed_text = _spliced(body, _last_line(listed[1]) + 1, 0, _item(written, _dash_column(body, listed[1], file)))
    elif listed:
        changed_text = _spliced(body, listed[0].start_mark.line, 1, [f"{APPLICATIONS}:", *_item(written, 2)])
    else:
        changed_text = _spliced(body, _last_line(keys["hosting"][1]) + 1, 0, [f"{APPLICATIONS}:", *_item(written, 2)])
    return _checked(body, changed_text, file, {**data, APPLICATIONS: [*(data.get(APPLICATIONS) or ()), choice]}, written)


def with_version(text: str, file: str, number: int, version: str) -> str:
    """The record with another version of its application ``number`` (from 0). Raises ``CannotEdit``."""
    data = parse(text, file).data
    (node,) = (value for key, value in _top(text)[APPLICATIONS][1].value[number].value if key.value == "version")
    changed_text = f'{text[: node.start_mark.index]}"{version}"{text[node.end_mark.index :]}'
    chosen = [{**choice, "version": version} if place == number else choice for place, choice in enumerate(data[APPLICATIONS])]
    return _checked(text, changed_text, file, {**data, APPLICATIONS: chosen}, [f'version: "{version}"'])


def with_existing_organisation(text: str, file: str) -> str:
    """The platform record saying that the organisation on AWS is there, and who watches it; as it is where it speaks of what exists, or of no AWS."""
    _, section = _top(text).get("aws", (None, None))
    if not isinstance(section, MappingNode) or any(key.value == "existing" for key, _ in section.value):
        return text
    if section.flow_style:
        raise CannotEdit(f"{file}: 'aws' is written between brackets; write 'existing: {EXISTING}' into it by hand")
    first = min((key.start_mark for key, _ in section.value), key=lambda mark: mark.line)
    return _spliced(text, first.line, 0, [f"{' ' * first.column}existing: {EXISTING}"])


def _checked(before: str, changed_text: str, file: str, expected: dict[str, Any], written: list[str]) -> str:
    """The changed text, if it says what it should and at most one line is no longer what it was."""
    kept = set(changed_text.splitlines())
    changed = [line for line in before.splitlines() if line not in kept]
    if parse(changed_text, file).data != expected or len(changed) > 1:
        raise CannotEdit(f"{file}: '{APPLICATIONS}' cannot be added to without changing other lines; write by hand: {', '.join(written)}")
    return changed_text


def _top(text: str) -> dict[str, tuple[Node, Node]]:
    """Nodes of the top-level keys and of their values."""
    root = YAML(typ="safe", pure=True).compose(text)
    assert isinstance(root, MappingNode)
    return {key.value: (key, value) for key, value in root.value}


def _scalars(node: Node) -> Iterator[Node]:
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from (*_scalars(key), *_scalars(value))
    else:
        for value in node.value:
            yield from _scalars(value)


def _last_line(node: Node) -> int:
    """Line, from 0, of the last thing written in a value. A comment after it is somebody else's."""
    ends = [scalar.end_mark for scalar in _scalars(node)]
    return max(mark.line - (mark.column == 0) for mark in ends)


def _dash_column(text: str, listed: SequenceNode, file: str) -> int:
    if listed.flow_style or any(item.flow_style for item in listed.value):
        raise CannotEdit(
            f"{file}: '{APPLICATIONS}' is written between brackets; write it with dashes, each key on a line of its own, and run this again"
        )
    return text.splitlines()[listed.value[0].start_mark.line].index("-")


def _item(written: list[str], column: int) -> list[str]:
    indent = " " * column
    return [f"{indent}- {written[0]}", *(f"{indent}  {line}" for line in written[1:])]


def _spliced(text: str, place: int, instead: int, written: list[str]) -> str:
    """The text with lines put in at ``place`` (from 0), in the stead of ``instead`` lines."""
    lines = text.splitlines(keepends=True)
    return "".join([*lines[:place], *(f"{line}\n" for line in written), *lines[place + instead :]])
