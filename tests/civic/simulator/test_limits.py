"""What is too many or too much is refused when it is made, where no asking helps."""

from typing import Any

import pytest

from tests.civic.simulator.support import OTHER, clouds, refusals

POLICY, ATTACHMENT = "aws:organizations/policy:Policy", "aws:organizations/policyAttachment:PolicyAttachment"
CREDENTIAL, VPC = "azure-native:managedidentity:FederatedIdentityCredential", "aws:ec2/vpc:Vpc"


def document(length: int) -> str:
    text = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "%s"}]}'
    return text % ("a" * (length - len(text) + 2))


@pytest.mark.parametrize(("length", "reasons"), [(5120, []), (5121, ["5,121 characters of a service control policy"])])
def test_a_document_that_is_too_long_is_refused(length: int, reasons: list[str]):
    found = refusals(POLICY, {"name": "p", "type": "SERVICE_CONTROL_POLICY", "content": document(length)})
    assert [failure.reason[: len(reason)] for failure, reason in zip(found, reasons, strict=True)] == reasons


def test_an_identity_trusts_twenty_tokens():
    at = clouds()

    def one(number: int, identity: str = "i") -> Any:
        inputs = {"resourceGroupName": "rg", "resourceName": identity, "federatedIdentityCredentialResourceName": f"token-{number}"}
        return refusals(
            CREDENTIAL, {**inputs, "issuer": "https://x.example", "subject": str(number), "audiences": ["a"]}, name=f"c{number}{identity}", at=at
        )

    assert [one(number) for number in range(20)] == [[]] * 20
    assert "21 federated credentials of an identity" in one(20)[0].reason
    assert "more cannot be asked for" in one(21)[0].reason
    assert one(0, "another") == []


def test_a_unit_has_four_guardrails_of_ours_beside_the_cloud_s_own():
    at = clouds()
    for number in range(5):
        assert refusals(POLICY, {"name": f"p{number}", "type": "SERVICE_CONTROL_POLICY", "content": document(200)}, name=f"p{number}", at=at) == []
    ids = [thing.id for thing in at.world.things.values() if thing.type == POLICY]
    attached = [refusals(ATTACHMENT, {"policyId": ident, "targetId": "ou-ab12-11111111"}, name=ident, at=at) for ident in ids]
    assert attached[:4] == [[]] * 4
    assert "6 service control policies on one entity" in attached[4][0].reason
    assert refusals(ATTACHMENT, {"policyId": ids[4], "targetId": "ou-ab12-22222222"}, name="other", at=at) == []


def test_what_can_be_asked_for_is_not_refused():
    at = clouds()
    for number in range(8):
        assert refusals(VPC, {"cidrBlock": f"10.{number}.0.0/16"}, name=str(number), at=at, ref=OTHER) == []
