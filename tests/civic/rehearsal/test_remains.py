"""Why something is left after destroy."""

from typing import Any

from civic.rehearsal.remains import explained, reachable, retained


def entry(name: str, **more: Any) -> dict[str, Any]:
    return {"urn": urn(name), "type": "t", **more}


def urn(name: str) -> str:
    return f"urn:pulumi:s::p::t::{name}"


KEY = entry("key", protect=True, parent=urn("stack"), provider=f"{urn('cloud')}::id", propertyDependencies={"policy": [urn("role")]})
LEFT = [entry("stack"), entry("cloud", parent=urn("stack")), entry("role", dependencies=[urn("group")]), entry("group"), KEY, entry("stray")]


def test_each_reason_names_what_needs_it():
    assert {remaining.name: remaining.why for remaining in explained(LEFT)} == {
        "key": "protected",
        "stack": "parent of key",
        "cloud": "provider of key",
        "role": "needed by key",
        "group": "needed by role",
        "stray": "",
    }


def test_what_a_refused_resource_needs_is_reached():
    assert reachable([KEY["urn"]], {e["urn"]: e for e in LEFT}) == {urn(name) for name in ("key", "stack", "cloud", "role", "group")}


def test_what_the_cloud_keeps_is_told():
    assert retained([entry("log", retainOnDelete=True), entry("gone"), {**KEY, "retainOnDelete": True}], LEFT) == ["log"]
