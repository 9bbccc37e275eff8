"""Shared by all tests."""

# Imported first: its plugin otherwise imports it while the session ends, in the middle of a collection.
import hypothesis
import pytest

hypothesis.settings.register_profile("civic", deadline=None, max_examples=60, derandomize=True)
hypothesis.settings.load_profile("civic")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="Write new resources into the golden inventory (tests/stacks/golden).")
