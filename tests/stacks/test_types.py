"""Misspellings, wrong arguments and swapped fields are refused before anything runs, in every layer and across components.

Each line of ``FAULTS`` is planted in a copy of the project; the type checker must complain in that very line.
"""

import json
import shutil
import subprocess
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.planning import ROOT

CHECKER = Path(sys.executable).parent / "basedpyright"


@dataclass(frozen=True)
class Fault:
    """One careless edit."""

    file: str
    old: str
    new: str


FAULTS = (
    # Misspelt names of the cloud
    Fault("stacks/network.py", "context.cloud.NetworkHub(", "context.cloud.NetworkHubb("),
    Fault("stacks/network.py", "context.cloud.platform_provider(", "context.cloud.platform_providr("),
    Fault("stacks/network.py", "context.cloud.HOSTING_DOMAINS", "context.cloud.HOSTING_DOMAIN"),
    Fault("stacks/tenancy.py", "context.cloud.Budget(", "context.cloud.Budgets("),
    # Misspelt arguments and outputs
    Fault("stacks/network.py", "hosted=tuple(", "hosts=tuple("),
    Fault("stacks/network.py", "hubs[region] = made.hub", "hubs[region] = made.hubb"),
    Fault("stacks/foundation.py", "retention_days=context.platform", "retention_day=context.platform"),
    Fault("stacks/foundation.py", "archive=foundation.archive", "archive=foundation.archiv"),
    Fault("stacks/landing_zone.py", "alarms=baseline.alarms, hosting=hosting", "alarms=baseline.alarm, hosting=hosting"),
    Fault("stacks/landing_zone.py", "target=door.target", "target=door.targets"),
    Fault("stacks/bootstrap.py", "clients=made.clients", "clients=made.client"),
    # Handles in each other's place
    Fault("stacks/hosting.py", "archive=foundation.archive", "archive=foundation.organisation"),
    Fault("stacks/hosting.py", "network=network,", "network=tenancy,"),
    Fault("stacks/hosting.py", "return HostingCard(cell=made.cell)", "return HostingCard(cell=network)"),
    Fault("stacks/cells.py", "hub=context.network.hubs[site.region],", "hub=network,"),
    Fault("stacks/cells.py", "tenancy=context.tenancy,", "tenancy=foundation.archive,"),
    Fault("stacks/tenancy.py", "return TenancyCard(tenancy=made.tenancy)", "return TenancyCard(tenancy=organisation)"),
    Fault("stacks/applications.py", "cell=cell,", "cell=context.tenancy,"),
    Fault("stacks/applications.py", "network=context.landing_zone.network,", "network=context.landing_zone.alarms,"),
    # Values of another type
    Fault("stacks/foundation.py", "regions=tuple(section.regions)", "regions=section.home"),
    Fault("stacks/landing_zone.py", "backup_days=record.backup_days", "backup_days=record.name"),
    Fault("stacks/applications.py", "priority=_priority(context, choice.name)", "priority=_host(context, choice.name)"),
    Fault("stacks/tenancy.py", "contacts = tuple(dict.fromkeys(", "contacts = list(dict.fromkeys("),
    # An argument left out
    Fault("stacks/network.py", "                organisation=foundation.organisation,\n", ""),
    # Inside a cloud: a handle's field, and a handle of another sort
    Fault("components/aws/network/attachment.py", "transit_gateway_id=hub.gateway,", "transit_gateway_id=hub.gatway,"),
    Fault("components/azure/network/attachment.py", "hub.hub_group", "hub.hub_groop"),
    Fault("components/aws/tenancy/baseline.py", "args.archive.configuration_bucket", "args.archive.configuration_buckets"),
    Fault("components/azure/tenancy/baseline.py", "args.owner.tags", "args.owner.tag"),
)


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> dict[Fault, list[int]]:
    """Lines in which the checker complains, for each fault's copy of its file. All faults are checked in one run."""
    if not CHECKER.is_file():
        warnings.warn(
            "NOT TESTED: no basedpyright beside this Python, so no planted misspelling was looked for ('make lint' installs it)", stacklevel=1
        )
        pytest.skip("no basedpyright beside this Python")
    project = tmp_path_factory.mktemp("planted")
    for folder in ("civic", "components", "stacks"):
        shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", project)
    planted: dict[str, Fault] = {}
    for number, fault in enumerate(FAULTS):
        text = (ROOT / fault.file).read_text(encoding="utf-8")
        assert fault.old in text, f"{fault.file} has no {fault.old!r} any more: plant another fault"
        # Beside the file, so that it imports what the file imports, and no fault hides another.
        copy = Path(fault.file).with_name(f"planted_{number}.py")
        (project / copy).write_text(text.replace(fault.old, fault.new, 1), encoding="utf-8")
        planted[str(copy)] = fault
    ran = subprocess.run(
        [CHECKER, "--outputjson", "--level", "error", "--pythonpath", sys.executable, *planted], cwd=project, capture_output=True, text=True
    )
    found: dict[Fault, list[int]] = {fault: [] for fault in FAULTS}
    for complaint in json.loads(ran.stdout)["generalDiagnostics"]:
        place = str(Path(complaint["file"]).resolve().relative_to(project.resolve()))
        if place in planted:
            found[planted[place]].append(complaint["range"]["start"]["line"] + 1)
    return found


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.file}: {fault.new.strip() or 'without ' + fault.old.strip()}")
def test_the_type_checker_refuses_it(fault: Fault, complaints: dict[Fault, list[int]]) -> None:
    before = (ROOT / fault.file).read_text(encoding="utf-8").partition(fault.old)[0]
    line = before.count("\n") + 1
    assert complaints[fault], f"the checker has nothing against {fault.new!r} in {fault.file}"
    assert min(abs(line - place) for place in complaints[fault]) <= 20, f"{fault.file}:{line}: complained elsewhere, in {complaints[fault]}"


def test_nothing_of_any_type_crosses_a_layer() -> None:
    """No layer takes or gives ``Any``, and no file has the checker look away from arguments."""
    layers = sorted((ROOT / "stacks").glob("*.py"))
    components = sorted((ROOT / "components").rglob("*.py"))
    assert len(layers) > 10
    assert len(components) > 80
    assert not [path.name for path in layers if "Any" in path.read_text(encoding="utf-8").replace("Anybody", "").split()]
    assert not [str(path) for path in (*layers, *components) if "reportArgumentType" in path.read_text(encoding="utf-8")]
