"""An application's secrets: no value is in a plan, and what the body writes stays."""

from civic.plan import Deployment
from components.azure import roles
from tests.components.azure.application.reading import configuration, variables


def test_no_secret_has_a_value_anywhere(plan: Deployment) -> None:
    secrets = configuration(plan)["secrets"]
    assert {secret["name"] for secret in secrets} == {"forms-api-key", "forms-db-password"}
    for secret in secrets:
        assert "value" not in secret
        assert secret["identity"] == plan.named("app-identity").id
    filled, made = (next(one["keyVaultUrl"] for one in secrets if one["name"] == name) for name in ("forms-api-key", "forms-db-password"))
    assert filled.endswith(".vault.azure.net/secrets/forms-api-key")
    # With its version: a password made anew reaches the containers in the run that makes it.
    assert made == plan.named("app-secret-db-password").outputs["properties"]["outputs"]["version"]["value"]
    for variable in ("API_KEY", "DB_PASSWORD"):
        assert set(variables(plan)[variable]) == {"name", "secretRef"}


def test_what_the_body_fills_is_switched_off_until_it_does_and_never_overwritten(plan: Deployment) -> None:
    secret = plan.named("app-secret-api-key")
    assert secret.inputs["properties"]["attributes"]["enabled"] is False
    assert (secret.protect, secret.retain_on_delete) == (True, True)
    right = plan.named("app-right-secret-api-key").inputs
    assert right["roleDefinitionId"].endswith(roles.KEY_VAULT_SECRETS_USER)
    assert right["scope"] == secret.id


def test_its_vault_is_its_own_and_no_public_address_reaches_it(plan: Deployment) -> None:
    vault, endpoint = plan.named("app-vault"), plan.named("app-vault-endpoint").inputs
    assert (vault.protect, vault.retain_on_delete) == (True, True)
    assert vault.inputs["properties"]["publicNetworkAccess"] == "Disabled"
    assert vault.inputs["properties"]["enableRbacAuthorization"] is True
    assert endpoint["privateLinkServiceConnections"][0]["privateLinkServiceId"] == vault.id
    assert plan.named("app-vault-logs").inputs["resourceUri"] == vault.id


def test_the_databases_password_is_made_by_azure_and_not_by_us(plan: Deployment) -> None:
    properties = plan.named("app-secret-db-password").inputs["properties"]
    assert set(properties["parameters"]) == {"vault"}
    template = properties["template"]
    assert {template["parameters"][key]["type"] for key in ("one", "other")} == {"securestring"}
    assert template["resources"][0]["properties"]["value"] == "[concat(parameters('one'), parameters('other'))]"
    # What it tells is where the secret is, and never the secret.
    assert [output["value"] for output in template["outputs"].values()] == [
        "[reference(resourceId('Microsoft.KeyVault/vaults/secrets', parameters('vault'), 'forms-db-password'), '2023-07-01').secretUriWithVersion]"
    ]


def test_no_change_of_ours_makes_a_new_password(plan: Deployment) -> None:
    assert plan.named("app-secret-db-password").ignore_changes == ("properties",)


def test_the_application_reads_that_one_secret_and_waits_until_it_is_there(shared: Deployment) -> None:
    right = shared.named("app-right-secret-db-password")
    assert right.inputs["scope"] == f"{shared.named('app-vault').id}/secrets/forms-db-password"
    assert shared.named("app-secret-db-password").urn in right.dependencies


def test_what_changes_a_vault_is_made_one_after_another(plan: Deployment) -> None:
    assert plan.named("app-vault-endpoint").urn in plan.named("app-secret-api-key").dependencies
    assert plan.named("app-secret-api-key").urn in plan.named("app-secret-db-password").dependencies


def test_whoever_reads_a_secret_waits_until_the_vaults_name_leads_inside(plan: Deployment) -> None:
    named = plan.named("app-vault-named")
    assert plan.named("app-vault-endpoint").urn in named.dependencies
    # Somebody else writes the record: the application's run may read it, and needs no right to write one.
    assert (named.inputs["kinds"], named.inputs["awaits"]) == ([], [plan.named("app-vault-endpoint").id])
    for reader in ("app-app", "app-database"):
        assert named.urn in plan.named(reader).dependencies, reader
