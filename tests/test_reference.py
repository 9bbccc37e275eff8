"""The reference pages are what code and schemas give, and what is in them is told as text."""

import re

import pytest

from docs.generator import FOLDER, pages
from docs.generator.markdown import code, prose, table
from tests.looping import each


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return dict(pages())


def test_no_page_has_drifted(made: dict[str, str]) -> None:
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert len(made) > 10
    assert set(on_disk) == set(made), "run 'make docs'"
    drifted = [name for name in made if on_disk[name] != made[name]]
    assert not drifted, f"run 'make docs': {', '.join(drifted)}"


def test_links_lead_somewhere(made: dict[str, str]) -> None:
    anchors = {name: {_anchor(line) for line in text.splitlines() if line.startswith("#")} for name, text in made.items()}
    links = [(name, file or name, anchor) for name, text in made.items() for file, anchor in re.findall(r"\]\(([\w.-]*\.md)?#?([\w-]*)\)", text)]
    assert len(links) > 50
    for name, file, anchor in links:
        assert file in made, f"{name} leads to {file}"
        assert not anchor or anchor in anchors[file], f"{name} leads to {file}#{anchor}"


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lstrip("# ").lower()).replace(" ", "-")


def test_every_table_has_as_many_cells_in_each_row(made: dict[str, str]) -> None:
    for name, text in each(made.items()):
        for block in each(re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE), at_least=0):
            widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
            assert len(widths) == 1, f"{name}: {block[:200]}"


def test_nothing_in_a_text_is_taken_for_markup() -> None:
    assert prose("a_b *c* <d> [e] ``f_*`` | g") == r"a\_b \*c\* \<d\> \[e\] `f_*` \| g"
    assert code("a`b") == "`` a`b ``"
    assert table(("x", "y"), [("`a|b`", r"c \| d")]).splitlines()[-1] == r"| `a\|b` | c \| d |"
