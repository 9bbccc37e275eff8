"""The served clouds fail at the call they are told to, and as a provider does."""

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2 as pb
from pulumi.runtime.proto import status_pb2

from civic.plan import wire
from civic.simulator import World
from civic.simulator.faults import DETAILS, Fault, Faults, Kind
from civic.simulator.serve import served
from tests.civic.simulator.grpc_clouds import Clouds

TOPIC = "aws:sns/topic:Topic"


def connected(addresses: str) -> Clouds:
    return Clouds(dict(part.rsplit(":", 1) for part in addresses.split(",")))


@pytest.mark.parametrize(
    ("kind", "code", "there"),
    [
        ("error", grpc.StatusCode.UNKNOWN, 0),
        ("throttled", grpc.StatusCode.RESOURCE_EXHAUSTED, 0),
        ("answer-lost", grpc.StatusCode.UNAVAILABLE, 1),
        ("partial", grpc.StatusCode.UNKNOWN, 1),
    ],
)
def test_the_call_that_is_counted_fails_and_no_other(kind: Kind, code: grpc.StatusCode, there: int):
    world = World()
    faults = Faults(Fault(kind, "create", 2))
    with served(world, faults=faults) as addresses:
        topics = connected(addresses).aws()
        assert topics.create(TOPIC, {"name": "one"}, "one")[0]
        with pytest.raises(grpc.RpcError) as failed:
            topics.create(TOPIC, {"name": "two"}, "two")
        assert topics.create(TOPIC, {"name": "three"}, "three")[0]
    assert failed.value.code() == code
    assert sum(thing.inputs["name"] == "two" for thing in world.things.values()) == there
    assert faults.struck


def test_what_was_made_in_part_is_told_with_its_id():
    world = World()
    with served(world, faults=Faults(Fault("partial", "create"))) as addresses, pytest.raises(grpc.RpcError) as failed:
        connected(addresses).aws().create(TOPIC, {"name": "one"}, "one")
    (packed,) = status_pb2.Status.FromString(next(pair.value for pair in failed.value.trailing_metadata() if pair.key == DETAILS)).details
    told = pb.ErrorResourceInitFailed()
    assert packed.Unpack(told)
    (thing,) = world.things.values()
    assert (told.id, wire.plain(told.properties)["name"]) == (thing.id, "one")


def test_a_session_that_ended_stays_ended():
    with served(faults=Faults(Fault("session-expired", "create", 2))) as addresses:
        topics = connected(addresses).aws()
        ident, _ = topics.create(TOPIC, {"name": "one"}, "one")
        for _ in range(2):
            with pytest.raises(grpc.RpcError, match="ExpiredToken"):
                topics.create(TOPIC, {"name": "two"}, "two")
        with pytest.raises(grpc.RpcError, match="ExpiredToken"):
            topics.delete(TOPIC, ident)


def test_a_kill_ends_the_engine_once():
    killed: list[int] = []
    with served(faults=Faults(Fault("engine-killed", "create", after=True), lambda: killed.append(1))) as addresses:
        topics = connected(addresses).aws()
        with pytest.raises(grpc.RpcError):
            topics.create(TOPIC, {"name": "one"}, "one")
        assert topics.create(TOPIC, {"name": "two"}, "two")[0]
    assert killed == [1]
