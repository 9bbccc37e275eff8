"""``civic rights``, and what ``civic plan`` says where a right is taken away in the program."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.front_door import civic_in
from tests.planning import ROOT, own_estate

RUN = "arn:aws:iam::111122223333:role/civic-run/eastvale/ccp-eastvale-run-landing-zone"
RIGHTS = Path("components/aws/tenancy/rights.py")


def civic(*words: object, project: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return civic_in(project, *words)


@pytest.fixture(scope="module")
def lacking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which the landing zone's role has no right to make backups."""
    project = tmp_path_factory.mktemp("lacking")
    for folder in ("civic", "components", "policies", "stacks"):
        shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "Pulumi.yaml", project)
    own_estate(project)
    path = project / RIGHTS
    text = path.read_text(encoding="utf-8")
    assert text.count('"backup:*", ') == 1
    path.write_text(text.replace('"backup:*", ', ""), encoding="utf-8")
    return project


def test_each_identity_is_shown_with_what_it_deploys() -> None:
    ran = civic("rights", "eastvale", "--format", "json")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    document = json.loads(ran.stdout)
    assert document["refused"] == []
    run = next(each for each in document["identities"] if each["identity"] == RUN)
    assert run["stacks"] == ["eastvale-aws-landing-zone"]
    assert {"s3:GetObject", "kms:Decrypt", "sts:AssumeRole"} <= run["needed"].keys()
    assert all(each["by"].startswith("urn:pulumi:eastvale-aws-identity::") for each in run["granted"])


def test_the_table_has_a_row_for_each_identity_and_says_that_nothing_is_refused() -> None:
    ran = civic("rights", "eastvale")
    assert "/civic-run/eastvale/ccp-eastvale-run-landing-zone" in ran.stdout
    assert ran.stdout.rstrip().endswith("Nothing that is asked for is refused.  No path leads upward or sideways.")


def test_a_right_that_is_missing_is_a_finding_with_who_what_where_and_the_cure(lacking: Path) -> None:
    ran = civic("plan", "eastvale", project=lacking)
    assert ran.returncode == 1, ran.stderr
    assert "access-sufficient" in ran.stdout
    assert "civic-deploy may not do backup:CreateBackupVault on arn:aws:backup:eu-west-2:" in ran.stdout
    assert "nothing allows it. Allow backup:CreateBackupVault on" in ran.stdout
    assert "in eastvale-deploy-rights (components/aws/tenancy/tenancy.py:" in ran.stdout
    assert "components/aws/tenancy/backup.py:" in ran.stdout


def test_a_finding_about_rights_is_the_platforms_to_mend(lacking: Path) -> None:
    ran = civic("check", "eastvale", "--format", "json", project=lacking)
    assert ran.returncode == 1
    findings = [each for each in json.loads(ran.stdout)["findings"] if each["rule"] == "access-sufficient"]
    assert findings
    assert {each["stack"] for each in findings} == {"eastvale-aws-landing-zone"}


def test_a_body_that_is_none_is_refused_with_the_nearest() -> None:
    ran = civic("rights", "eastvail")
    assert ran.returncode == 2
    assert "eastvale" in ran.stderr


def test_a_path_that_is_none_says_what_stops_it() -> None:
    ran = civic("rights", "eastvale", "--from", RUN, "--to", RUN.replace("landing-zone", "tenancy"), "--format", "json")
    assert ran.returncode == 0, ran.stderr
    answer = json.loads(ran.stdout)
    assert answer["path"] == []
    assert answer["stopped"]


def test_a_path_is_shown_step_by_step_and_as_a_picture() -> None:
    deploys = ("--from", RUN, "--to", "arn:aws:iam::554928709491:role/civic/eastvale/civic-deploy")
    ran = civic("rights", "eastvale", *deploys)
    assert ran.returncode == 1
    assert "a path of 1 step." in ran.stdout
    assert "sts:AssumeRole" in ran.stdout
    picture = civic("rights", "eastvale", *deploys, "--format", "svg").stdout
    assert picture.startswith("<svg ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--from", RUN), "--from and --to go together"),
        (("--format", "svg"), "--format svg is the picture of a path"),
        (("--from", RUN, "--to", "arn:aws:iam::1:role/nobody"), "no identity, secret, state, card, key, bucket, database or guardrail"),
    ],
)
def test_ends_that_are_none_are_refused_in_one_message(words: tuple[str, ...], told: str) -> None:
    ran = civic("rights", "eastvale", *words)
    assert ran.returncode == 2
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr
