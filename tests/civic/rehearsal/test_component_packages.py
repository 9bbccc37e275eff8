"""The component packages in the hands of another project: schema, generated Python SDK, preview and up, with the real engine.

The providers are simulated, and stand-ins take the places of their plugins. Nothing is fetched.
"""

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from civic.rehearsal import environment
from civic.simulator.serve import PACKAGES, served
from tests.planning import ROOT
from tests.rehearsing import needs_pulumi

pytestmark = [needs_pulumi]
needs_yaml = pytest.mark.skipif(
    shutil.which("pulumi-language-yaml") is None,
    reason="SKIPPED ALOUD: pulumi-language-yaml is not on the PATH, so nothing is shown of what a YAML program does with a component package",
)

PROJECT = """name: consumer
runtime: {runtime}
plugins:
  providers:
    - name: civic-aws
      path: {package}
"""
PYTHON = "{{name: python, options: {{virtualenv: {}}}}}"
START = """
import pulumi
import pulumi_aws as aws

provider = aws.Provider("acting", region="eu-west-2", allowed_account_ids=["111111111111"])
opts = pulumi.ResourceOptions(providers=[provider])
ARN = "arn:aws:organizations::333333333333:organization/o-abcdefghij"
"""
THROUGH_THE_SDK = """
import pulumi_civic_aws as civic

owner = civic.OwnerArgs(platform="ccp", organisation="northshire")
network = civic.NetworkConnection(
    "northshire",
    owner=owner,
    region="eu-west-2",
    block="10.20.0.0/22",
    zones=["eu-west-2a", "eu-west-2b"],
    subnets={"application": {"a": "10.20.0.0/25", "b": "10.20.1.0/25"}, "endpoint": {"a": "10.20.0.192/27", "b": "10.20.1.192/27"}},
    organisation=civic.OrganisationArgs(id="o-abcdefghij", arn=ARN, units={}),
    archive=civic.ArchiveArgs(bucket="arn:aws:s3:::ccp-archive", key="arn:aws:kms:eu-west-2:444444444444:key/1", configuration_bucket="ccp-config"),
    endpoints=[civic.PrivateEndpointArgs(name="kms", service="kms")],
    opts=opts,
)
budget = civic.Budget(
    "northshire",
    owner=owner,
    tenancy=civic.TenancyArgs(account="111111111111", deploy="", application=""),
    monthly=4000,
    begins="2026-12-01",
    contacts=["finance@northshire.example"],
    opts=opts,
)
pulumi.export("budget", budget.budget)
pulumi.export("vpc", network.network.vpc)
pulumi.export("subnets", network.network.subnets)
"""
DIRECT = """
from ipaddress import IPv4Network

from components import aws as civic
from components.aws.handles import ArchiveHandle, OrganisationHandle, TenancyHandle
from components.contracts import BudgetArgs, NetworkConnectionArgs, Owner, PrivateEndpoint, SubnetKey

owner = Owner(platform="ccp", organisation="northshire")
ranges = {"application-a": "10.20.0.0/25", "application-b": "10.20.1.0/25", "endpoint-a": "10.20.0.192/27", "endpoint-b": "10.20.1.192/27"}
network = civic.NetworkConnection(
    "northshire",
    NetworkConnectionArgs(
        owner=owner,
        region="eu-west-2",
        block=IPv4Network("10.20.0.0/22"),
        zones=("eu-west-2a", "eu-west-2b"),
        subnets={SubnetKey(*name.split("-")): IPv4Network(block) for name, block in ranges.items()},
        organisation=OrganisationHandle(id="o-abcdefghij", arn=ARN, units={}),
        archive=ArchiveHandle(bucket="arn:aws:s3:::ccp-archive", key="arn:aws:kms:eu-west-2:444444444444:key/1", configuration_bucket="ccp-config"),
        endpoints=(PrivateEndpoint(name="kms", service="kms"),),
    ),
    opts,
)
budget = civic.Budget(
    "northshire",
    BudgetArgs(
        owner=owner,
        tenancy=TenancyHandle(account="111111111111", deploy="", application=""),
        monthly=4000,
        begins="2026-12-01",
        contacts=("finance@northshire.example",),
    ),
    opts,
)
pulumi.export("budget", budget.budget)
pulumi.export("vpc", network.network.vpc)
pulumi.export("subnets", network.network.to_card()["subnets"])
"""
YAML_PROGRAM = """
resources:
  northshire-network:
    type: civic-aws:NetworkConnection
    name: northshire
    properties:
      owner: {platform: ccp, organisation: northshire}
      region: eu-west-2
      block: 10.20.0.0/22
      zones: [eu-west-2a, eu-west-2b]
      subnets:
        application: {a: 10.20.0.0/25, b: 10.20.1.0/25}
        endpoint: {a: 10.20.0.192/27, b: 10.20.1.192/27}
      organisation:
        {id: o-abcdefghij, arn: "arn:aws:organizations::333333333333:organization/o-abcdefghij", units: {}}
      archive: {bucket: "arn:aws:s3:::ccp-archive", key: "arn:aws:kms:eu-west-2:444444444444:key/1", configurationBucket: ccp-config}
      endpoints: [{name: kms, service: kms}]
  northshire-budget:
    type: civic-aws:Budget
    name: northshire
    properties:
      owner: {platform: ccp, organisation: northshire}
      tenancy: {account: "111111111111", deploy: "", application: ""}
      monthly: 4000
      begins: "2026-12-01"
      contacts: [finance@northshire.example]
outputs:
  budget: ${northshire-budget.budget}
  vpc: ${northshire-network.network.vpc}
  subnets: ${northshire-network.network.subnets}
"""


