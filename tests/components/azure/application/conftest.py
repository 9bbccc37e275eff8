"""An application, planned once for all tests of this folder: in a shared cell, and in the dedicated hosting of an official-sensitive body."""

import pytest

from civic.plan import Deployment
from components.azure.application.application import Application
from tests.components.azure.hosting_subjects import APPLICATION, DEDICATED_APPLICATION
from tests.components.azure.subjects import plan_of


@pytest.fixture(scope="session")
def shared() -> Deployment:
    return plan_of(Application, "app", APPLICATION)


@pytest.fixture(scope="session")
def dedicated() -> Deployment:
    return plan_of(Application, "app", DEDICATED_APPLICATION)


@pytest.fixture(scope="session", params=["shared", "dedicated"])
def plan(request: pytest.FixtureRequest, shared: Deployment, dedicated: Deployment) -> Deployment:
    return shared if request.param == "shared" else dedicated
