"""Single changes to rights on Azure: what is harmful is caught and named, what is harmless raises no alarm.

They were drawn by chance from all that the operators can do to role definitions, assignments, conditions, federated credentials, locks and policy
assignments of the example, and labelled by hand by what somebody could then do.
"""

import pytest

from tests.civic.access.sabotage import every, is_named, tried

HARMFUL = (
    "drop cell-a-database-lock",
    "drop foundation-archive-workspace-lock",
    "drop kingsmere-baseline-lock",
    "widen scope kingsmere-vikunja-right-secret-vikunja-database-password",
    "not enforced foundation-guardrail-private-dns",
    "not enforced foundation-guardrail-public-address-test",
    "except foundation-guardrail-group-regions",
    "except foundation-guardrail-flow-writer",
    "give Owner kingsmere-runs-applications-key",
    "give Owner bootstrap-pipeline-foundation-evidence",
    "give Owner kingsmere-runs-landing-zone-archive",
    "give Owner larkfield-right-deploy",
    "drop condition kingsmere-runs-tenancy-state",
    "drop condition harbours-right-tenancy",
    "add action bootstrap-role-evidence Microsoft.Authorization/roleAssignments/write",
    "add action foundation-access-operator Microsoft.Authorization/roleAssignments/write",
    "to stranger bootstrap-pipeline-foundation-runs-landing-zone",
    "to stranger harbours-runs-landing-zone-names-watched",
    "to stranger kingsmere-right-deploy",
    "other subject bootstrap-pipeline-hosting-trust",
    "other subject larkfield-runs-tenancy-trust",
    "other issuer harbours-runs-applications-trust",
    "any audience harbours-runs-landing-zone-trust",
)
HARMLESS = (
    # Under a condition the assignment names the roles that it may hand out, and the role had the action already.
    "add action foundation-role-tenant Microsoft.Authorization/roleAssignments/write",
    # What is taken out of the exceptions is in no action of the role.
    "drop not-action kingsmere-role-beside Microsoft.Network/virtualNetworks/subnets/delete",
    "drop not-action harbours-role-application Microsoft.Authorization/locks/delete",
    # The group holds the one thing that the right is on.
    "widen scope tidewatch-runs-landing-zone-names-linked",
    "widen scope kingsmere-hosting-right-pull-kingsmere",
)


def test_what_is_drawn_by_chance_is_caught_where_it_is_harmful_and_only_there(capsys: pytest.CaptureFixture[str]) -> None:
    harmful, harmless = (tried(labels, "azure") for labels in (HARMFUL, HARMLESS))
    caught = [label for label, said in harmful.items() if said]
    with capsys.disabled():
        print(f"\nAzure: {len(caught)} of {len(harmful)} harmful caught; alarms on {sum(map(bool, harmless.values()))} of {len(harmless)} harmless")
    assert [label for label, said in harmful.items() if not said] == []
    assert [label for label, said in harmful.items() if not is_named(every("azure")[label], said)] == []
    assert {label: said for label, said in harmless.items() if said} == {}
