"""An application's database and login: its own, and no password is said in clear."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from civic.plan import Deployment
from components.azure.application.database import SCRIPT, database_name
from components.azure.hosting.administrators import login
from components.contracts import Owner
from tests.components.azure.hosting_subjects import APPLICATION, CELL_CARD, WORKLOAD

WORDS = st.lists(st.sampled_from(["north", "shire", "test", "forms"]), min_size=1, max_size=3).map("-".join)


def test_no_password_is_said_to_the_server_in_clear() -> None:
    """The log of changes is on: a password in a statement would be in it."""
    assert "\\password" in SCRIPT
    assert "PASSWORD '" not in SCRIPT
    assert "REVOKE ALL ON DATABASE" in SCRIPT


def test_the_client_signs_in_as_the_administrator_and_is_told_no_id_to_cut(plan: Deployment) -> None:
    (container,) = plan.named("app-database").inputs["template"]["containers"]
    values = {entry["name"]: entry.get("value") for entry in container["env"]}
    assert (values["PGUSER"], values["ADMINISTRATOR"]) == (login(APPLICATION.owner), CELL_CARD.database_administrators[APPLICATION.owner.key])
    assert (values["PGHOST"], values["PGSSLMODE"]) == (CELL_CARD.database_host, "require")
    assert values["DATABASE"] == database_name(APPLICATION)
    assert values["NEW_PASSWORD"] is None
    assert WORKLOAD.image.rsplit("@", 1)[1] not in str(container)


@given(one=WORDS, other=WORDS, application=WORDS, another=WORDS)
def test_two_owners_never_share_a_login(one: str, other: str, application: str, another: str) -> None:
    """One server holds the databases of many: "forms" of "north-shire" is not "shire-forms" of "north"."""
    first = replace(APPLICATION, owner=Owner(platform="ccp", organisation=one), application=application)
    second = replace(APPLICATION, owner=Owner(platform="ccp", organisation=other), application=another)
    assert (database_name(first) == database_name(second)) == ((one, application) == (other, another))
    test = replace(first, owner=Owner(platform="ccp", organisation=one, environment="test"))
    assert database_name(test) != database_name(first)
    assert database_name(test) != database_name(second)
