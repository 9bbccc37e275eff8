"""``civic plan`` against the AWS CDK in Python synthesising a comparable organisation."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.estates import fictional_register, joined
from benchmarks.measuring import Ran, civic, quickest, run
from benchmarks.result import ROOT, Result, Row, Settings, Skipped

BODY = "eastvale"
APP = ROOT / "benchmarks" / "cdk" / "app.py"
FURTHER = 20
"""Further organisations, to see what a resource costs once everything is loaded."""


def measure(settings: Settings) -> Result:
    """One organisation cold, then twenty more, both ways."""
    python = _environment()
    further = 1 if settings.bodies else FURTHER
    cdk_one = quickest(settings.repeats, lambda: _synthesised(python, 1, settings), key=lambda ran: ran.seconds)
    cdk_many = quickest(settings.repeats, lambda: _synthesised(python, 1 + further, settings), key=lambda ran: ran.cpu)
    cold = quickest(settings.repeats, lambda: civic("plan", BODY), key=lambda ran: ran.seconds)
    estates = {count: _estate(settings, count) for count in (1, 1 + further)}
    one, many = (quickest(settings.repeats, lambda at=at: _planned(at), key=lambda ran: ran.cpu) for at in estates.values())
    ours = (many.cpu - one.cpu) / (_planned_resources(many) - _planned_resources(one))
    theirs = (cdk_many.cpu - cdk_one.cpu) / (_last_number(cdk_many) - _last_number(cdk_one))
    return Result(
        what=ROW.what,
        measured=f"cold {cold.seconds:.1f} s against {cdk_one.seconds:.1f} s; further resource {ours * 1e3:.2f} ms against {theirs * 1e3:.2f} ms",
        aim=ROW.aim,
        met=cold.seconds < cdk_one.seconds and ours < theirs,
        ratio=cdk_one.seconds / cold.seconds,
        included=(
            f"Cold: whole processes; ours also plans the platform's own stacks and checks them, the CDK makes {_last_number(cdk_one):g} resources "
            f"and validates its templates, as it does by default. Further resource: processor time of {further} more organisations."
        ),
        numbers={
            "cold": cold.seconds,
            "cdk_cold": cdk_one.seconds,
            "further_resource": ours,
            "cdk_further_resource": theirs,
            "cdk_resources": _last_number(cdk_one),
            "further_ratio": theirs / ours,
        },
    )


def _environment() -> Path:
    """Python with the CDK, in ``build/``. Raises ``Skipped`` where it cannot be had."""
    if shutil.which("node") is None:
        raise Skipped("the CDK needs node, which is not on the PATH")
    folder = ROOT / "build" / "benchmarks" / "cdk"
    python = folder / "bin" / "python"
    wanted = APP.with_name("requirements.txt")
    made = folder / "made-from.txt"
    if made.is_file() and made.read_bytes() == wanted.read_bytes():
        return python
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True, capture_output=True, text=True)
        words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", wanted]
        subprocess.run([python, *words], check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        raise Skipped(f"the CDK cannot be installed: {(error.stderr or error.stdout).strip().splitlines()[-1:]}") from error
    made.write_bytes(wanted.read_bytes())
    return python


def _synthesised(python: Path, organisations: int, settings: Settings) -> Ran:
    quiet = {"JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1", "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1", "PYTHONPATH": ""}
    out = settings.scratch / f"cdk-{organisations}"
    shutil.rmtree(out, ignore_errors=True)
    return run(str(python), str(APP), str(organisations), str(out), environment={**quiet, "PATH": os.environ["PATH"]})


def _last_number(ran: Ran) -> int:
    return int(ran.stdout.splitlines()[-1])


def _estate(settings: Settings, bodies: int) -> Path:
    folder = settings.scratch / f"fictional-{bodies}"
    joined(folder, fictional_register(settings.scratch, bodies), cloud="aws")
    return folder


def _planned(estate: Path) -> Ran:
    return civic("plan", "--estate", str(estate), "--processes", "1", "platform-aws-network", *(p.stem for p in (estate / "organisations").iterdir()))


def _planned_resources(ran: Ran) -> int:
    found = re.search(r"stacks, ([\d,]+) resources", ran.stdout)
    assert found, ran.stdout
    return int(found[1].replace(",", ""))


ROW = Row("cdk", "against the AWS CDK in Python synthesising a comparable organisation", "faster cold and for each further resource", measure)
