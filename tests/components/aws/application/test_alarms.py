"""Alarms of an application on AWS."""

import pytest

from civic.plan import Deployment
from components import aws
from tests.components.aws.hosting_subjects import APPLICATION, DEDICATED_APPLICATION
from tests.components.aws.subjects import ALARMS, plan_of


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Application, "app", APPLICATION)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(aws.Application, "app", DEDICATED_APPLICATION)


def test_the_body_is_told_where_it_can_be(plan: Deployment, hardened: Deployment):
    for role in ("errors", "unwell"):
        assert hardened.named(f"app-alarm-{role}").inputs["alarmActions"] == [ALARMS]
        assert not plan.named(f"app-alarm-{role}").inputs.get("alarmActions")
        assert plan.named(f"app-alarm-{role}").inputs["name"] == f"civic/one/north/forms/{role}"
