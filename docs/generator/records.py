"""The records' fields, from their JSON Schemas."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from civic.commands.schema import MODELS, schema
from docs.generator.markdown import code, joined, prose, table

Part = Mapping[str, Any]


def records_page() -> str:
    parts = ["# Records", "Files of the estate. Editors complete them from `civic schema`; a text that YAML would read as something else is quoted."]
    for name in MODELS:
        whole = json.loads(schema(name))
        parts += [f"## {name}", prose(whole.get("description", "")), _fields(whole, name)]
        for inner, part in sorted(whole.get("$defs", {}).items()):
            if "properties" in part:
                parts += [f"### {inner} in {name}", prose(part.get("description", "")), _fields(part, name)]
    return joined(*parts)


def _fields(part: Part, record: str) -> str:
    required = part.get("required", ())
    rows = [
        (code(name), _kind(field, record), "required" if name in required else _default(field), prose(field.get("description", "")))
        for name, field in part.get("properties", {}).items()
    ]
    return table(("field", "holds", "default", ""), rows) if rows else ""


def _default(field: Part) -> str:
    value = field.get("default")
    return "none" if value in (None, "", [], {}) else code(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _kind(field: Part, record: str) -> str:
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()}-in-{record})"
    if "anyOf" in field or "oneOf" in field:
        return " or ".join(dict.fromkeys(_kind(one, record) for one in field.get("anyOf", field.get("oneOf", ()))))
    if "const" in field or "enum" in field:
        return ", ".join(code(str(one)) if one != "" else "empty" for one in field.get("enum", [field.get("const")]))
    kind = field.get("type", "anything")
    if kind == "array":
        return f"list of {_kind(field['items'], record)}" if "items" in field else "list"
    if kind == "object" and isinstance(field.get("additionalProperties"), dict):
        return f"by key: {_kind(field['additionalProperties'], record)}"
    named = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "null": "nothing", "object": "mapping"}
    return " ".join([named.get(kind, kind), *_limits(field)])


def _limits(field: Part) -> Iterator[str]:
    if "pattern" in field:
        yield f"like {code(field['pattern'])}"
    for key, word in (("minimum", "from"), ("exclusiveMinimum", "above"), ("maximum", "to"), ("exclusiveMaximum", "below"), ("format", "form:")):
        if key in field:
            yield f"{word} {field[key]}"
