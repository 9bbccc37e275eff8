"""Whatever is in a file that is read: no traceback, nothing that hangs, no message without a file, exit codes as they are defined.

``make fuzz`` tries 10,000 inputs; here are 500. ``CIVIC_FUZZ_SEED`` repeats a run, and its number is printed.
"""

import contextlib
import io
import json
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from civic import cli
from civic.estate.card_files import CardFile, card_path
from civic.estate.card_writing import card_of_export
from civic.estate.checks import problems
from civic.estate.loading import load_estate
from civic.estate.published import agreements_text
from civic.records.errors import RecordError
from tests.civic.records.estates import example
from tests.mutations import mutated, with_other_values

INPUTS = int(os.environ.get("CIVIC_FUZZ", "500"))
SEED = int(os.environ.get("CIVIC_FUZZ_SEED") or random.SystemRandom().randrange(1 << 32))
LONGEST = 5.0
"""Seconds for one input on a processor of its own."""
BOOTSTRAP = "platform-aws-bootstrap"
STATE = {
    "version": 3,
    "deployment": {
        "manifest": {"time": "2026-11-24T00:00:00Z", "magic": "", "version": ""},
        "secrets_providers": {"type": "passphrase", "state": {"salt": "v1:x"}},
        "resources": [
            {
                "urn": "urn:pulumi:a::p::pulumi:pulumi:Stack::p-a",
                "type": "pulumi:pulumi:Stack",
                "custom": False,
                "outputs": {"keys": {"network": "k"}},
            },
            {
                "urn": "urn:pulumi:a::p::aws:s3/bucket:Bucket::b",
                "type": "aws:s3/bucket:Bucket",
                "custom": True,
                "id": "b",
                "inputs": {"bucket": "b", "tags": {"a": "b"}},
                "outputs": {"arn": "arn:aws:s3:::b"},
                "dependencies": [],
                "propertyDependencies": {"bucket": []},
            },
        ],
    },
}
REGISTER = b"slug,name,type,principal,owner,phone\nalder,Alder Council,district council,yes,cloud@alder.example,+441632960000\n"


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = example(tmp_path_factory.mktemp("fuzz"))
    path = card_path(root, BOOTSTRAP)
    path.parent.mkdir()
    path.write_text(CardFile(BOOTSTRAP, "", "a" * 64, "2026-11-24", {"keys": {"network": "awskms:///k"}}).serialise(), encoding="utf-8")
    (path.parent / "agreements.json").write_text(agreements_text(load_estate(root).agreements), encoding="utf-8")
    (root.parent / "register.csv").write_bytes(REGISTER)
    (root.parent / "state.json").write_text(json.dumps(STATE), encoding="utf-8")
    return root


@pytest.fixture(autouse=True)
def published_cards(estate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVIC_CARDS", (estate / "published").as_uri())


def files(estate: Path) -> list[tuple[Path, tuple[str, ...]]]:
    """Every kind of file that is read, and a command that reads it."""
    whole, register, state = ("stacks", "--estate", str(estate)), estate.parent / "register.csv", estate.parent / "state.json"
    records = [estate / f"{name}.yaml" for name in ("platform", "organisations/northshire", "organisations/eastvale", "organisations/westholm")]
    return [
        *((path, whole) for path in (*records, estate / "ledger/westholm.yaml", estate / "ledger/eastvale.yaml")),
        (estate / "applications/odoo/19.0-20260908.yaml", ("store", "--estate", str(estate))),
        (estate / "published/agreements.json", ("agreements", "--format", "json", "--estate", str(estate))),
        (card_path(estate, BOOTSTRAP), ("card", "show", BOOTSTRAP, "--estate", str(estate))),
        (register, ("join", "--register", str(register), "--estate", str(estate))),
        (state, ("check", "--state", str(state))),
    ]


@contextlib.contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise AssertionError(f"it hangs: more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def run(arguments: tuple[str, ...]) -> tuple[int, str]:
    """Exit code and what was said on the error stream."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    argv, sys.argv = sys.argv, ["civic", *arguments]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
            cli.main()
    finally:
        sys.argv = argv
    err.seek(0)
    return int(ended.value.code or 0), err.read()


def tried(path: Path, content: bytes, command: tuple[str, ...], estate: Path) -> tuple[int, str]:
    """The exit code, and what is wrong with how the input was met; empty for nothing."""
    path.write_bytes(content)
    started = time.process_time()
    with stopped_after(60):
        code, said = run(command)
        if path.is_relative_to(estate):
            with contextlib.suppress(RecordError):
                assert all(map(str, problems(load_estate(estate, tolerant=True))))
    if time.process_time() - started > LONGEST:
        return code, f"{time.process_time() - started:.1f} s"
    if code not in (0, 1, 2):
        return code, f"exit code {code}: {said[-2000:]}"
    if code == 2 and not re.search(r"(estate/[\w./-]+|register\.csv|state\.json|organisations/[\w-]+\.yaml)", said):
        return code, f"a message without a file: {said}"
    return code, "" if len(said) < 60_000 else f"{len(said):,} characters said"


def test_no_input_is_met_with_a_traceback(estate: Path) -> None:
    chance = random.Random(SEED)
    print(f"{INPUTS:,} inputs, CIVIC_FUZZ_SEED={SEED}")
    places = files(estate)
    started = {path: path.read_bytes() for path in estate.parent.rglob("*") if path.is_file()}
    codes: Counter[int] = Counter()
    for number in range(INPUTS):
        path, command = places[number % len(places)]
        is_json = path.suffix == ".json" and chance.random() < 0.5
        content = with_other_values(json.loads(started[path]), chance) if is_json else mutated(started[path], chance)
        try:
            code, wrong = tried(path, content, command, estate)
        finally:
            for each in {*estate.parent.rglob("*")} - started.keys():
                if each.is_file():
                    each.unlink()
            path.write_bytes(started[path])
        if wrong:
            kept = Path(tempfile.gettempdir()) / f"civic-fuzz-{SEED}-{number}{path.suffix}"
            kept.write_bytes(content)
            pytest.fail(f"input {number} of CIVIC_FUZZ_SEED={SEED}, as {path.name}, kept in {kept}: {wrong}")
        codes[code] += 1
    print(f"exit codes: {dict(sorted(codes.items()))}")
    assert codes.total() == INPUTS
    assert codes[2] > INPUTS / 4, "inputs that break nothing prove nothing"


def test_the_files_are_read_when_nothing_is_wrong_with_them(estate: Path) -> None:
    """A fuzz of a command that fails anyway would prove nothing."""
    for path, command in files(estate):
        if path.name != "register.csv":
            assert run(command)[0] in (0, 1), path
    assert card_of_export("a", json.dumps(STATE).encode(), "", "2026-11-24").values == {"keys": {"network": "k"}}
