"""Joining touches two files; two branches that join two bodies merge, and what they took twice is found and mended."""

import subprocess
from ipaddress import IPv4Network
from itertools import count
from pathlib import Path

import pytest

from civic.errors import InputError
from civic.estate.checks import problems
from civic.estate.loading import load_estate
from civic.ledger.addresses import UsedAddresses, allocate
from civic.ledger.joining import body, join
from civic.ledger.mending import mend
from civic.records.writing import write_all_new, write_new
from tests.civic.records.estates import ON, content, empty, example, joined

SMALL = "10.64.0.0/20"


def test_one_record_one_ledger_and_nothing_else(tmp_path: Path) -> None:
    root = example(tmp_path)
    before = content(root)
    new = body("alder", "Alder Council", "unitary", "both", "cloud@alder.example", "+441632960000")
    paths = join(load_estate(root), [new], ON)
    after = content(root)
    assert [path.relative_to(root).as_posix() for path in paths] == ["organisations/alder.yaml", "ledger/alder.yaml"]
    assert after.keys() - before.keys() == {"organisations/alder.yaml", "ledger/alder.yaml"}
    assert {name: after[name] for name in before} == before
    estate = load_estate(root)
    assert problems(estate) == []
    assert len(estate.ledgers["alder"].held()) == 2
    assert after["organisations/alder.yaml"].decode() == (
        "# yaml-language-server: $schema=../schemas/organisation.json\n"
        "name: Alder Council\nkind: unitary\nclouds:\n- aws\n- azure\n"
        'contacts:\n  owner: cloud@alder.example\n  phone: "+441632960000"\n'
        "domains:\n- name: alder.example\n"
    )


def test_nobody_joins_twice(tmp_path: Path) -> None:
    root = empty(tmp_path)
    joined(root, "alder")
    before = content(root)
    with pytest.raises(InputError, match="'alder' has joined already"):
        joined(root, "alder")
    assert content(root) == before


def test_a_region_of_the_body_s_own(tmp_path: Path) -> None:
    root = empty(tmp_path)
    new = body("alder", "Alder Council", "unitary", "aws", "cloud@alder.example", "+441632960000")
    with pytest.raises(InputError, match="found 'eu-west-1'; allowed: eu-west-2; did you mean 'eu-west-2'"):
        join(load_estate(root), [{**new, "clouds": {"aws": {"region": "eu-west-1"}}}], ON)
    assert not (root / "organisations").exists()
    platform = root / "platform.yaml"
    second = (
        '      bodies: ["10.64.0.0/10"]\n    eu-west-1:\n      zones: [eu-west-1a, eu-west-1b]\n'
        '      hub: "10.34.0.0/20"\n      bodies: ["10.192.0.0/12"]\n'
    )
    platform.write_text(platform.read_text(encoding="utf-8").replace('      bodies: ["10.64.0.0/10"]\n', second), encoding="utf-8")
    join(load_estate(root), [{**new, "clouds": {"aws": {"region": "eu-west-1"}}}], ON)
    estate = load_estate(root)
    held = estate.ledgers["alder"].range("aws", "eu-west-1")
    assert held is not None
    assert held.subnet_of(IPv4Network("10.192.0.0/12"))
    assert problems(estate) == []


def test_a_new_file_never_replaces_one(tmp_path: Path) -> None:
    write_new(tmp_path / "a", "first\n")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a", "second\n")
    with pytest.raises(FileExistsError):
        write_all_new([(tmp_path / "b", "b\n"), (tmp_path / "a", "second\n")])
    assert content(tmp_path) == {"a": b"first\n"}


def _git(folder: Path, *arguments: str) -> str:
    settings = ("user.name=Platform", "user.email=platform@commons.example", "commit.gpgsign=false", "core.hooksPath=/dev/null")
    given = [word for setting in settings for word in ("-c", setting)]
    return subprocess.run(["git", *given, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def _twins() -> tuple[str, str]:
    """Two names that want the same range of a small supernet."""
    wishes: dict[IPv4Network, str] = {}
    for number in count():
        slug = f"body-{number}"
        wish = allocate([IPv4Network(SMALL)], UsedAddresses(), 22, f"{slug}/aws/eu-west-2")
        if wish in wishes:
            return wishes[wish], slug
        wishes[wish] = slug
    raise AssertionError


def test_two_branches_merge_and_the_clash_is_found_and_mended(tmp_path: Path) -> None:
    root = empty(tmp_path, bodies=SMALL)
    first, second = _twins()
    _git(tmp_path, "init", "-q", "-b", "main")
    _git(tmp_path, "add", "-A")
    _git(tmp_path, "commit", "-q", "-m", "The platform record")
    for slug in (first, second):
        _git(tmp_path, "checkout", "-q", "-b", slug, "main")
        joined(root, slug)
        _git(tmp_path, "add", "-A")
        _git(tmp_path, "commit", "-q", "-m", f"{slug} joins")
    _git(tmp_path, "checkout", "-q", "main")
    for slug in (first, second):
        _git(tmp_path, "merge", "-q", "--no-edit", slug)
    assert _git(tmp_path, "status", "--porcelain") == ""

    merged = load_estate(root)
    held = merged.ledgers[first].range("aws", "eu-west-2")
    assert held == merged.ledgers[second].range("aws", "eu-west-2")
    assert [str(problem) for problem in problems(merged)] == [
        f"estate/ledger/{second}.yaml: found {held}, which overlaps {held} of {first}; allowed: a range of its own; "
        f"'civic addresses mend {second}' gives another range"
    ]

    before = content(root)
    assert mend(merged, second, "2026-12-01") != []
    mended = load_estate(root)
    assert problems(mended) == []
    assert mended.ledgers[first].range("aws", "eu-west-2") == held
    after = content(root)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {f"ledger/{second}.yaml"}
    assert after[f"ledger/{second}.yaml"].startswith(before[f"ledger/{second}.yaml"])
