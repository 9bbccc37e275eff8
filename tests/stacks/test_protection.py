"""Stateful things are protected: every planned resource is kept as the catalogue says of its type."""

import json
from collections import Counter

import pytest

from civic.catalogue import Row, row
from civic.plan import Deployment, Resource
from tests.planning import example_estate

ENDS = "what an agreement brought goes when either body withdraws, and it holds no data: that lies with the applications"
RUNS = "the tenancy's runs act through it: a run that deletes it could neither finish nor be done again"
EXCEPTIONS = {
    ("civic-aws:index:ServiceOffer", "aws:lb/loadBalancer:LoadBalancer", ""): ("no", ENDS),
    ("civic-aws:index:ServiceSubscription", "aws:route53/zone:Zone", ""): ("no", ENDS),
    ("civic-azure:index:Foundation", "azure-native:authorization:RoleDefinition", "-role-tenancy"): ("protect and retain", RUNS),
    ("civic-azure:index:ServiceOffer", "azure-native:resources:ResourceGroup", ""): ("no", ENDS),
    ("civic-azure:index:ServiceOffer", "azure-native:network:LoadBalancer", ""): ("no", ENDS),
    ("civic-azure:index:ServiceSubscription", "azure-native:privatedns:PrivateZone", ""): ("no", ENDS),
    ("civic-azure:index:Tenancy", "azure-native:authorization:RoleAssignment", "-right-tenancy"): ("protect and retain", RUNS),
}
"""(component, type of what it makes, end of its name) -> how that is kept where not as the catalogue says of its type, and why."""


def kept(resource: Resource) -> str:
    if resource.protect:
        return "protect and retain" if resource.retain_on_delete else "protect"
    return "retain" if resource.retain_on_delete else "no"


def made_by(resource: Resource) -> tuple[str, str]:
    """Types of the component that made a resource, and of the resource."""
    above, _, token = resource.urn.split("::")[2].rpartition("$")
    return above.rpartition("$")[2], token


def exception(resource: Resource) -> tuple[str, str, str] | None:
    """The key of the exception that a resource is."""
    return next((key for key in EXCEPTIONS if key[:2] == made_by(resource) and resource.name.endswith(key[2])), None)


def wanted(resource: Resource, known: Row) -> str:
    key = exception(resource)
    return EXCEPTIONS[key][0] if key else known.keep


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
    assert {exception(one) for one, known in pairs if wanted(one, known) != known.keep} == set(EXCEPTIONS), "an exception that nothing needs"
