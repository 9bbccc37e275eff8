"""Single changes drawn by chance: a part of them in every run of the tests, all by ``make sabotage``."""

import pytest

from tests.civic.reach.__main__ import CHOSEN, LABELLED, labelled
from tests.civic.reach.attempts import tried
from tests.civic.reach.thought import thoughts
from tests.looping import each

PART = 6
"""One of so many is tried here."""


@pytest.mark.parametrize("cloud", LABELLED)
def test_what_is_harmful_is_caught_and_what_is_harmless_is_not(cloud: str):
    harmful, harmless, escaping = (tried(labelled(cloud, label)[::PART], cloud) for label in ("HARMFUL", "HARMLESS", "NOT_SEEN"))
    assert [one.sabotage.label for one in harmful if not one.caught] == []
    assert len([one for one in harmful if not one.named]) * 10 <= len(harmful), [one.sabotage.label for one in harmful if not one.named]
    assert [(one.sabotage.label, one.said) for one in harmless if one.caught] == []
    assert [one.sabotage.label for one in escaping if one.caught] == [], "it is seen now: label it as harmful"


@pytest.mark.parametrize("cloud", LABELLED)
def test_what_was_chosen_is_caught(cloud: str):
    assert [one.sabotage.label for one in tried(list(CHOSEN[cloud])[::PART], cloud) if not one.caught] == []


@pytest.mark.parametrize("cloud", LABELLED)
def test_what_was_thought_of_breaks_what_it_was_thought_of_for(cloud: str):
    for thought in each(thoughts(cloud)[::PART], at_least=2):
        assert thought.breaks in thought.attempt().harms, str(thought)


@pytest.mark.parametrize("cloud", LABELLED)
def test_every_change_has_one_label(cloud: str):
    lists = [labelled(cloud, label) for label in ("HARMFUL", "HARMLESS", "NOT_SEEN")]
    together = [label for one in lists for label in one]
    assert len(together) == len(set(together)) > 100
