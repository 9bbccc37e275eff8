"""A second region on AWS has a copy of state and archive that nobody can empty, and the keys that open what is in it; without one there is none."""

import pytest

from civic.plan import Deployment, Resource
from components import aws
from components.aws.foundation.archive import DAYS_AFTER_LOCK
from components.contracts import KEYED_LAYERS
from tests.components.aws.subjects import BOOTSTRAP, FOUNDATION, plan_of, statements
from tests.looping import each
from tests.planning import PlanFailed

SECOND = "eu-west-1"
SOURCES = {
    "start-state": ("start-copy", ("start-state", "start-cards")),
    "foundation-archive": ("foundation-archive-copy", ("foundation-archive-key",)),
    "foundation-archive-configuration": ("foundation-archive-copy", ("foundation-archive-key",)),
}
"""What is copied, by its bucket's stem -> the copy's stem, and the keys that seal the source."""


@pytest.fixture(scope="module")
def plans() -> dict[str, Deployment]:
    return {
        "start": plan_of(aws.Bootstrap, "start", BOOTSTRAP, second_region=SECOND),
        "foundation": plan_of(aws.Foundation, "foundation", FOUNDATION, second_region=SECOND),
    }


def region(plan: Deployment, resource: Resource) -> str:
    (provider,) = [one for one in plan.of_type("pulumi:providers:aws") if resource.provider == f"{one.urn}::{one.id}"]
    return str(provider.inputs["region"])


@pytest.mark.parametrize("stem", ["start-copy", "foundation-archive-copy"])
def test_a_copy_is_locked_in_the_second_region_under_a_key_of_its_own(plans: dict[str, Deployment], stem: str) -> None:
    plan = plans[stem.partition("-")[0]]
    bucket, key, lock = plan.named(f"{stem}-bucket"), plan.named(f"{stem}-key"), plan.named(f"{stem}-lock")
    retention = lock.inputs["rule"]["defaultRetention"]
    days = FOUNDATION.retention_days if stem.startswith("foundation") else 400
    assert (retention["mode"], retention["days"]) == ("COMPLIANCE", days)
    assert bucket.inputs["objectLockEnabled"] is True
    encryption = plan.named(f"{stem}-encryption").inputs["rules"][0]["applyServerSideEncryptionByDefault"]
    assert encryption["kmsMasterKeyId"] == key.outputs["arn"]
    for part in each((bucket, key, lock)):
        assert region(plan, part) == SECOND, part.name
        assert (part.protect, part.retain_on_delete) == (True, True), part.name
    lifecycle = plan.named(f"{stem}-lifecycle").inputs["rules"][0]
    assert lifecycle["noncurrentVersionExpiration"]["noncurrentDays"] >= days
    assert lifecycle.get("expiration", {"days": days + DAYS_AFTER_LOCK})["days"] == days + DAYS_AFTER_LOCK


@pytest.mark.parametrize("source", SOURCES)
def test_all_that_comes_into_it_is_copied_and_nothing_deleted_there(plans: dict[str, Deployment], source: str) -> None:
    plan = plans[source.partition("-")[0]]
    copy, keys = SOURCES[source]
    target = plan.named(f"{copy}-bucket").outputs["arn"]
    config = plan.named(f"{source}-copied").inputs
    (rule,) = [one for one in config["rules"] if one["destination"]["bucket"] == target]
    assert rule["status"] == "Enabled"
    assert rule["filter"] == {"prefix": ""}
    assert rule["deleteMarkerReplication"] == {"status": "Disabled"}
    assert rule["destination"]["encryptionConfiguration"]["replicaKmsKeyId"] == plan.named(f"{copy}-key").outputs["arn"]
    rights = statements(plan.named(f"{source}-copier-rights"))
    assert rights["Open"]["Resource"] == [plan.named(key).outputs["arn"] for key in keys]
    assert plan.named(f"{copy}-key").outputs["arn"] in rights["Seal"]["Resource"]
    assert f"{target}/*" in rights["Write"]["Resource"]
    assert not any(action.startswith(("s3:Delete", "s3:Put")) for one in rights.values() for action in str(one["Action"]).split("'"))
    assert config["role"] == plan.named(f"{source}-copier").outputs["arn"]


def test_what_sealed_a_states_secrets_opens_them_in_the_second_region(plans: dict[str, Deployment]) -> None:
    plan = plans["start"]
    for layer in each(KEYED_LAYERS):
        original, replica = plan.named(f"start-secrets-{layer}"), plan.named(f"start-copy-secrets-{layer}")
        assert original.inputs["multiRegion"] is True
        assert replica.inputs["primaryKeyArn"] == original.outputs["arn"]
        assert region(plan, replica) == SECOND
        # The same alias, so that only the region of a secrets provider's address differs.
        assert plan.named(f"start-copy-secrets-{layer}-alias").inputs["name"] == plan.named(f"start-secrets-{layer}-alias").inputs["name"]


def test_who_touched_a_copy_is_recorded(plans: dict[str, Deployment]) -> None:
    trail = str(plans["foundation"].named("foundation-trail").inputs["advancedEventSelectors"])
    for bucket in each(("state-copy", "log-archive-copy")):
        assert bucket in trail


def test_the_originals_region_is_no_second_one() -> None:
    with pytest.raises(PlanFailed, match="is where the originals are"):
        plan_of(aws.Foundation, "foundation", FOUNDATION, second_region=FOUNDATION.home)
