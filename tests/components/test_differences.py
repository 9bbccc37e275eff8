"""The table of what a cloud cannot do names words that records have, and what it says is the same is the same."""

from typing import get_args

import pytest
from pydantic import BaseModel

from civic.records.manifest import Manifest
from civic.records.organisation import OrganisationRecord
from civic.records.platform import PlatformRecord
from components import azure
from components.aws.hosting.database import PARAMETERS
from components.azure.hosting.database import SETTINGS
from components.contracts import DIFFERENCES, EXTENSIONS, Difference
from tests.planning import ROOT

RECORDS: dict[str, type[BaseModel]] = {one.__name__: one for one in (OrganisationRecord, PlatformRecord, Manifest)}


def inner(kind: object) -> type[BaseModel] | None:
    """The model in an annotation, however it is wrapped."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    return next((found for part in get_args(kind) if (found := inner(part))), None)


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda one: one.record)
def test_each_difference_is_of_a_word_that_a_record_has(difference: Difference) -> None:
    name, _, path = difference.record.partition(" ")
    model: type[BaseModel] | None = RECORDS[name]
    for key in path.split("."):
        assert model is not None
        assert key in model.model_fields, f"{difference.record}: {key}"
        model = inner(model.model_fields[key].annotation)
    assert difference.aws.endswith(".")
    assert difference.azure.endswith(".")


def test_both_clouds_allow_the_same_extensions() -> None:
    assert set(PARAMETERS["rds.allowed_extensions"].split(",")) == set(EXTENSIONS)
    assert {name.lower() for name in SETTINGS["azure.extensions"].split(",")} == set(EXTENSIONS)


def test_the_page_tells_every_difference() -> None:
    page = (ROOT / "docs" / "reference" / "differences.md").read_text(encoding="utf-8")
    assert [one.promise for one in DIFFERENCES if one.promise not in page] == []


def test_voice_on_azure_is_told_as_what_it_is() -> None:
    assert "no trunk between telephones" in (azure.VoiceConnection.__doc__ or "")
