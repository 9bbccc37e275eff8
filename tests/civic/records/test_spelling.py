"""What is suggested for a misspelt word."""

import pytest

from civic.records.errors import Problem, nearest_of
from civic.records.kinds import KINDS


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("district", "district-council"),
        ("distrikt", "district-council"),
        ("Distrit", "district-council"),
        ("nidistrict", "ni-district"),
        ("metropoliten", "metropolitan-district"),
        ("scotish", "scottish-council"),
        ("unitry", "unitary"),
        ("xyz", ""),
    ],
)
def test_a_kind_is_suggested_by_its_beginning_before_its_end(word: str, meant: str) -> None:
    assert nearest_of(word, list(KINDS)) == meant


def test_a_longer_name_that_only_begins_alike_does_not_win_over_the_whole() -> None:
    assert nearest_of("eastvail", ["eastvale-aws-tenancy", "eastvale"]) == "eastvale"
    assert nearest_of("nmae", ["names_of_all", "name"]) == "name"


def test_no_part_of_a_message_repeats_an_endless_text() -> None:
    endless = "a." * 50_000
    problem = Problem("estate/organisations/northshire.yaml", 9, endless, endless, endless, f"did you mean '{endless}uk'?")
    assert len(str(problem)) < 3_000
