"""A fork with one body's records: it reads others' cards and agreements from ``estate/published``, and deploys its own applications alone."""

from dataclasses import replace
from pathlib import Path

from civic.engine.project import Project
from civic.errors import InputError
from civic.estate.card_files import PUBLISHED
from civic.estate.estate import Estate
from civic.estate.loading import load_estate
from civic.workspace import FILE, find_project


def uses_published_cards(project: Project) -> bool:
    """Whether this repository reads others' cards from ``estate/published`` instead of planning their stacks."""
    return project.defaults.get("cards") == PUBLISHED


def estate_of(project: Project, estate_root: Path, *, tolerant: bool = False) -> Estate:
    """The estate as ``load_estate`` gives it, which knows whether it is a fork's."""
    return replace(load_estate(estate_root, tolerant=tolerant), published=uses_published_cards(project))


def estate_here(estate_root: Path, *, tolerant: bool = False) -> Estate:
    """The same, of the project that the command is used in; where there is none, the records are nobody's fork."""
    root = find_project(Path.cwd())
    if not (root / FILE).is_file():
        return load_estate(estate_root, tolerant=tolerant)
    return estate_of(Project.read(root), estate_root, tolerant=tolerant)


def refuse_giving_in_fork(estate_root: Path) -> None:
    """Raises ``InputError`` in a fork: the ledgers of others are not there, so nothing there knows what is free."""
    root = find_project(Path.cwd())
    if (root / FILE).is_file() and uses_published_cards(Project.read(root)):
        raise InputError(
            f"{estate_root.name}/ledger: what bodies are given from what all share is the platform's to write: this fork has no ledger of others "
            "(Pulumi.yaml: cards: published); do it in the platform's repository, and copy your ledger from there"
        )


def refuse_in_fork(estate: Estate, what: str) -> None:
    """Raises ``InputError`` where this is a fork's estate and ``what`` is the platform's to do."""
    if estate.published:
        raise InputError(f"{what} is the platform's to do: this fork reads what it published (Pulumi.yaml: cards: published)")
