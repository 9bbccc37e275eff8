"""Stateful things are protected: every planned resource is kept as the catalogue says of its type."""

import json
from collections import Counter

import pytest

from civic.catalogue import Row, row
from civic.plan import Deployment, Resource
from tests.planning import example_estate

AGREEMENT = (":ServiceOffer$", ":ServiceSubscription$")
"""What an agreement between two bodies brought goes when either withdraws. It holds no data: that lies with the applications."""
SHARED = {"azure-native:features:SubscriptionFeatureRegistration": "the Azure subscription's: one who leaves takes it from nobody"}
"""Types that are only entered, and may be forgotten without being undone, with the reason."""


def kept(resource: Resource) -> str:
    if resource.protect:
        return "protect and retain" if resource.retain_on_delete else "protect"
    return "retain" if resource.retain_on_delete and resource.type not in SHARED else "no"


def wanted(resource: Resource, known: Row) -> str:
    return "no" if any(part in resource.urn for part in AGREEMENT) else known.keep


def asked() -> list[tuple[Resource, Row]]:
    return [
        (resource, known)
        for run in example_estate().values()
        for resource in Deployment.from_json(json.loads(run.plan))
        if resource.custom and (known := row(resource.type)) is not None
    ]


def test_what_is_planned_is_kept_as_the_catalogue_says(capsys: pytest.CaptureFixture[str]):
    pairs = asked()
    by_word = Counter(known.keep for _, known in pairs)
    with capsys.disabled():
        print(f"\nprotection asked of {len(pairs)} resources: {', '.join(f'{count} {word}' for word, count in sorted(by_word.items()))}")
    wrong = [
        f"{one.urn.split('::', 2)[2]} of {one.stack}: {kept(one)}, not {wanted(one, known)}: {known.keep_reason}"
        for one, known in pairs
        if kept(one) != wanted(one, known)
    ]
    assert not wrong, f"{len(wrong)} of {len(pairs)}:\n" + "\n".join(sorted(wrong))
    assert min(by_word["no"], by_word["protect"], by_word["protect and retain"]) > 0
