"""Plain data to models, with messages that name the place and the nearest spelling."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError

from civic.records.errors import FieldError, Problem, RecordError, nearest, nearest_of
from civic.records.reading import Text, read

M = TypeVar("M", bound="Model")


class Model(BaseModel):
    """Every record's base: nothing unknown, nothing converted, nothing changed later."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def load(path: Path, model: type[M], shown: str | None = None, extra: dict[str, Any] | None = None) -> M:
    """Read ``path`` as ``model``; ``extra`` holds what the file's place says (a slug). Raises ``RecordError``."""
    text = read(path, shown)
    return validate(text, model, extra)


def validate(text: Text, model: type[M], extra: dict[str, Any] | None = None) -> M:
    """Validate what was read. Raises ``RecordError`` with every problem of the file."""
    for key in extra or {}:
        if key in text.data:
            raise RecordError([text.problem((key,), f"'{key}'", "nothing: the file's name says it")])
    try:
        return model.model_validate({**_tuples(text.data), **(extra or {})})
    except ValidationError as error:
        raise RecordError([_problem(text, model, entry) for entry in _without_echoes(model, error.errors())]) from None


def _without_echoes(model: type[BaseModel], entries: Sequence[Any]) -> list[Any]:
    """A misspelt key is told once, not a second time as the key that is missing; a bad item once, not a second time as the list it leaves too short."""
    misspelt: set[tuple[Any, ...]] = set()
    for entry in entries:
        if entry["type"] == "extra_forbidden":
            *above, key = entry["loc"]
            misspelt.add((*above, nearest_of(str(key), _fields(model, tuple(above)))))
    below = {entry["loc"][:-1] for entry in entries}
    return [
        entry
        for entry in entries
        if not (entry["type"] == "missing" and entry["loc"] in misspelt) and not (entry["type"] == "too_short" and entry["loc"] in below)
    ]


def _tuples(value: Any) -> Any:
    """Lists become tuples, which is what frozen models hold."""
    if isinstance(value, dict):
        return {key: _tuples(inner) for key, inner in value.items()}
    return tuple(_tuples(inner) for inner in value) if isinstance(value, list) else value


_WORDS = {
    "string_type": "text",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "too_short": "at least {min_length}",
    "too_long": "at most {max_length}",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
}
"""What is allowed, by pydantic's name of the error."""


def _problem(text: Text, model: type[BaseModel], entry: Any) -> Problem:
    path = tuple(part for part in entry["loc"] if part != "[key]" and not str(part).startswith(("function-", "tuple[")))
    kind, found = entry["type"], entry.get("input")
    if kind == "extra_forbidden":
        known = sorted(_fields(model, path[:-1]))
        return text.problem(path, f"unknown key '{path[-1]}'", ", ".join(known), nearest(str(path[-1]), known))
    if kind == "missing":
        return text.problem(path, "nothing", f"the key '{path[-1]}' is needed")
    if kind in ("literal_error", "enum"):
        allowed = str(entry["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        return text.problem(path, _shown(found), allowed, nearest(str(found), allowed.split(", ")))
    if kind == "string_type" and isinstance(found, int) and not isinstance(found, bool):
        return text.problem(path, f"{found} without quotes", f'"{found}"', "it is a name, not an amount")
    if kind == "value_error":
        raised = entry["ctx"]["error"]
        if isinstance(raised, FieldError):
            allowed, _, hint = str(raised).partition(" | ")
            return text.problem((*path, *raised.path), _shown(_at(text.data, (*path, *raised.path))), allowed, hint)
        allowed, _, hint = str(raised).partition(" | ")
        return text.problem(path, _shown(found), allowed, hint)
    if kind == "model_type" and (key := _key_for(model, path, found)):
        return text.problem(path, _shown(found), "a mapping", f"say '{{{key}: {found}}}'")
    if kind == "tuple_type" and isinstance(found, str):
        return text.problem(path, _shown(found), "a list", f'did you mean ["{found}"]?')
    if kind in _WORDS:
        return text.problem(path, _shown(found), _WORDS[kind].format(**entry.get("ctx", {})))
    return text.problem(path, _shown(found), entry["msg"].removeprefix("Input should be "))


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        if isinstance(data, dict):
            data = data.get(part)
        else:
            data = data[part] if isinstance(data, list | tuple) and isinstance(part, int) else None
    return data


def _shown(value: Any) -> str:
    if isinstance(value, str):
        # Escaped, so that a control or bidirectional character cannot rewrite the message.
        return "'" + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in value[:80]) + "'"
    if isinstance(value, dict):
        return "a mapping" if value else "an empty mapping"
    if isinstance(value, tuple | list):
        return "a list" if value else "an empty list"
    return {None: "nothing", True: "true", False: "false"}.get(value, repr(value)) if isinstance(value, bool | None) else repr(value)


def _key_for(model: type[BaseModel], path: tuple[str | int, ...], word: Any) -> str:
    """The key of the mapping at ``path`` that takes ``word`` as it is: what was meant where the word stands in the mapping's place."""
    fields = {name: field for kind in _kinds(model, path) for name, field in kind.model_fields.items()}
    return next((name for name, field in fields.items() if get_origin(field.annotation) is Literal and word in get_args(field.annotation)), "")


def _fields(model: type[BaseModel], path: tuple[str | int, ...]) -> set[str]:
    """Keys that the model allows at ``path``."""
    return {name for kind in _kinds(model, path) for name in kind.model_fields if name != "slug"}


def _kinds(model: type[BaseModel], path: tuple[str | int, ...]) -> list[type[BaseModel]]:
    """The models that may stand at ``path``, or at the nearest place above it that has any."""
    kinds: list[type[BaseModel]] = [model]
    for part in path:
        inner: list[type[BaseModel]] = []
        for kind in kinds:
            if part in kind.model_fields:
                inner += _models(kind.model_fields[str(part)].annotation)
        kinds = inner or kinds
    return kinds


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in getattr(annotation, "__args__", ()) for model in _models(inner)]


__all__ = ["Model", "load", "validate"]
