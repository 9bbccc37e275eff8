"""Where copies stand: what leaves a country leaves by a decision, and on Azure the pair is Azure's."""

import json

import pytest
import yaml

from civic.records.platform import PlatformRecord
from tests.planning import ESTATE

RECORD = yaml.safe_load((ESTATE / "platform.yaml").read_text(encoding="utf-8"))


def record(cloud: str, **fields: object) -> PlatformRecord:
    section = {key: value for key, value in {**RECORD[cloud], **fields}.items() if value != ""}
    if "home" in fields:
        section["regions"] = {fields["home"]: next(iter(RECORD[cloud]["regions"].values()))}
        section["cells"] = {}
    return PlatformRecord.model_validate_json(json.dumps({**RECORD, cloud: section}))


@pytest.mark.parametrize(
    ("cloud", "fields", "where"),
    [
        ("aws", {"second_region": ""}, ""),
        ("aws", {"second_region": "none"}, ""),
        ("aws", {"second_region": "eu-west-1"}, "eu-west-1"),
        ("aws", {"second_region": "", "home": "eu-west-1"}, "eu-central-1"),
        ("aws", {"second_region": "none", "home": "eu-west-1"}, ""),
        ("azure", {}, "ukwest"),
        ("azure", {"second_region": "ukwest"}, "ukwest"),
        ("azure", {"second_region": "none"}, ""),
        ("azure", {"home": "polandcentral"}, ""),
    ],
)
def test_where_copies_stand(cloud: str, fields: dict[str, object], where: str) -> None:
    section = record(cloud, **fields).cloud(cloud)
    assert section is not None
    assert section.copies_in == where


@pytest.mark.parametrize(
    ("cloud", "fields", "allowed"),
    [
        ("aws", {"second_region": "eu-west-2"}, "another region than eu-west-2"),
        ("azure", {"second_region": "northeurope"}, "'ukwest', which Azure pairs with uksouth, or 'none'"),
        ("azure", {"home": "polandcentral", "second_region": "ukwest"}, "Azure pairs no region with polandcentral"),
    ],
)
def test_what_is_no_second_region_is_refused(cloud: str, fields: dict[str, object], allowed: str) -> None:
    with pytest.raises(ValueError, match=allowed):
        record(cloud, **fields)
