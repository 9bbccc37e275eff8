"""What every child of a component on AWS is made with: options, logs, keys."""

import pulumi
import pytest

from components import aws
from components.aws.logs import RETENTIONS, log_days
from components.aws.options import inside, protected, retained
from components.contracts import HANDLING
from tests.components.aws.subjects import MANAGEMENT, NORTHSHIRE, PLATFORM, REGION, SENSITIVE
from tests.planning import planned


def test_protection_has_two_words():
    hard = {}

    def build() -> None:
        parent = aws.management_provider("parent", MANAGEMENT, REGION, PLATFORM)
        for options in (inside, protected, retained):
            chosen = options(parent, parent, depends_on=[parent], ignore_changes=["name"])
            assert (chosen.parent, chosen.provider, chosen.depends_on, chosen.ignore_changes) == (parent, parent, [parent], ["name"])
            hard[options.__name__] = (bool(chosen.protect), bool(chosen.retain_on_delete))

    planned(build)
    assert hard == {"inside": (False, False), "protected": (True, False), "retained": (True, True)}


@pytest.mark.parametrize("owner", [NORTHSHIRE, SENSITIVE, PLATFORM], ids=lambda owner: f"{owner.key}-{owner.classification}")
def test_logs_are_kept_no_shorter_than_a_classification_asks(owner):
    least = HANDLING[owner.classification].log_days
    assert log_days(owner) == log_days(owner, 1) == least
    assert log_days(owner, least + 100) == least + 100
    assert least in RETENTIONS


def test_options_of_no_provider_leave_the_parents():
    def build() -> None:
        parent = aws.management_provider("parent", MANAGEMENT, REGION, PLATFORM)
        assert retained(parent).provider is None
        assert isinstance(retained(parent), pulumi.ResourceOptions)

    planned(build)
