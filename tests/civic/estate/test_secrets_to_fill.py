"""A plan says which secrets somebody fills after the first deployment, by stack and by name, and never a value."""

from civic.estate.layers import StackName
from civic.estate.loading import load_estate
from civic.estate.secrets_to_fill import secrets_to_fill, sentence
from tests.planning import ESTATE


def test_each_stack_of_applications_says_what_its_body_fills() -> None:
    estate = load_estate(ESTATE)
    stacks = [StackName.parse(name) for name in ("platform-aws-network", "eastvale-aws-landing-zone", "eastvale-aws-applications")]
    (one,) = secrets_to_fill(estate, stacks)
    assert (str(one.stack), one.application, one.variables) == ("eastvale-aws-applications", "vikunja", ("VIKUNJA_SERVICE_SECRET",))
    assert sentence(one) == "Secrets to fill after the first 'up' of eastvale-aws-applications: VIKUNJA_SERVICE_SECRET of vikunja."


def test_an_application_without_secrets_asks_for_nothing() -> None:
    estate = load_estate(ESTATE)
    stacks = [StackName.parse("northshire-aws-applications")]
    assert [choice.name for choice in estate.owners["northshire"].applications_on("aws")] == ["odoo"]
    assert secrets_to_fill(estate, stacks) == []
