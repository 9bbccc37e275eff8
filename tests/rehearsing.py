"""What the real Pulumi engine did, once for the whole session, for the tests that look at it."""

import os
from collections.abc import Mapping
from functools import cache

import pytest

from civic.rehearsal import Rehearsal, find_pulumi, rehearse
from tests.planning import ROOT, example_estate, plans_of

ALL = os.environ.get("CIVIC_CONFORMANCE") == "all"
"""Every stack takes about ten minutes; otherwise the first stack of each cloud."""

REHEARSED: list[tuple[str, ...]] = [()] if ALL else [("platform-aws-bootstrap",), ("platform-azure-bootstrap",)]

needs_pulumi = pytest.mark.skipif(
    find_pulumi() is None, reason="SKIPPED: the pulumi CLI is not on the PATH, so nothing is shown of what the real engine does"
)


@cache
def rehearsed(wanted: tuple[str, ...]) -> tuple[Mapping[str, str], Rehearsal]:
    """Plans (JSON text) of ``wanted`` and what they read, by stack, and the real engine's rehearsal of them."""
    plans = {name: run.plan for name, run in (plans_of(None, *wanted) if wanted else example_estate()).items()}
    return plans, rehearse(ROOT, list(plans), estate=ROOT / "estate", say=lambda line: None)
