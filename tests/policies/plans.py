"""The plans in which what rules protect is taken back."""

import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.planning import PlanFailed, example_estate, plans_of
from tests.policies.undo import UNDO
from tests.policies.undoing import has
from tests.stacks.sharing import AZURE, sharing_estate


@cache
def protected() -> Mapping[str, str]:
    """Plans of the example estate; and, last, those of an estate whose bodies share, where only that has what a rule protects."""
    plans = {name: run.plan for name, run in sorted(example_estate().items())}
    if all(any(has(text, undo.token) for text in plans.values()) for undos in UNDO.values() for undo in undos):
        return plans
    with tempfile.TemporaryDirectory() as folder:
        shared = plans_of(sharing_estate(Path(folder)), *AZURE)
    if failed := [f"{name}: {run.error}" for name, run in shared.items() if run.error]:
        raise PlanFailed("\n".join(failed))
    return plans | {name: run.plan for name, run in shared.items() if name not in plans}
