"""What the real Pulumi engine did, once for the whole session, for the tests that look at it."""

import json
import os
from collections.abc import Mapping
from functools import cache

import pytest

from civic.estate.loading import load_estate
from civic.estate.targets import targets, with_reads
from civic.rehearsal import Rehearsed, find_pulumi, rehearse
from tests.planning import ESTATE, ROOT, example_estate, plans_of

ALL = os.environ.get("CIVIC_CONFORMANCE") == "all"
"""Every stack takes about ten minutes, and a fresh installation two; otherwise the first stack of each cloud."""

REHEARSED: list[tuple[str, ...]] = [()] if ALL else [("platform-aws-bootstrap",), ("platform-azure-bootstrap",)]

needs_pulumi = pytest.mark.skipif(
    find_pulumi() is None, reason="SKIPPED: the pulumi CLI is not on the PATH, so nothing is shown of what the real engine does"
)


needs_time = pytest.mark.skipif(not ALL, reason="SKIPPED: takes minutes and a package index; set CIVIC_CONFORMANCE=all to run it")


@cache
def rehearsed(wanted: tuple[str, ...]) -> tuple[Mapping[str, str], list[Rehearsed]]:
    """Plans (JSON text) of ``wanted`` and what they read, by stack, and what the real engine did with each."""
    plans = {name: run.plan for name, run in (plans_of(None, *wanted) if wanted else example_estate()).items()}
    estate = load_estate(ESTATE)
    reads = with_reads(targets(estate, wanted), estate)
    documents = {name: json.loads(plan) for name, plan in plans.items()}
    return plans, rehearse(ROOT, reads, documents, estate=estate.root.resolve(), workers=min(4, os.cpu_count() or 1))
