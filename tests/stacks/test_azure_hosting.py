"""Hosting on Azure as the real stacks make it: two residents of a shared cell, and a body with its own."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from plan import Deployment
from policies import check, rules_for
from tests.civic.records.estates import empty, joined
from tests.planning import plans_of

FICTIONAL = "0123456789abcdef" * 4
"""Of no image anywhere."""
CELL = "10.192.0.0/22"
MANIFEST = {
    "name": "forms",
    "version": "1.4.0",
    "title": "Forms",
    "description": "Forms for people to fill in.",
    "publisher": {"name": "Nobody in particular", "site": "https://forms.example"},
    "licence": "MIT",
    "source": "https://forms.example/source",
    "image": f"images.example/team/forms@sha256:{FICTIONAL}",
    "port": 8080,
    "user": 1000,
    "needs": ["postgresql", "storage"],
    "database": {"host_variable": "DB_HOST", "name_variable": "DB_NAME", "user_variable": "DB_USER", "password_variable": "DB_PASSWORD"},
    "storage_variable": "UPLOADS",
    "secrets": ["SIGNING_KEY"],
    "health": {"path": "/health"},
    "data": {"what": "What people fill in.", "personal": True, "classification": "official"},
    "placements": ["shared", "dedicated"],
    "clouds": ["aws", "azure"],
    "support": {"site": "https://forms.example/help"},
}
RESIDENTS = ("kingsmere", "millbrook")
OWN = "tidewatch"


def _change(path: Path, **values: object) -> None:
    found = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    # JSON is YAML, and quotes everything that must be.
    path.write_text(json.dumps({key: value for key, value in {**found, **values}.items() if value is not None}), encoding="utf-8")


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Deployment]:
    root = empty(tmp_path_factory.mktemp("azure"))
    joined(root, *RESIDENTS, OWN, cloud="azure")
    azure = YAML(typ="safe").load((root / "platform.yaml").read_text(encoding="utf-8"))["azure"]
    certificate = "https://commons-tls.vault.azure.net/secrets/apps"
    azure["cells"] = {"main": {"region": "uksouth", "range": CELL, "domain": "apps.commons.example", "certificate": certificate}}
    _change(root / "platform.yaml", azure=azure, aws=None, postgres_image=f"images.example/tools/postgres@sha256:{FICTIONAL}")
    store = root / "applications" / "forms" / "1.4.0.yaml"
    store.parent.mkdir(parents=True)
    store.write_text(json.dumps(MANIFEST), encoding="utf-8")
    chosen = [{"name": "forms", "version": "1.4.0"}]
    for place, slug in enumerate(RESIDENTS):
        _change(root / "organisations" / f"{slug}.yaml", hosting={"placement": "shared"}, applications=chosen)
        on = "2026-11-24"
        _change(
            root / "ledger" / f"{slug}.yaml",
            cells=[{"cell": "main", "cloud": "azure", "on": on}],
            listeners=[{"application": "forms", "cloud": "azure", "cell": "main", "priority": 100 + place, "on": on}],
        )
    own = {"placement": "dedicated", "domain": "apps.tidewatch.example", "certificate": "https://tidewatch-tls.vault.azure.net/secrets/apps"}
    _change(root / "organisations" / f"{OWN}.yaml", hosting=own, applications=chosen)
    runs = plans_of(root)
    assert not {name: run.error for name, run in runs.items() if run.error}
    return {name: Deployment.from_json(json.loads(run.plan)) for name, run in runs.items()}


def test_every_stack_is_planned(plans: Mapping[str, Deployment]):
    assert {"platform-azure-hosting-main", "kingsmere-azure-applications", "tidewatch-azure-applications"} <= plans.keys()


def test_no_plan_has_a_finding(plans: Mapping[str, Deployment]):
    found = [finding for name, plan in plans.items() for finding in check(plan, rules_for("azure"), stack_name=name)]
    assert found == []
