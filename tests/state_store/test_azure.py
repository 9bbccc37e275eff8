"""The state store on Azure with the real Pulumi command and the client that cards are read with, before Azurite; decided by ``civic.access``.

Secrets are under a passphrase here: no emulator of Azure Key Vault is kept, so of its keys ``civic.access`` alone speaks.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from civic.commands.deploying import Setting, commands
from civic.estate.card_files import CardFile, parse_card
from civic.estate.card_store import StoreRefused, read_card
from civic.estate.card_store_blob import ContainerStore
from civic.estate.card_writing import has_card, put_planned_card
from civic.estate.layers import StackName, reads
from civic.estate.loading import load_estate
from civic.plan import Deployment
from components.contracts import PIPELINE_LAYERS
from components.state_store import state_store
from tests.looping import each
from tests.planning import ESTATE, ROOT, example_estate
from tests.rehearsing import needs_pulumi
from tests.state_store.azure import ADMINISTRATOR, StateCloud, served

pytestmark = needs_pulumi

ESTATE_READ = load_estate(ESTATE)
BODY, OTHER = "kingsmere", "tidewatch"
CHAIN = (
    "platform-azure-foundation", "platform-azure-network", "platform-azure-hosting-a", f"{OTHER}-azure-identity", f"{OTHER}-azure-tenancy",
    f"{OTHER}-azure-landing-zone", f"{BODY}-azure-identity", f"{BODY}-azure-tenancy", f"{BODY}-azure-landing-zone", f"{BODY}-azure-applications",
)  # fmt: skip


def identity_of(stack: str) -> str:
    """Object id of whoever deploys a stack, as the plans above made it."""
    name = StackName.parse(stack)
    for pipeline, layers in PIPELINE_LAYERS.items():
        if name.layer in layers:
            return (example_estate()["platform-azure-bootstrap"].outputs or {})["pipelines"][pipeline]
    return (example_estate()[f"{name.owner}-azure-identity"].outputs or {})["runs"][name.layer]


@dataclass
class Deployer:
    cloud: StateCloud
    project: Path

    def attempt(self, stack: str, line: str) -> subprocess.CompletedProcess[str]:
        """Run one line as the stack's own identity."""
        who = ADMINISTRATOR if stack == ADMINISTRATOR else identity_of(stack)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "AZURE_", "ARM_", "PULUMI_", "CIVIC_CARDS"))}
        ours = {"PULUMI_HOME": str(self.project.parent / f"home-{stack}"), "PULUMI_CONFIG_PASSPHRASE": "x", "PULUMI_SKIP_UPDATE_CHECK": "true"}
        environment = kept | self.cloud.environment(who) | ours
        return subprocess.run(["sh", "-c", line], cwd=self.project, env=environment, capture_output=True, text=True, check=False, timeout=300)

    def run(self, stack: str, line: str) -> str:
        ran = self.attempt(stack, line)
        refused = [one for one in self.cloud.log if not one.verdict.allowed]
        assert ran.returncode == 0, f"{stack}: {line}\n{ran.stdout}{ran.stderr}{refused}"
        return ran.stdout

    def cards(self, stack: str) -> ContainerStore:
        return ContainerStore(self.cloud.container(identity_of(stack)), "cards")


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StateCloud]:
    made = ["platform-azure-bootstrap", "platform-azure-foundation", *(stack for stack in example_estate() if stack.endswith("-azure-identity"))]
    resources = [resource for stack in made for resource in Deployment.from_json(json.loads(example_estate()[stack].plan))]
    section = ESTATE_READ.platform.azure
    assert section
    (account,) = parse_qs(urlsplit(state_store("azure", ESTATE_READ.platform.code, section.home).login).query)["storage_account"]
    with served(account, resources, tmp_path_factory.mktemp("azurite")) as cloud:
        yield cloud


@pytest.fixture(scope="module")
def deployer(cloud: StateCloud, tmp_path_factory: pytest.TempPathFactory) -> Deployer:
    """Every stack of ``CHAIN``, begun by its own identity, its card put of its plan."""
    project = tmp_path_factory.mktemp("store") / "project"
    project.mkdir()
    shutil.copy(ROOT / "Pulumi.yaml", project)
    (project / "stacks").mkdir()
    deployer = Deployer(cloud, project)
    login, *_ = lines_of("platform-azure-bootstrap")
    deployer.run(ADMINISTRATOR, f"{login} && pulumi stack init platform-azure-bootstrap")
    for stack in CHAIN:
        deployer.run(stack, f"{login} && pulumi stack select --create {stack}")
        deployer.run(stack, f"pulumi config set --secret --stack {stack} probe {stack} && pulumi stack export --stack {stack} > {stack}.json")
        deployer.run(stack, f"pulumi stack import --stack {stack} --file {stack}.json")
        put_planned_card(deployer.cards(stack), stack, example_estate()[stack].plan, example_estate()[stack].outputs or {})
    return deployer


def lines_of(stack: str) -> list[str]:
    return commands(StackName.parse(stack), Setting.of(ESTATE_READ))


def test_nothing_that_a_stack_needs_is_refused(deployer: Deployer):
    for stack in each(name for name in CHAIN if name != "platform-azure-foundation"):
        for above in each(str(name) for name in reads(StackName.parse(stack), ESTATE_READ) if name.layer != "bootstrap"):
            assert read_card(deployer.cards(stack), above, "").values == example_estate()[above].outputs
    assert not [one for one in deployer.cloud.log if not one.verdict.allowed]
    asked = {(one.who, one.action.rpartition("/")[2]) for one in deployer.cloud.log}
    for stack in each(CHAIN):
        assert {(identity_of(stack), verb) for verb in ("read", "write", "delete")} <= asked


def test_a_card_in_the_container_is_the_one_that_was_put(deployer: Deployer):
    stack = f"{BODY}-azure-tenancy"
    found = deployer.cloud.container(ADMINISTRATOR).download_blob(f"cards/{stack}.json").readall().decode()
    assert isinstance(parse_card(found, "", stack, ""), CardFile)


@pytest.mark.parametrize("line", ["pulumi stack export --stack {0}", "pulumi stack init {0}", "pulumi cancel --yes --stack {0}"])
def test_another_bodys_state_is_refused(deployer: Deployer, line: str):
    for stack in each([f"{OTHER}-azure-tenancy", f"{BODY}-azure-landing-zone", "platform-azure-foundation"]):
        before = len(deployer.cloud.log)
        ran = deployer.attempt(f"{BODY}-azure-tenancy", line.format(stack))
        assert ran.returncode != 0
        # Not by what the command says: at a refused write gocloud's azureblob ends it with a panic.
        refused = [one.blob for one in deployer.cloud.log[before:] if not one.verdict.allowed]
        assert refused
        assert all(f"/{stack}." in blob or f"/{stack}/" in blob for blob in refused), refused


def test_another_stacks_card_is_neither_put_nor_read_where_the_layer_does_not(deployer: Deployer):
    own = deployer.cards(f"{BODY}-azure-tenancy")
    for stack in each(name for name in CHAIN if name != f"{BODY}-azure-tenancy" and has_card(StackName.parse(name))):
        with pytest.raises(StoreRefused, match=r"cards/.* may not write it \(AuthorizationPermissionMismatch"):
            own.write(stack, "{}")
    for stack in each([f"{OTHER}-azure-landing-zone", f"{OTHER}-azure-identity", "platform-azure-network"]):
        with pytest.raises(StoreRefused, match="may not read it"):
            own.read(stack)
