"""What changes in place and loses data all the same: it is kept for less time, or what made it acts in another account."""

from typing import Any

import pytest

from civic.changes import Change, compare
from tests.civic.changes.documents import PROVIDER, STACK, TOPIC, document, entry

GROUP, LIFECYCLE = "aws:cloudwatch/logGroup:LogGroup", "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"


def only(token: str, before: dict[str, Any], after: dict[str, Any]) -> Change:
    old, new = (document(entry(token, "one", inputs=inputs)) for inputs in (before, after))
    (change,) = compare({STACK: old}, {STACK: new}, {STACK}).changes
    return change


def rules(days: int | None) -> dict[str, Any]:
    return {"bucket": "b", "rules": [{"id": "r", "status": "Enabled", **({} if days is None else {"expiration": {"days": days}})}]}


@pytest.mark.parametrize(
    ("token", "before", "after", "finding"),
    [
        (GROUP, {"retentionInDays": 400}, {"retentionInDays": 365}, True),
        (GROUP, {"retentionInDays": 365}, {"retentionInDays": 400}, False),
        (GROUP, {}, {"retentionInDays": 400}, True),
        (GROUP, {"retentionInDays": 400, "tags": {"a": "2"}}, {"retentionInDays": 400, "tags": {"a": "1"}}, False),
        (LIFECYCLE, rules(765), rules(730), True),
        (LIFECYCLE, rules(730), rules(765), False),
        (LOCK, {"rule": {"defaultRetention": {"days": 400}}}, {"rule": {"defaultRetention": {"days": 40}}}, True),
        ("aws:rds/instance:Instance", {"backupRetentionPeriod": 35}, {"backupRetentionPeriod": 7}, True),
        (
            "azure-native:storage:BlobServiceProperties",
            {"deleteRetentionPolicy": {"days": 90}},
            {"deleteRetentionPolicy": {"days": 7}},
            True,
        ),
    ],
)
def test_less_time_is_a_finding(token: str, before: dict[str, Any], after: dict[str, Any], finding: bool) -> None:
    change = only(token, before, after)
    assert (change.kind, change.is_finding, bool(change.shortened)) == ("changed", finding, finding)


@pytest.mark.parametrize(("accounts", "moved"), [(["111111111111"], False), (["222222222222"], True)])
def test_another_account_leaves_behind_what_stands_in_the_first(accounts: list[str], moved: bool) -> None:
    def deployed(accounts: list[str]) -> Any:
        provider = {"urn": PROVIDER, "type": "pulumi:providers:aws", "custom": True, "id": "p", "inputs": {"allowedAccountIds": accounts}}
        topic = entry(TOPIC, "told", inputs={"name": "told"}, provider=f"{PROVIDER}::p", protect=True)
        return {STACK: document(provider, topic)}

    changes = {change.name: change for change in compare(deployed(["111111111111"]), deployed(accounts), {STACK}).changes}
    assert (changes["told"].kind == "replaced", changes["told"].is_finding) == (moved, moved)
