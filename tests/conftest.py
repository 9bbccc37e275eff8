"""Shared by all tests."""

import os

# Imported first: its plugin otherwise imports it while the session ends, in the middle of a collection.
import hypothesis
import pytest

from tests.planning import ESTATE

hypothesis.settings.register_profile("civic", deadline=None, max_examples=60, derandomize=True)
hypothesis.settings.load_profile("civic")

# The example estate's days, such as the last of a grant, run out; what the tests say of it must not.
os.environ["CIVIC_TODAY"] = "2026-12-01"
# Commands that tests run read this estate, and not the project's own.
os.environ["CIVIC_ESTATE"] = str(ESTATE)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="Write new resources into the golden inventory (tests/stacks/golden).")
