"""An application's secrets: no value is in a plan, and what the body writes stays."""

from dataclasses import replace

import pulumi
import pytest

from civic.plan import Deployment
from components.azure import roles
from components.azure.application.application import Application
from components.azure.providers import platform_provider
from tests.components.azure.application.reading import configuration, variables
from tests.components.azure.hosting_subjects import APPLICATION, CELL_CARD
from tests.components.azure.subjects import HOME, PLATFORM, SUBSCRIPTION
from tests.planning import PlanFailed, planned


def test_no_secret_has_a_value_anywhere(plan: Deployment) -> None:
    secrets = configuration(plan)["secrets"]
    assert {secret["name"] for secret in secrets} == {"forms-api-key", "forms-db-password"}
    for secret in secrets:
        assert "value" not in secret
        assert secret["identity"] == plan.named("app-identity").id
        assert secret["keyVaultUrl"].endswith(f".vault.azure.net/secrets/{secret['name']}")
    for variable in ("API_KEY", "DB_PASSWORD"):
        assert set(variables(plan)[variable]) == {"name", "secretRef"}


def test_what_the_body_fills_is_switched_off_until_it_does_and_never_overwritten(plan: Deployment) -> None:
    secret = plan.named("app-secret-api-key")
    assert secret.inputs["properties"]["attributes"]["enabled"] is False
    assert (secret.protect, secret.retain_on_delete) == (True, True)
    right = plan.named("app-right-secret-api-key").inputs
    assert right["roleDefinitionId"].endswith(roles.KEY_VAULT_SECRETS_USER)
    assert right["scope"] == secret.id


def test_the_databases_password_is_made_by_azure_and_not_by_us(plan: Deployment) -> None:
    properties = plan.named("app-secret-db-password").inputs["properties"]
    assert set(properties["parameters"]) == {"vault"}
    template = properties["template"]
    assert {template["parameters"][key]["type"] for key in ("one", "other")} == {"securestring"}
    assert template["resources"][0]["properties"]["value"] == "[concat(parameters('one'), parameters('other'))]"
    assert "outputs" not in template


def test_the_application_reads_that_one_secret_and_waits_until_it_is_there(shared: Deployment) -> None:
    right = shared.named("app-right-secret-db-password")
    group, vault = CELL_CARD.tenants["northshire"], CELL_CARD.tenant_vaults["northshire"]
    place = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{group}/providers/Microsoft.KeyVault/vaults/{vault}"
    assert right.inputs["scope"] == f"{place}/secrets/forms-db-password"
    assert shared.named("app-secret-db-password").urn in right.dependencies


def two_applications(*, in_order: bool) -> Deployment:
    """Two of one body, which share a vault."""

    def program() -> None:
        options = pulumi.ResourceOptions(provider=platform_provider("acting", HOME, "uksouth", PLATFORM))
        first = Application("app", APPLICATION, options)
        after = first.secrets if in_order else ""
        Application("other", replace(APPLICATION, application="visits", host="visits.apps.commons.example", secrets_after=after), options)

    return planned(program, cloud="azure")


def test_secrets_of_one_vault_are_made_one_after_another_whoever_they_are_of() -> None:
    with pytest.raises(PlanFailed, match=r"both change .*/vaults/.*ConflictError"):
        two_applications(in_order=False)
    plan = two_applications(in_order=True)
    assert plan.named("app-secret-db-password").urn in plan.named("other-secret-api-key").dependencies
    assert plan.named("app-secret-api-key").urn in plan.named("app-secret-db-password").dependencies
