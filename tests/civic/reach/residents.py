"""An estate in which residents of one cell take a service: two residents, both consumers of what a third body offers."""

import json
from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML

from civic.commands.reach_proof import CARRYING
from civic.estate.layers import implied
from civic.estate.loading import load_estate
from civic.plan import Deployment
from civic.reach.asked import StackReach, networked
from tests.civic.records.estates import ON, empty, joined
from tests.forms import MANIFEST
from tests.planning import plans_of

RESIDENTS = ("cedar", "dogwood")
PROVIDER = "fir"
SERVICE = "forms"


def residents(folder: Path, cloud: str) -> Path:
    """The estate's folder."""
    root = empty(folder)
    store = root / "applications" / "forms" / "1.4.0.yaml"
    store.parent.mkdir(parents=True)
    store.write_text(json.dumps(MANIFEST), encoding="utf-8")
    joined(root, *RESIDENTS, PROVIDER, cloud=cloud)
    for place, slug in enumerate(RESIDENTS):
        _change(root, slug, **_resident())
        _give(root, slug, cloud, place)
    _change(root, PROVIDER, **dict(_provider(cloud)))
    return root


def networks_of(root: Path, cloud: str) -> list[StackReach]:
    """What of the estate's plans on one cloud is network."""
    carrying = [str(name) for name in implied(load_estate(root)) if name.cloud == cloud and name.layer in CARRYING]
    runs = plans_of(root, *carrying)
    assert not {name: run.error for name, run in runs.items() if run.error}
    return [networked(stack, Deployment.from_json(json.loads(run.plan))) for stack, run in runs.items()]


def _resident() -> dict[str, object]:
    return {
        "hosting": {"placement": "shared"},
        "applications": [{"name": "forms", "version": "1.4.0"}],
        "subscriptions": [{"provider": PROVIDER, "offer": SERVICE}],
    }


def _provider(cloud: str) -> Iterator[tuple[str, object]]:
    hosting = {"placement": "dedicated", "domain": f"apps.{PROVIDER}.example"}
    if cloud == "azure":
        hosting["certificate"] = f"https://{PROVIDER}-tls.vault.azure.net/secrets/apps"
    yield "hosting", hosting
    yield "applications", [{"name": "forms", "version": "1.4.0"}]
    offer = {"name": SERVICE, "version": "1.4", "description": "Forms for all", "clouds": [cloud], "application": "forms", "open_to": list(RESIDENTS)}
    yield "offers", [offer]


def _change(root: Path, slug: str, **values: object) -> None:
    path = root / "organisations" / f"{slug}.yaml"
    found = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    # JSON is YAML, and quotes everything that must be.
    path.write_text(json.dumps({**found, **values}), encoding="utf-8")


def _give(root: Path, slug: str, cloud: str, place: int) -> None:
    path = root / "ledger" / f"{slug}.yaml"
    found = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    found["cells"] = [{"cell": "a", "cloud": cloud, "on": ON}]
    found["listeners"] = [{"application": "forms", "cloud": cloud, "cell": "a", "priority": 100 + place, "on": ON}]
    path.write_text(json.dumps(found), encoding="utf-8")
