"""Kleene's tables, and that a verdict's base values are what they say."""

from itertools import product

import pytest

from civic.access.errors import AccessError
from civic.access.verdict import Truth, both, either, negated

VALUES: tuple[Truth, ...] = (True, False, None)


@pytest.mark.parametrize(("left", "right"), list(product(VALUES, VALUES)))
def test_and_or_not_agree_with_every_way_the_unknown_could_turn_out(left, right):
    worlds = [(a, b) for a in ((True, False) if left is None else (left,)) for b in ((True, False) if right is None else (right,))]
    assert both((left, right)) == _settled({a and b for a, b in worlds})
    assert either((left, right)) == _settled({a or b for a, b in worlds})
    assert negated(left) == _settled({not a for a, _ in worlds})


def _settled(outcomes: set[bool]) -> Truth:
    return outcomes.pop() if len(outcomes) == 1 else None


def test_an_error_tells_line_resource_and_property():
    error = AccessError("urn:pulumi:s::p::aws:iam/policy:Policy::x", "policy", "found nothing", "components/aws/x.py:7")
    assert str(error) == "components/aws/x.py:7: urn:pulumi:s::p::aws:iam/policy:Policy::x: policy: found nothing"
