"""Our rows beside CloudFormation's handlers, where the list of their permissions is on the machine."""

import pytest

from civic.catalogue import row
from civic.catalogue.not_called import NO_ACTION, NOT_CALLED
from tests.civic.catalogue.authority import resource_types
from tests.civic.catalogue.handlers import HANDLERS, PERMISSIONS, WITHOUT_HANDLER, beside, declared
from tests.civic.catalogue.planned import planned_types
from tests.looping import each

needs_permissions = pytest.mark.skipif(
    not PERMISSIONS.is_file(), reason=f"SKIPPED: {PERMISSIONS} is not there, so no row is compared with the handler of its type"
)


def lacked(handler: str) -> set[str]:
    """Actions of a handler that none of our types beside it has, in small letters: IAM knows no case."""
    found = [known for token in beside(handler) if (known := row(token)) and known.actions]
    ours = {name.lower() for known in found for need in known.actions.all for name in (need.action, need.instead)}
    return {action.lower() for action in declared(handler)} - ours


def test_every_planned_type_is_beside_a_handler_or_has_none():
    beside_one = {token for handler in HANDLERS for token in beside(handler)}
    planned = {token for token in planned_types() if token.startswith("aws:")}
    assert planned - beside_one - WITHOUT_HANDLER - {"aws:s3/bucketPolicy:BucketPolicy"} == set()
    assert beside_one & WITHOUT_HANDLER == set()


@needs_permissions
@pytest.mark.parametrize("handler", HANDLERS)
def test_what_a_handler_may_and_our_rows_do_not_has_its_reason(handler: str):
    assert declared(handler), handler
    explained = {action.lower() for of in NOT_CALLED.values() for action in of.get(handler, "").split()}
    missing = lacked(handler)
    assert (sorted(missing - explained), sorted(explained - missing)) == ([], []), "actions without a reason; reasons that are needed no more"


def test_what_is_called_no_action_is_none():
    for actions in each(NOT_CALLED[NO_ACTION].values()):
        assert [action for action in actions.split() if resource_types(action) is not None] == []


def test_a_reason_is_given_for_handlers_that_are_compared():
    assert {handler for of in NOT_CALLED.values() for handler in of} - set(HANDLERS) == set()
