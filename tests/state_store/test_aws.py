"""The state store on AWS, tried with the real Pulumi command and the libraries that cards are read with: each stack's own identity logs in,
keeps its own secrets, reads the cards above and puts its own, and nothing else; every call is decided by ``civic.access``.
"""

import base64
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from botocore.exceptions import ClientError

from civic.commands.deploying import Setting, commands
from civic.commands.state_stores import cards_of
from civic.engine.project import Project
from civic.engine.run import run_stack
from civic.errors import InputError
from civic.estate.card_store import read_card
from civic.estate.card_writing import has_card
from civic.estate.layers import StackName
from civic.estate.loading import load_estate
from civic.files import write
from civic.plan import Deployment, Resource
from civic.simulator.serve import served as clouds_served
from components.contracts import PIPELINE_LAYERS
from tests.looping import each
from tests.planning import ESTATE, ROOT, example_estate
from tests.rehearsing import needs_pulumi
from tests.state_store.aws import StateCloud, served

pytestmark = needs_pulumi

BODY, OTHER = "northshire", "eastvale"
CHAIN = (
    "platform-aws-foundation", "platform-aws-network", "platform-aws-hosting-a", f"{OTHER}-aws-identity", f"{OTHER}-aws-tenancy",
    f"{OTHER}-aws-landing-zone", f"{BODY}-aws-identity", f"{BODY}-aws-tenancy", f"{BODY}-aws-landing-zone", f"{BODY}-aws-applications",
)  # fmt: skip
"""Stacks in the order in which they are deployed, with those of a body with which an agreement is."""
BOOTSTRAP = "platform-aws-bootstrap"
CIVIC = f"{shlex.quote(sys.executable)} -m civic.cli"
PLATFORM = load_estate(ESTATE).platform
SECTION = PLATFORM.aws
assert SECTION is not None


def role_and_subject(stack: StackName) -> tuple[str, str]:
    """Who deploys a stack, as the plans above made it, and the subject of its token."""
    assert SECTION is not None
    for pipeline, layers in PIPELINE_LAYERS.items():
        if stack.layer in layers:
            return outputs("platform-aws-bootstrap")["pipelines"][pipeline], SECTION.pipeline.subjects[pipeline]
    return outputs(f"{stack.owner}-aws-identity")["runs"][stack.layer], SECTION.pipeline.subject(stack.layer, stack.owner)


def outputs(stack: str) -> Mapping[str, Any]:
    return example_estate()[stack].outputs or {}


@dataclass
class Deployer:
    """The project's folder, and what each stack's identity is told by its surroundings."""

    cloud: StateCloud
    project: Path
    plans: Path

    def environment(self, stack: str) -> dict[str, str]:
        name = StackName.parse(stack)
        if name.layer == "bootstrap":
            mine = self.cloud.administrator()
        else:
            role, subject = role_and_subject(name)
            assert SECTION is not None
            mine = self.cloud.sign_in(role, SECTION.pipeline.issuer, subject)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "AZURE_", "ARM_", "PULUMI_", "CIVIC_CARDS"))}
        # A command of Pulumi's remembers where it is logged in.
        return (
            kept
            | mine
            | {
                "CIVIC_ESTATE": str(self.project / "estate"),
                "PULUMI_HOME": str(self.project.parent / f"home-{stack}"),
                "PULUMI_SKIP_UPDATE_CHECK": "true",
            }
        )

    def attempt(self, stack: str, line: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run one line under the stack's own identity."""
        environment = self.environment(stack) | more
        return subprocess.run(["sh", "-c", line], cwd=self.project, env=environment, capture_output=True, text=True, check=False, timeout=300)

    def run(self, stack: str, line: str, **more: str) -> str:
        ran = self.attempt(stack, line, **more)
        assert ran.returncode == 0, f"{stack}: {line}\n{ran.stdout}{ran.stderr}{self.refused()}"
        return ran.stdout

    def refused(self) -> str:
        return "\n".join(str(one) for one in self.cloud.log if not one.verdict.allowed)

    def script(self, lines: Sequence[str]) -> str:
        """The lines as one script that stops at the first failure, run by the ``civic`` of this environment."""
        return "\n".join(["set -e", f'civic() {{ {CIVIC} "$@"; }}', *lines])

    def settings(self, stack: str) -> Mapping[str, str]:
        return yaml.safe_load((self.project / "estate" / "config" / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8"))


def lines_of(stack: str, *, first_day: bool = False) -> list[str]:
    return commands(StackName.parse(stack), Setting.of(load_estate(ESTATE), first_day=first_day))


@pytest.fixture(scope="module")
def cloud() -> Iterator[StateCloud]:
    assert SECTION is not None
    made = ["platform-aws-bootstrap", "platform-aws-foundation", *(stack for stack in example_estate() if stack.endswith("-aws-identity"))]
    resources = [resource for stack in made for resource in Deployment.from_json(json.loads(example_estate()[stack].plan))]
    with served(SECTION.management, SECTION.home, resources) as cloud:
        yield cloud


@pytest.fixture(scope="module")
def deployer(cloud: StateCloud, tmp_path_factory: pytest.TempPathFactory) -> Deployer:
    """Every stack of ``CHAIN``, begun by its own identity with the very lines of a rollout, its card put of its plan."""
    folder = tmp_path_factory.mktemp("store")
    project = folder / "project"
    for name in ("civic", "components", "policies", "stacks"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "Pulumi.yaml", project)
    shutil.copytree(ESTATE, project / "estate")
    (project / ".venv").symlink_to(sys.prefix)
    for stack, run in example_estate().items():
        write(folder / "plans" / f"{stack}.json", run.plan)
    deployer = Deployer(cloud, project, folder / "plans")
    with clouds_served() as providers:
        deployer.run(BOOTSTRAP, deployer.script(lines_of(BOOTSTRAP, first_day=True)), PULUMI_DEBUG_PROVIDERS=providers)
    for stack in CHAIN:
        login, select, *_ = lines_of(stack)
        deployer.run(stack, f"{login} && {select}")
        if has_card(StackName.parse(stack)):
            deployer.run(stack, f"{CIVIC} card put {stack} --from {deployer.plans}")
    return deployer


def test_the_bootstraps_own_state_moves_into_the_store_that_it_makes(deployer: Deployer):
    """Where from then on it is under a key, and nothing of the first day's passphrase is left."""
    state = json.loads(deployer.run(BOOTSTRAP, f"pulumi stack export --stack {BOOTSTRAP}"))["deployment"]
    planned = json.loads(example_estate()[BOOTSTRAP].plan)["deployment"]
    assert {resource["urn"] for resource in state["resources"]} == {resource["urn"] for resource in planned["resources"]}
    assert state["secrets_providers"]["type"] == "cloud"
    assert state["secrets_providers"]["state"]["url"].endswith(f"context_stack={BOOTSTRAP}")
    assert "encryptionsalt" not in deployer.settings(BOOTSTRAP)


def test_nothing_that_a_stack_needs_is_refused(deployer: Deployer):
    """... while each begins its state, reads the cards above and puts its own. The log shows that S3's calls to KMS were asked as well."""
    assert not [one for one in deployer.cloud.log if not one.verdict.allowed]
    asked = {(one.who, one.action) for one in deployer.cloud.log}
    for stack in each(CHAIN):
        role, _ = role_and_subject(StackName.parse(stack))
        assert {(role, action) for action in ("s3:PutObject", "kms:GenerateDataKey", "s3:GetObject", "kms:Decrypt", "kms:Encrypt")} <= asked


@pytest.fixture
def acting(deployer: Deployer, monkeypatch: pytest.MonkeyPatch):
    """Makes this process act as a stack's identity, on the platform's own store."""

    def act(stack: str) -> None:
        for name, value in deployer.environment(stack).items():
            if name.startswith("AWS_"):
                monkeypatch.setenv(name, value)

    monkeypatch.delenv("CIVIC_CARDS", raising=False)
    return act


def test_each_stack_is_planned_from_the_cards_in_the_store_as_from_a_folder(acting: Any):
    for stack in each(CHAIN):
        acting(stack)
        run = run_stack(Project.read(ROOT), stack)
        assert run.error == "", stack
        assert run.plan == example_estate()[stack].plan, stack


def test_a_stack_comes_up_with_its_state_and_its_card_in_the_store(deployer: Deployer):
    """The whole of what a rollout prints for it, on simulated clouds for all but the store."""
    stack = f"{BODY}-aws-tenancy"
    with clouds_served() as providers:
        # As a pipeline does it, in a checkout where nothing of Pulumi's is.
        (deployer.project / "estate" / "config" / f"Pulumi.{stack}.yaml").unlink()
        said = deployer.run(stack, deployer.script(lines_of(stack)), PULUMI_DEBUG_PROVIDERS=providers)
    store = cards_of(load_estate(ESTATE), "aws")
    assert f"{len(json.loads(example_estate()[stack].plan)['deployment']['resources'])} created" in said
    assert store.shown(stack) in said
    assert deployer.settings(stack)["secretsprovider"] in lines_of(stack)[1]
    assert not [one for one in deployer.cloud.log if not one.verdict.allowed]


def opens(deployer: Deployer, reader: str, stack: str, context: str) -> str:
    """What KMS says to the identity of ``reader`` that wants the data key of the secrets of ``stack`` decrypted; empty where it does."""
    sealed = base64.b64decode(deployer.settings(stack)["encryptedkey"])
    try:
        deployer.cloud.client("kms", deployer.environment(reader)).decrypt(CiphertextBlob=sealed, EncryptionContext={"stack": context})
    except ClientError as error:
        return error.response["Error"]["Code"]
    return ""


def test_a_stacks_secrets_open_to_its_own_identity_alone(deployer: Deployer):
    own = f"{BODY}-aws-tenancy"
    assert opens(deployer, own, own, own) == ""
    for stack in each(name for name in CHAIN if name != own):
        # Neither as what they are, nor passed off as one's own.
        assert opens(deployer, own, stack, stack) == "AccessDeniedException", stack
        assert opens(deployer, own, stack, own) in ("AccessDeniedException", "InvalidCiphertextException"), stack
    # One pipeline makes the identities of all bodies, and of nothing else: the other layers' keys are closed to it.
    assert opens(deployer, f"{BODY}-aws-identity", own, own) == "AccessDeniedException"


@pytest.mark.parametrize(
    "line", ["pulumi stack export --stack {0}", "pulumi stack init {0} --secrets-provider passphrase", "pulumi cancel --yes --stack {0}"]
)
def test_another_bodys_state_is_refused(deployer: Deployer, line: str):
    for stack in each([f"{OTHER}-aws-tenancy", f"{OTHER}-aws-landing-zone", f"{BODY}-aws-landing-zone", "platform-aws-foundation"]):
        ran = deployer.attempt(f"{BODY}-aws-tenancy", line.format(stack), PULUMI_CONFIG_PASSPHRASE="x")
        assert ran.returncode != 0
        # S3 answers a HEAD, with which the command looks whether an object is there, with no more than its code.
        assert "StatusCode: 403" in ran.stdout + ran.stderr, ran.stdout + ran.stderr


def test_another_stacks_card_is_not_to_be_put(deployer: Deployer):
    for stack in each([f"{OTHER}-aws-tenancy", f"{BODY}-aws-landing-zone", "platform-aws-foundation"]):
        ran = deployer.attempt(f"{BODY}-aws-tenancy", f"{CIVIC} card put {stack} --from {deployer.plans}")
        assert ran.returncode == 2
        role = role_and_subject(StackName.parse(f"{BODY}-aws-tenancy"))[0].rpartition("/")[2]
        assert ran.stderr.startswith(
            f"civic: s3://ccp-state-ffb0d472/cards/{stack}.json: arn:aws:sts::111122223333:assumed-role/{role}/run may not write it"
        )
        assert "AccessDenied" in ran.stderr
        assert ran.stderr.count("\n") == 1


def test_the_cards_that_a_layer_does_not_read_are_closed_to_it(acting: Any):
    acting(f"{BODY}-aws-tenancy")
    store = cards_of(load_estate(ESTATE), "aws")
    assert read_card(store, "platform-aws-foundation", "").stack == "platform-aws-foundation"
    for stack in each([f"{OTHER}-aws-landing-zone", f"{OTHER}-aws-identity", "platform-aws-network"]):
        with pytest.raises(InputError, match="may not read it"):
            read_card(store, stack, "")


def without_rights(sid: str, *actions: str):
    """The tenancy's run without what one statement of its policy gives, or without these actions of it."""

    def change(resource: Resource) -> Resource:
        if resource.type != "aws:iam/rolePolicy:RolePolicy" or resource.name != f"{BODY}-runs-tenancy-rights":
            return resource
        document = json.loads(resource.inputs["policy"])
        (found,) = [one for one in document["Statement"] if one["Sid"] == sid]
        left = [action for action in found["Action"] if action not in actions] if actions else []
        document["Statement"] = [{**one, "Action": left} if one is found else one for one in document["Statement"] if one is not found or left]
        policy = json.dumps(document)
        return replace(resource, inputs={**resource.inputs, "policy": policy}, outputs={**resource.outputs, "policy": policy})

    return change


def test_without_the_right_on_the_states_key_nobody_logs_in(deployer: Deployer):
    stack = f"{BODY}-aws-tenancy"
    login, *_ = lines_of(stack)
    assert deployer.attempt(stack, login).returncode == 0
    with deployer.cloud.changed(without_rights("Store")):
        ran = deployer.attempt(stack, login)
    assert ran.returncode != 0
    assert "AccessDenied" in ran.stderr
    assert [one.action for one in deployer.cloud.log if not one.verdict.allowed][-1] == "kms:Decrypt"


def test_without_the_right_to_encrypt_with_the_states_key_nothing_is_written(deployer: Deployer):
    stack = f"{BODY}-aws-tenancy"
    login, *_ = lines_of(stack)
    with deployer.cloud.changed(without_rights("Store", "kms:GenerateDataKey")):
        assert deployer.attempt(stack, login).returncode == 0
        ran = deployer.attempt(stack, f"pulumi stack export --stack {stack} > state.json && pulumi stack import --stack {stack} --file state.json")
        assert ran.returncode != 0
        assert "AccessDenied" in ran.stderr
        put = deployer.attempt(stack, f"{CIVIC} card put {stack} --from {deployer.plans}")
        assert (put.returncode, "may not write it" in put.stderr) == (2, True)
    refused = [one.action for one in deployer.cloud.log if not one.verdict.allowed]
    assert refused[-2:] == ["kms:GenerateDataKey"] * 2


def test_without_the_right_on_its_layers_key_a_stack_is_not_begun(deployer: Deployer):
    stack = f"{BODY}-aws-tenancy"
    login, *_ = lines_of(stack)
    with deployer.cloud.changed(without_rights("Secrets")):
        ran = deployer.attempt(
            stack, f"{login} && pulumi stack change-secrets-provider --stack {stack} {shlex.quote(deployer.settings(stack)['secretsprovider'])}"
        )
    assert ran.returncode != 0
    assert "AccessDenied" in ran.stderr
