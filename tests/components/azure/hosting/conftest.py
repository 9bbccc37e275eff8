"""Cells, planned once for all tests of this folder: a shared one, dedicated hosting, and dedicated hosting of an official-sensitive body."""

import pytest

from civic.plan import Deployment
from components.azure.hosting.cell import HostingCell
from tests.components.azure.hosting_subjects import CELL, DEDICATED, HARDENED
from tests.components.azure.subjects import plan_of


@pytest.fixture(scope="session")
def shared() -> Deployment:
    return plan_of(HostingCell, "cell", CELL)


@pytest.fixture(scope="session")
def dedicated() -> Deployment:
    return plan_of(HostingCell, "cell", DEDICATED)


@pytest.fixture(scope="session")
def hardened() -> Deployment:
    return plan_of(HostingCell, "cell", HARDENED)


@pytest.fixture(scope="session", params=["shared", "dedicated", "hardened"])
def either(request: pytest.FixtureRequest, shared: Deployment, dedicated: Deployment, hardened: Deployment) -> Deployment:
    return {"shared": shared, "dedicated": dedicated, "hardened": hardened}[request.param]
