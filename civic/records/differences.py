"""What was edited: two files of records compared field by field, as people read them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from civic.records.reading import Text

KEYS = ("name", "line", "application", "given", "withdrawn", "numbers", "group", "cell", "provider")
"""What an entry of a list is known by, the first that it has; by its place where it has none."""
LONGEST = 80
"""Characters of a value that are shown."""


@dataclass(frozen=True, order=True)
class Edit:
    """One field of one file that has another value, or that came or went. Of a file that came or went, the file."""

    file: str
    """As messages show it: ``estate/organisations/eastvale.yaml``."""
    path: str
    """Keys from the top, joined by dots; an entry of a list by its name, in brackets. Empty: the whole file."""
    line: int
    """In the file as it is now; of what went, in the file as it was."""
    before: str = ""
    """As people read it; empty where there was nothing."""
    after: str = ""

    @property
    def place(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.path}" if self.path else where

    def __str__(self) -> str:
        if not self.path:
            return f"{self.file}: {'the file was taken away' if self.before else 'a new file'}"
        return f"{self.place}: {self.before or 'nothing'} -> {self.after or 'nothing'}"


def edits(before: Text | None, after: Text | None) -> list[Edit]:
    """What was edited between two versions of one file; nothing stands for a version that is not there."""
    if before is None or after is None:
        there = before or after
        return [Edit(there.file, "", 0, "there" if before else "", "there" if after else "")] if there else []
    return sorted(_of_values(before, after, (), (), before.data, after.data, ""))


def _of_values(
    before: Text, after: Text, old_place: tuple[str | int, ...], new_place: tuple[str | int, ...], old: Any, new: Any, path: str
) -> Iterator[Edit]:
    if old == new and type(old) is type(new):
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            yield from _of_values(
                before, after, (*old_place, key), (*new_place, key), old.get(key), new.get(key), f"{path}.{key}" if path else str(key)
            )
    elif isinstance(old, list) and isinstance(new, list) and any(isinstance(entry, Mapping) for entry in (*old, *new)):
        olds, news = _named(old), _named(new)
        for name in dict.fromkeys((*olds, *news)):
            was, there = olds.get(name), news.get(name)
            yield from _of_values(
                before,
                after,
                (*old_place, was) if was is not None else old_place,
                (*new_place, there) if there is not None else new_place,
                old[was] if was is not None else None,
                new[there] if there is not None else None,
                f"{path}[{name}]",
            )
    else:
        line = before.line(old_place) if new is None else after.line(new_place)
        yield Edit(after.file, path, line, _shown(old), _shown(new))


def _named(entries: list[Any]) -> dict[str, int]:
    """Entries by what they are known by; those that share it are numbered."""
    found: dict[str, int] = {}
    for number, entry in enumerate(entries):
        known = next((f"{entry[key]}" for key in KEYS if key in entry), "") if isinstance(entry, Mapping) else str(entry)
        if isinstance(entry, Mapping) and "provider" in entry:
            known = f"{entry['provider']}/{entry.get('offer', '')}"
        name, count = known or str(number), 1
        while name in found:
            count += 1
            name = f"{known or number} ({count})"
        found[name] = number
    return found


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        text = "{" + ", ".join(f"{key}: {_shown(inner)}" for key, inner in value.items()) + "}"
    elif isinstance(value, list | tuple):
        text = "[" + ", ".join(map(_shown, value)) + "]"
    else:
        text = str(value).lower() if isinstance(value, bool) else str(value)
    text = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
