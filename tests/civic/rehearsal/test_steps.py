"""What a preview said against what ``up`` did, resource by resource: less is forgiven where no preview can know, and nothing else is."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from civic.plan.wire import UNKNOWN
from civic.rehearsal.steps import UNFORETOLD, Steps, differences

STACK = "urn:pulumi:eastvale-azure-tenancy::civic-cloud::"


def urn(token: str, name: str) -> str:
    return f"{STACK}{token}::{name}"


GROUP, ALIAS = "azure-native:resources:ResourceGroup", "azure-native:subscription:Alias"
BUCKET, POLICY = "aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy"
ACTIVATION = "pulumi-python:dynamic/civic:RoleActivation"
PROVIDER = "pulumi:providers:azure-native"


def event(op: str, token: str, name: str, inputs: Mapping[str, Any] | None = None, provider: str = "") -> str:
    metadata = {"op": op, "urn": urn(token, name), "type": token, "provider": provider, "new": {"inputs": inputs or {}}}
    return json.dumps({"sequence": 1, "resourcePreEvent": {"metadata": metadata}})


def steps(*events: str) -> Steps:
    return Steps.of("\n".join(["Previewing update", *events]))


def state(token: str, logical: str, **sources: str) -> Mapping[str, Any]:
    return {"urn": urn(token, logical), "propertyDependencies": {key: [source] for key, source in sources.items()}}


def told(said: Steps, done: Steps, *resources: Mapping[str, Any]) -> dict[str, bool]:
    """Name of each resource that differs -> whether it is forgiven."""
    return {urn.rsplit("::", 1)[1]: bool(reason) for urn, reason in differences(said, done, resources)}


def test_each_resource_has_its_greatest_kind_of_change():
    events = [event(op, BUCKET, "one") for op in ("create-replacement", "replace", "delete-replaced")]
    found = steps(*events, event("same", BUCKET, "two"), event("update", BUCKET, "three"), event("read", BUCKET, "four"))
    assert found.counts() == {"replace": 1, "update": 1}


def test_errors_are_kept():
    line = json.dumps({"diagnosticEvent": {"severity": "error", "message": "it is protected\n"}})
    assert steps(line).errors == ["it is protected"]


def test_the_same_steps_differ_in_nothing():
    one = steps(event("update", BUCKET, "one"), event("delete", POLICY, "two"))
    assert told(one, one) == {}


@pytest.mark.parametrize(("first", "second"), [("update", "replace"), ("", "update"), ("", "create"), ("", "delete"), ("replace", "create")])
def test_what_was_done_and_not_said_is_never_forgiven(first: str, second: str):
    said = steps(event("update", ALIAS, "source"), *([event(first, GROUP, "one", {"name": UNKNOWN})] if first else []))
    done = steps(event("update", ALIAS, "source"), event(second, GROUP, "one"))
    assert told(said, done, state(GROUP, "one", name=urn(ALIAS, "source"))) == {"one": False}


def test_equal_numbers_of_other_resources_are_not_equal():
    assert told(steps(event("update", BUCKET, "one")), steps(event("update", BUCKET, "two"))) == {"one": False, "two": False}


@pytest.mark.parametrize("token", [ALIAS, ACTIVATION], ids=["azure", "dynamic"])
def test_what_reads_an_output_that_a_provider_does_not_foretell_may_stay_as_it_was(token: str):
    assert token.partition(":")[0] in UNFORETOLD
    said = steps(event("update", token, "source"), event("update", GROUP, "one", {"scope": f"/subscriptions/{UNKNOWN}"}))
    done = steps(event("update", token, "source"))
    assert told(said, done, state(GROUP, "one", scope=urn(token, "source"))) == {"one": True}


def test_aws_foretells_so_nothing_is_forgiven_that_reads_what_is_changed_in_place():
    said = steps(event("update", BUCKET, "source"), event("update", POLICY, "one", {"bucket": UNKNOWN}))
    done = steps(event("update", BUCKET, "source"))
    assert told(said, done, state(POLICY, "one", bucket=urn(BUCKET, "source"))) == {"one": False}


def test_what_is_made_anew_is_foretold_by_nobody():
    said = steps(event("replace", BUCKET, "source"), event("replace", POLICY, "one", {"bucket": UNKNOWN}))
    done = steps(event("replace", BUCKET, "source"))
    assert told(said, done, state(POLICY, "one", bucket=urn(BUCKET, "source"))) == {"one": True}


def test_a_difference_that_was_known_is_not_forgiven():
    said = steps(event("update", ALIAS, "source"), event("update", GROUP, "one", {"scope": "known"}))
    assert told(said, steps(event("update", ALIAS, "source")), state(GROUP, "one", scope=urn(ALIAS, "source"))) == {"one": False}


def test_one_unknown_of_two_without_a_reason_is_not_forgiven():
    said = steps(event("update", ALIAS, "source"), event("update", GROUP, "one", {"scope": UNKNOWN, "name": UNKNOWN}))
    done = steps(event("update", ALIAS, "source"))
    assert told(said, done, state(GROUP, "one", scope=urn(ALIAS, "source"), name=urn(GROUP, "unchanged"))) == {"one": False}


@pytest.mark.parametrize("op", ["create", "delete"])
def test_what_is_said_to_come_or_go_must(op: str):
    said = steps(event("update", ALIAS, "source"), event(op, GROUP, "one", {"scope": UNKNOWN}))
    assert told(said, steps(event("update", ALIAS, "source")), state(GROUP, "one", scope=urn(ALIAS, "source"))) == {"one": False}


def test_what_a_provider_makes_whose_configuration_is_unknown_is_taken_for_changed():
    provider = urn(PROVIDER, "tenancy")
    configured = event("update", PROVIDER, "tenancy", {"subscriptionId": UNKNOWN})
    said = steps(
        configured, event("update", GROUP, "one", provider=f"{provider}::id"), event("update", GROUP, "two", provider=f"{provider}-known::id")
    )
    assert told(said, steps()) == {"tenancy": True, "one": True, "two": False}
