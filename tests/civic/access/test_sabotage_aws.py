"""Single changes to rights on AWS: what is harmful is caught and named, what is harmless raises no alarm.

They were drawn by chance from all that the operators can do to identities, trusts, policies, boundaries and guardrails of the example, and labelled by
hand by what somebody could then do, or what would then stop.
"""

import pytest

from tests.civic.access.sabotage import every, is_named, tried

HARMFUL = (
    "drop condition pipelines.commons.example:aud eastvale-runs-landing-zone assumeRolePolicy.#1",
    "detach foundation-security-baseline-backup-awsbackupservicerolepolicyfors3backup",
    "detach northshire-backup-awsbackupservicerolepolicyforrestores",
    "detach harbours-configuration-rights",
    "unbind eastvale-runs-landing-zone",
    "unbind eastvale-vikunja-secrets",
    "add statement eastvale-gotenberg-own assumeRolePolicy",
    "add statement northshire.test-events-rights policy",
    "add statement bootstrap-secrets-identity policy",
    "drop statement foundation-guardrail-identities content.BodyRolesAreReserved",
    "drop statement cell-a-entry-logs-policy policy.EncryptedTransportOnly",
    "trust stranger bootstrap-secrets-applications policy.AccountDecides",
    "widen principal bootstrap-cards policy.AccountDecides",
    "widen principal northshire-application assumeRolePolicy.#1",
    "trust stranger foundation-log-archive-baseline-key policy.AccountDecides",
    "except foundation-guardrail-archive content.RecordsAreKept",
    "except foundation-guardrail-baseline content.LogsAreKept",
    "except foundation-guardrail-identities content.IssuersAreReserved",
    "widen resource eastvale-gotenberg-start-rights policy.Image",
    "widen action northshire-runs-landing-zone-rights policy.Read",
    "unbind eastvale-vikunja-own",
    "drop condition aws:SourceAccount cell-a-alarms-policy policy.Alarms",
)
HARMLESS = (
    # The condition asks for a key that no other call carries.
    "widen action northshire.test-deploy-rights policy.GiveRoles",
    "widen action northshire.test-runs-applications-rights policy.Secrets",
    # Definitions of tasks of that one name alone, which bound roles make.
    "widen action northshire.test-databases-prepare-rights policy.Run",
    # A role that is linked to a service is the service's.
    "drop condition iam:AWSServiceName harbours-deploy-rights policy.ServiceLinked",
)
NOT_SEEN = (
    # Within the boundary nobody holds more than before; who makes roles in it could make one that does, on what is the body's own.
    "widen action northshire.test-boundary policy.Keys",
    "widen resource eastvale-boundary policy.ByFolder",
)


def test_what_is_drawn_by_chance_is_caught_where_it_is_harmful_and_only_there(capsys: pytest.CaptureFixture[str]) -> None:
    harmful, harmless, unseen = (tried(labels, "aws") for labels in (HARMFUL, HARMLESS, NOT_SEEN))
    caught = [label for label, said in harmful.items() if said]
    with capsys.disabled():
        print(f"\nAWS: {len(caught)} of {len(harmful)} harmful caught; alarms on {sum(map(bool, harmless.values()))} of {len(harmless)} harmless; "
              f"known and not seen: {len(NOT_SEEN)}")  # fmt: skip
    assert [label for label, said in harmful.items() if not said] == []
    assert [label for label, said in harmful.items() if not is_named(every("aws")[label], said)] == []
    assert {label: said for label, said in harmless.items() if said} == {}
    assert [label for label, said in unseen.items() if said] == []