class Workshop:
    """A folder with a copy of the packages, a home of the CLI's own with stand-ins for the providers' plugins, and programs that use them."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.package = scratch / "platform" / "components" / "aws"
        shutil.copytree(ROOT / "components", scratch / "platform" / "components", ignore=shutil.ignore_patterns("__pycache__", ".venv"))
        shutil.copy(ROOT / "pyproject.toml", scratch / "platform")
        self._virtual(self.package / ".venv")
        for name, version in PACKAGES.items():
            plugin = scratch / "home" / "plugins" / f"resource-{name}-v{version}" / f"pulumi-resource-{name}"
            plugin.parent.mkdir(parents=True)
            plugin.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
            plugin.chmod(0o755)
        self.environment = environment(scratch / "state", scratch / "home", "") | {"PIP_NO_INDEX": "1"}
        for name in ("VIRTUAL_ENV", "PYTHONPATH", "PIP_FIND_LINKS"):
            self.environment.pop(name, None)

    def _virtual(self, folder: Path, *also: Path) -> None:
        """A virtual environment that borrows what is installed in this one. The CLI upgrades three packages in it, of which we have two."""
        venv.create(folder, with_pip=False, symlinks=True)
        site = folder / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
        borrowed = [path for path in sys.path if path.endswith("site-packages")]
        (site / "borrowed.pth").write_text("\n".join([*map(str, also), *borrowed]), encoding="utf-8")
        (site / "wheel-1.0.dist-info").mkdir()
        (site / "wheel-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: wheel\nVersion: 1.0\n", encoding="utf-8")

    def run(self, *words: str, cwd: Path | None = None, **surroundings: str) -> str:
        """Run one command of the CLI; gives what it printed."""
        told = self.environment | surroundings
        ran = subprocess.run(["pulumi", *words], cwd=cwd or self.scratch, env=told, capture_output=True, text=True, timeout=600, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def program(self, name: str, text: str, *imported: Path) -> Path:
        """A Python project of its own."""
        folder = self.scratch / name
        folder.mkdir()
        self._virtual(folder / "venv", *imported)
        (folder / "Pulumi.yaml").write_text(PROJECT.format(runtime=PYTHON.format("venv"), package=self.package), encoding="utf-8")
        (folder / "__main__.py").write_text(START + text, encoding="utf-8")
        return folder

    def deployed(self, folder: Path) -> tuple[str, Mapping[str, Any]]:
        """What a preview printed, and the state after ``up``, with a store and clouds of the project's own."""
        store = folder / "state"
        store.mkdir()
        with served() as providers:
            own = {"PULUMI_BACKEND_URL": f"file://{store}", "PULUMI_DEBUG_PROVIDERS": providers}
            self.run("stack", "init", "dev", "--non-interactive", cwd=folder, **own)
            self.run("config", "set", "aws:region", "eu-west-2", "--stack", "dev", "--non-interactive", cwd=folder, **own)
            previewed = self.run("preview", "--stack", "dev", "--non-interactive", cwd=folder, **own)
            self.run("up", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive", cwd=folder, **own)
            return previewed, json.loads(self.run("stack", "export", "--stack", "dev", cwd=folder, **own))


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    scratch = tmp_path_factory.mktemp("packages")
    yield Workshop(scratch)
    shutil.rmtree(scratch, ignore_errors=True)


@pytest.fixture(scope="module")
def schema(workshop: Workshop) -> Path:
    """What the CLI takes for the package's schema."""
    path = workshop.scratch / "schema.json"
    path.write_text(workshop.run("package", "get-schema", str(workshop.package)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def sdk(workshop: Workshop, schema: Path) -> Path:
    """Where the generated Python SDK is installed."""
    workshop.run("package", "gen-sdk", str(schema), "--language", "python", "--out", str(workshop.scratch / "sdk"))
    site = workshop.scratch / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--target", str(site)]
    subprocess.run([*pip, str(workshop.scratch / "sdk" / "python")], check=True, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    return site


@pytest.fixture(scope="module")
def direct(workshop: Workshop) -> Mapping[str, Any]:
    """The state of the program that imports the components themselves."""
    return workshop.deployed(workshop.program("direct", DIRECT, workshop.scratch / "platform"))[1]


def test_the_cli_reads_the_schema(schema: Path) -> None:
    read = json.loads(schema.read_text(encoding="utf-8"))
    assert read["name"] == "civic-aws"
    assert read["version"] == "0.1.0"
    for component in ("NetworkConnection", "SecurityBaseline", "Application", "Budget"):
        assert read["resources"][f"civic-aws:index:{component}"]["isComponent"]
    assert read["types"]["civic-aws:index:Owner"]["properties"]["platform"]["type"] == "string"


def test_a_program_through_the_generated_sdk_makes_what_the_direct_program_makes(workshop: Workshop, sdk: Path, direct: Mapping[str, Any]) -> None:
    previewed, state = workshop.deployed(workshop.program("through-the-sdk", THROUGH_THE_SDK, sdk))
    assert "civic-aws:index:NetworkConnection" in previewed
    assert "aws:ec2:Vpc" in previewed
    made, expected = resources(state), resources(direct)
    assert len(expected) > 15
    assert set(made) == set(expected)
    for urn, one in made.items():
        assert json.dumps(one, indent=1, sort_keys=True) == json.dumps(expected[urn], indent=1, sort_keys=True), urn


@needs_yaml
def test_a_yaml_program_makes_what_the_direct_program_makes(workshop: Workshop, schema: Path, direct: Mapping[str, Any]) -> None:
    folder = workshop.scratch / "yaml"
    folder.mkdir()
    text = PROJECT.format(runtime="yaml", package=workshop.package) + YAML_PROGRAM
    (folder / "Pulumi.yaml").write_text(text, encoding="utf-8")
    _, state = workshop.deployed(folder)
    made, expected = resources(state), resources(direct)
    assert set(made) == set(expected)
    # Its provider is the stack's own, which the direct program names.
    assert {urn: one["inputs"] for urn, one in made.items()} == {urn: one["inputs"] for urn, one in expected.items()}


def resources(state: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Inputs, outputs and place of everything but the provider, by URN."""
    held = state["deployment"]["resources"]
    kept = {key: {} for key in ("inputs", "outputs")}
    return {
        one["urn"]: {**kept, **{key: one[key] for key in ("type", "inputs", "outputs", "parent", "protect") if key in one}}
        for one in held
        if not one["type"].startswith("pulumi:providers:")
    }
