"""Writes ``docs/reference/`` from code and schemas: ``make docs``. A test fails where a page is not what this gives."""

from collections.abc import Mapping
from pathlib import Path

from docs.generator.commands import commands_page
from docs.generator.components import CAPABILITIES, component_page, component_types_page
from docs.generator.differences import differences_page
from docs.generator.records import records_page
from docs.generator.rules import rules_page
from docs.generator.trials import trials_page

FOLDER = Path(__file__).resolve().parents[1] / "reference"


def pages() -> Mapping[str, str]:
    """Every page's text, by the file's name."""
    components = {name: f"component-{name}.md" for name in CAPABILITIES}
    made = {
        **{file: component_page(name) for name, file in components.items()},
        "component-types.md": component_types_page(),
        "records.md": records_page(),
        "rules.md": rules_page(),
        "commands.md": commands_page(),
        "differences.md": differences_page(),
        "trials.md": trials_page(),
    }
    listed = "\n".join(f"* [{name}]({file})" for name, file in components.items())
    index = (
        "# Reference\n\nGenerated from code and schemas by `make docs`; do not edit.\n\n"
        "* [Records](records.md)\n* [Rules](rules.md)\n* [Commands](commands.md)\n"
        "* [Where the clouds differ](differences.md)\n* [What was tried on the rehearsed engine](trials.md)\n\n"
        f"## Components\n\n{listed}\n* [Types that they share](component-types.md)\n"
    )
    return {"README.md": index, **made}
