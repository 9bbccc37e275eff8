"""A task definition that is made again under its family is a new revision: nothing is in its way, and the old one goes alone."""

from typing import Any

from civic.simulator import create, delete, refused_at_creation
from tests.civic.simulator.support import AWS, clouds, urn

TASK = "aws:ecs/taskDefinition:TaskDefinition"
ASKED: dict[str, Any] = {"family": "ccp-web", "containerDefinitions": "[]", "region": "eu-west-2"}


def test_another_revision_takes_the_place_of_the_one_before():
    state, who = clouds(), urn(TASK)
    ident, first = create(TASK, who, ASKED, state, AWS)
    assert refused_at_creation(TASK, who, {**ASKED, "cpu": "512"}, state, AWS) == []
    again, second = create(TASK, who, {**ASKED, "cpu": "512"}, state, AWS)
    assert (ident, first["revision"]) == (again, 1)
    assert second["revision"] == 2
    assert (first["arn"][-2:], second["arn"][-2:]) == (":1", ":2")
    delete(TASK, who, ident, first, state, AWS)
    assert state.world.of_urn(who, again), "the engine deletes what it replaced, and the later revision stays"
    delete(TASK, who, again, second, state, AWS)
    assert not state.world.of_urn(who, again)


def test_a_family_is_nobody_elses():
    state = clouds()
    _ = create(TASK, urn(TASK), ASKED, state, AWS)
    (told,) = refused_at_creation(TASK, urn(TASK, "another"), ASKED, state, AWS)
    assert "'ccp-web' is the name of it already" in told.reason
