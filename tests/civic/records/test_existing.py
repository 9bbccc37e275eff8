"""What the platform record says is there already belongs together."""

from pathlib import Path

import pytest

from civic.errors import InputError
from civic.estate.checks import problems
from civic.estate.loading import load_estate
from civic.records.edits import CannotEdit, with_existing_organisation
from civic.records.reading import parse
from tests.civic.records.estates import empty

PLATFORM = "platform.yaml"


def told(root: Path, existing: str, under: str = "aws") -> str:
    record = root / PLATFORM
    record.write_text(record.read_text().replace(f"\n{under}:\n", f"\n{under}:\n  existing: {existing}\n"))
    try:
        return "\n".join(map(str, problems(load_estate(root))))
    except InputError as error:
        return str(error)


@pytest.mark.parametrize(
    ("under", "existing", "said"),
    [
        ("aws", '{organisation: true, tenancies: {security: "444455556666"}, detection: [guardduty]}', ""),
        ("azure", "{tenancies: {network: 5e0c9a4e-7a52-4f7e-9c1e-2a8d5b1f3c60}}", ""),
        ("aws", '{tenancies: {security: "444455556666"}}', "organisation"),
        ("aws", "{organisation: true, detection: [guardduty]}", "write it as 'security' in 'tenancies'"),
        ("aws", '{organisation: true, tenancies: {security: "444455556666", network: "444455556666"}}', "a tenancy of its own"),
        ("aws", '{organisation: true, tenancies: {security: "111122223333"}}', "which the platform itself has"),
        ("aws", '{organisation: true, tenancies: {sales: "444455556666"}}', "sales"),
    ],
)
def test_what_is_there_belongs_together(tmp_path: Path, under: str, existing: str, said: str):
    message = told(empty(tmp_path), existing, under)
    assert said in message if said else message == ""


def test_a_rehearsal_on_clouds_where_much_exists_says_so_in_the_record(tmp_path: Path):
    text = (empty(tmp_path) / PLATFORM).read_text()
    changed = with_existing_organisation(text, PLATFORM)
    existing = parse(changed, PLATFORM).data["aws"]["existing"]
    assert existing["organisation"]
    assert set(existing["tenancies"]) == {"security"}
    assert {*existing["detection"]} == {"guardduty", "securityhub", "access-analyzer"}
    assert [line for line in changed.splitlines() if "existing:" not in line] == text.splitlines()
    assert with_existing_organisation(changed, PLATFORM) == changed
    assert with_existing_organisation("name: one\n", PLATFORM) == "name: one\n"
    with pytest.raises(CannotEdit, match="by hand"):
        with_existing_organisation("aws: {home: eu-west-2}\n", PLATFORM)
