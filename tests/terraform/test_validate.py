"""Terraform's own AWS provider, which pulumi-aws is built from, finds nothing wrong with any AWS plan.

Needs ``terraform`` and its provider in a folder of this machine (``terraform providers mirror``): nothing is fetched. What the version that is
there does not know of the pinned one is listed here, so that nothing else passes for a difference of versions.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from civic.plan import Deployment, Resource
from tests.looping import each
from tests.planning import example_estate
from tests.terraform.translation import translated

PROVIDER, VERSION = "registry.terraform.io/hashicorp/aws", "5.100.0"
FOLDERS = (Path(os.environ.get("TF_PLUGINS", "/opt/tf-plugins")), Path.home() / ".terraform.d" / "plugins")
NEWER = (
    # A region of a resource's own came with version 6 (terraform-provider-aws, "Enhanced Region Support").
    r".*\.region: unknown",
    # Create on push came with version 6.27 (terraform-provider-aws, CHANGELOG).
    r'aws_ecr_repository_creation_template: expected applied_for to be one of \["REPLICATION" "PULL_THROUGH_CACHE"\], got CREATE_ON_PUSH',
    # Tags of a gateway of Direct Connect came with version 6.28 (pull request 45766), DNS Firewall Advanced with it (pull request 45711).
    r"aws_dx_gateway\.tags: unknown",
    r"aws_route53_resolver_firewall_rule\.(confidenceThreshold|dnsThreatProtection): unknown",
    r': Missing required argument The argument "firewall_domain_list_id" is required, but no definition was found\.',
)
"""What the pinned provider takes and this version does not, as it is told here."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Terraform folder with the provider in it."""
    mirror = next((each for each in FOLDERS if (each / PROVIDER / VERSION).is_dir()), None)
    if mirror is None or shutil.which("terraform") is None:
        pytest.skip(f"SKIPPED: needs terraform on the PATH and {PROVIDER} {VERSION} in {' or '.join(map(str, FOLDERS))}")
    folder = tmp_path_factory.mktemp("terraform")
    _ = (folder / "rc").write_text(f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n}}\n', encoding="utf-8")
    write(folder, {})
    _ = terraform(folder, "init", "-input=false", "-no-color")
    return folder


@pytest.fixture(scope="module")
def schemas(folder: Path) -> Mapping[str, Any]:
    """The provider's schema of each resource."""
    return json.loads(terraform(folder, "providers", "schema", "-json"))["provider_schemas"][PROVIDER]["resource_schemas"]


@pytest.fixture(scope="module")
def resources() -> list[Resource]:
    """Every AWS resource of the example estate."""
    plans = {name: Deployment.from_json(json.loads(run.plan)) for name, run in example_estate().items() if "-aws-" in name}
    return [resource for plan in plans.values() for resource in plan if resource.type.startswith("aws:")]


def terraform(folder: Path, *words: str) -> str:
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": str(folder / "rc"), "CHECKPOINT_DISABLE": "1"}
    done = subprocess.run(["terraform", *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=240, check=False)
    # 'validate' ends with 1 where something is wrong, and says what.
    assert done.returncode == 0 or words[0] == "validate", done.stdout + done.stderr
    return done.stdout


def write(folder: Path, body: Mapping[str, Mapping[str, Any]]) -> None:
    needed = {"required_providers": {"aws": {"source": PROVIDER, "version": VERSION}}}
    whole = {"terraform": needed, **({"resource": body} if body else {})}
    _ = (folder / "main.tf.json").write_text(json.dumps(whole), encoding="utf-8")


def told(folder: Path, schemas: Mapping[str, Any], resources: list[Resource]) -> list[str]:
    """Everything that the provider finds wrong with planned resources, but for what a newer one takes; a line each."""
    body, wrong = dict[str, dict[str, Any]](), list[str]()
    for resource in resources:
        found = translated(resource, schemas)
        wrong += [f"{found.type or resource.type}.{path}: unknown" for path in (found.unknown if found.type else ("",))]
        name = re.sub(r"\W", "_", resource.urn.removeprefix("urn:pulumi:"))
        body.setdefault(found.type, {})[name] = found.body
    write(folder, body)
    for problem in json.loads(terraform(folder, "validate", "-json"))["diagnostics"]:
        words = f"{problem['summary']} {problem['detail']}".split()
        wrong.append(f"{problem.get('address', '').split('.')[0]}: {' '.join(words)}")
    return [line for line in wrong if not any(re.fullmatch(pattern, line) for pattern in NEWER)]


def test_the_provider_takes_every_planned_resource(folder: Path, schemas: Mapping[str, Any], resources: list[Resource]):
    assert len(each(resources)) > 1000
    said = told(folder, schemas, resources)
    assert said == [], "\n".join(said)


@pytest.mark.parametrize(
    ("token", "inputs", "says"),
    [
        ("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/33"}, "expected cidr_block to contain a valid Value, got: 10.0.0.0/33"),
        ("aws:ec2/vpc:Vpc", {"cidrBlok": "10.0.0.0/16"}, "aws_vpc.cidrBlok: unknown"),
        ("aws:iam/rolePolicy:RolePolicy", {"name": "p", "role": "r", "policy": "{nothing"}, "contains an invalid JSON"),
        (
            "aws:chime/voiceConnectorOrigination:VoiceConnectorOrigination",
            {"voiceConnectorId": "c", "routes": [{"host": "sip.example.gov.uk", "priority": 1, "protocol": "TCP", "weight": 1}]},
            "expected route.0.host to contain a valid IP",
        ),
        (
            "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
            {"prefix": "a", "appliedFors": ["REPLICATION"]},
            "expected length of prefix",
        ),
        ("aws:never/never:Never", {}, "aws:never/never:Never.: unknown"),
    ],
)
def test_what_the_provider_refuses_is_told(folder: Path, schemas: Mapping[str, Any], token: str, inputs: Mapping[str, Any], says: str):
    assert says in "\n".join(told(folder, schemas, [Resource(f"urn:pulumi:s::p::{token}::it", token, True, inputs=inputs, outputs={})]))
