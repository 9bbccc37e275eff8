"""As what an application runs: as itself, and never as the cell's puller or the database's administrator."""

from civic.plan import Deployment
from tests.components.azure.application.reading import configuration
from tests.components.azure.hosting_subjects import APPLICATION, CELL_CARD


def test_containers_have_the_applications_identity_and_never_the_pullers_or_the_administrators(plan: Deployment) -> None:
    own = plan.named("app-identity").id
    assert plan.named("app-app").inputs["identity"]["userAssignedIdentities"] == [own, CELL_CARD.pullers[APPLICATION.owner.key]]
    assert {one["identity"]: one["lifecycle"] for one in configuration(plan)["identitySettings"]} == {
        own: "All",
        CELL_CARD.pullers[APPLICATION.owner.key]: "None",
    }
    assert str(CELL_CARD.database_administrators[APPLICATION.owner.key]) not in str(plan.named("app-app").inputs)


def test_its_rights_are_to_its_own_secrets_and_storage(plan: Deployment) -> None:
    rights = plan.of_type("azure-native:authorization:RoleAssignment")
    assert {right.name for right in rights} == {"app-right-secret-api-key", "app-right-secret-db-password", "app-right-storage"}
    assert {right.inputs["principalId"] for right in rights} == {plan.named("app-identity").outputs["principalId"]}
