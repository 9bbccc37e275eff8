"""What happens once for each version: the job that makes database and login, before the application starts."""

from civic.plan import Deployment
from tests.components.azure.application.reading import waited_for
from tests.components.azure.hosting_subjects import APPLICATION, CELL_CARD, WORKLOAD


def test_the_database_is_made_before_the_application_starts_and_again_for_each_version(plan: Deployment) -> None:
    first = {"app-database-run", "app-database", "app-secret-db-password", "app-right-storage", "app-secret-api-key"}
    assert first <= waited_for(plan, plan.named("app-app"))
    run = plan.named("app-database-run").inputs
    assert run["job"] == plan.named("app-database").id
    made = plan.named("app-secret-db-password").outputs["properties"]["timestamp"]
    # A password that is made anew must be told to the server anew.
    assert run["version"] == f"1.4.0:{APPLICATION.postgres_image}:{made}"


def test_the_administrator_is_in_the_clients_container_and_nowhere_else(plan: Deployment) -> None:
    job = plan.named("app-database").inputs
    held = {one["identity"]: one["lifecycle"] for one in job["configuration"]["identitySettings"]}
    assert [identity for identity, lifecycle in held.items() if lifecycle != "None"] == [CELL_CARD.database_administrators[APPLICATION.owner.key]]
    (container,) = job["template"]["containers"]
    assert container["image"].endswith(APPLICATION.postgres_image.split("/", 1)[1])
    assert WORKLOAD.image.rsplit("@", 1)[1] not in str(job)
    assert job["configuration"]["triggerType"] == "Manual"


def test_the_job_waits_for_the_password_and_the_right_to_it(plan: Deployment) -> None:
    assert {"app-secret-db-password", "app-right-secret-db-password"} <= waited_for(plan, plan.named("app-database"))
