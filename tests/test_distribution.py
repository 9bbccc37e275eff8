"""The wheel is civic alone, and a fork that has none of its source in its folders plans and checks with what the fork itself holds."""

import json
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.planning import ROOT, own_estate
from tests.test_extending import RULE, change, ranges

pytestmark = pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="SKIPPED: no project to build")
DATA = ("py.typed", "reports/templates/")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of the sources, so that nothing is left in them."""
    copy, out = tmp_path_factory.mktemp("sources"), tmp_path_factory.mktemp("wheels")
    for folder in ("civic", "components", "policies", "stacks"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", ".venv"))
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, copy)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(out), str(copy)]
    built = subprocess.run(pip, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (made,) = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def civic(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in an environment that has the wheel, and the SDKs that are installed here."""
    folder = tmp_path_factory.mktemp("bare") / "venv"
    venv.create(folder, with_pip=False, symlinks=True)
    site = folder / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(site), str(wheel)]
    subprocess.run(pip, check=True)
    borrowed = [path for path in sys.path if path.endswith("site-packages") and Path(path).is_dir()]
    # After the wheel's own place. Their .pth files, of which one may lead to this checkout, are not followed.
    (site / "borrowed.pth").write_text("\n".join(borrowed), encoding="utf-8")
    command = folder / "bin" / "civic"
    command.write_text(f"#!{folder / 'bin' / 'python'}\nfrom civic.cli import main\nmain()\n", encoding="utf-8")
    command.chmod(0o755)
    return command


@pytest.fixture
def fork(tmp_path: Path) -> Path:
    """What a fork owns: everything but civic."""
    for folder in ("components", "policies", "stacks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", ".venv", "published"))
    shutil.copy(ROOT / "Pulumi.yaml", tmp_path)
    own_estate(tmp_path)
    return tmp_path


def test_the_wheel_holds_civic_and_its_metadata_alone(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"civic", "civic_cloud"}
    for data in DATA:
        assert any(name.startswith(f"civic/{data}") for name in names), data
    sources = {str(path.relative_to(ROOT)) for path in (ROOT / "civic").rglob("*.py")}
    assert len(sources) > 50
    assert sources <= set(names)


def test_civic_comes_from_the_wheel(civic: Path, fork: Path) -> None:
    asked = subprocess.run(
        [str(civic.parent / "python"), "-c", "import civic; print(civic.__file__)"], cwd=fork, capture_output=True, text=True, check=True
    )
    assert Path(asked.stdout.strip()).is_relative_to(civic.parent.parent)


def test_a_fork_is_planned_and_checked_with_its_own_tier_and_rule(civic: Path, fork: Path) -> None:
    body = "northshire"
    change(
        fork / "components" / "contracts" / "tiers.py",
        "            # Free: bits 3, slot 5.\n",
        '            Tier(name="cache", spread="zonal", bits=3, slot=5, leads_to_hub=False),\n',
    )
    record = fork / "estate" / "organisations" / f"{body}.yaml"
    _with_tier(record)
    planned = run(civic, fork, "plan", body, "--out", "out")
    assert planned.returncode in (0, 1), planned.stderr
    assert "Traceback" not in planned.stderr
    assert "could not be planned" not in planned.stdout + planned.stderr
    document = json.loads((fork / "out" / f"{body}-aws-landing-zone.json").read_text(encoding="utf-8"))
    subnets = [one["urn"] for one in document["deployment"]["resources"] if one["type"] == "aws:ec2/subnet:Subnet"]
    assert sum("-cache-" in urn.rsplit("::", 1)[-1] for urn in subnets) >= 2
    assert ranges(fork, f"{body}-aws-landing-zone", "aws:ec2/subnet:Subnet", "cidrBlock")

    rules = fork / "policies" / "aws" / "rules"
    (rules / "naming.py").write_text(RULE, encoding="utf-8")
    text = (rules / "__init__.py").read_text(encoding="utf-8")
    (rules / "__init__.py").write_text(
        text.replace("RULES", "from policies.aws.rules.naming import network_named\n\nRULES", 1).rstrip() + "\nRULES = (*RULES, network_named)\n",
        encoding="utf-8",
    )
    checked = run(civic, fork, "check", body, "--format", "json")
    assert checked.returncode == 1, checked.stderr
    assert "ec2-network-has-an-owner-in-its-name" in {finding["rule"] for finding in json.loads(checked.stdout)["findings"]}


def run(civic: Path, fork: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    # Neither this checkout nor what is set here may help.
    surroundings = {"PATH": "/usr/bin:/bin", "HOME": str(fork), "CIVIC_TODAY": "2026-12-01"}
    return subprocess.run([str(civic), *words], cwd=fork, env=surroundings, capture_output=True, text=True, timeout=300, check=False)


def _with_tier(record: Path) -> None:
    """Name the fork's tier in a body's record."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    held = yaml.load(record.read_text(encoding="utf-8"))
    connection = held.setdefault("connection", {})
    connection["tiers"] = ["cache"]
    with record.open("w", encoding="utf-8") as file:
        yaml.dump(held, file)
