"""Every run may do what its stack asks, and no more than that is needed to be told who may not."""

import pytest

from civic.access.aws.evaluation import evaluate
from civic.access.aws.request import Principal
from civic.access.aws.state import state_requests as on_bucket
from civic.access.azure.linked import judge
from civic.access.azure.runs import signed_in
from civic.access.azure.state import WRITTEN
from civic.access.azure.state import state_requests as on_containers
from civic.access.verdict import Reason
from tests.civic.access.judging import Change, altered, dropping, example_asks, judge_example, replacing, without
from tests.looping import each


def test_every_run_of_the_example_may_do_what_its_stack_asks() -> None:
    proof = judge_example()
    assert [told.message for told in proof.refused] == []
    assert [str(fault) for fault in proof.worlds.faults] == []


def test_every_stack_but_the_bootstraps_has_a_run() -> None:
    proof = judge_example()
    assert {each.stack for each in example_asks()} - proof.runs.keys() == {"platform-aws-bootstrap", "platform-azure-bootstrap"}


@pytest.mark.parametrize(
    ("stack", "name", "property", "change", "refused"),
    [
        ("eastvale-aws-identity", "eastvale-runs-landing-zone-rights", "policy", dropping("kms:GenerateDataKey"), "kms:GenerateDataKey"),
        ("eastvale-aws-identity", "eastvale-runs-landing-zone-rights", "policy", dropping("s3:PutObject"), "s3:PutObject"),
        ("eastvale-aws-identity", "eastvale-runs-landing-zone-rights", "policy", dropping("sts:AssumeRole"), "sts:AssumeRole"),
        (
            "eastvale-aws-identity",
            "eastvale-runs-landing-zone",
            "assumeRolePolicy",
            replacing("eastvale", "westholm"),
            "sts:AssumeRoleWithWebIdentity",
        ),
        ("eastvale-aws-tenancy", "eastvale-deploy", "assumeRolePolicy", replacing("run-landing-zone", "run-applications"), "sts:AssumeRole"),
        ("eastvale-aws-tenancy", "eastvale-deploy-rights", "policy", dropping("ec2:*"), "ec2:CreateVpc"),
        ("eastvale-aws-tenancy", "eastvale-deploy-rights", "policy", dropping("backup:*"), "backup:CreateBackupVault"),
    ],
)
def test_on_aws_a_right_that_is_missing_is_told_with_who_and_what(stack: str, name: str, property: str, change: Change, refused: str) -> None:
    proof = judge_example(altered(stack, name, property, change), "eastvale-aws-landing-zone")
    told = [each for each in proof.refused if each.first.action == refused]
    assert told, [each.message for each in proof.refused]
    assert "eastvale" in told[0].message
    assert refused in told[0].cure


def test_on_aws_a_guardrail_that_forbids_us_our_work_is_named() -> None:
    asks = altered("platform-aws-foundation", "foundation-guardrail-networks", "content", replacing("civic-deploy", "nobody"))
    (told, *_) = [each for each in judge_example(asks, "eastvale-aws-landing-zone").refused if each.first.action == "ec2:CreateVpc"]
    assert told.first.verdict.reason is Reason.SERVICE_CONTROL_POLICY
    assert "foundation-guardrail-networks" in told.message


def test_on_azure_a_right_that_is_missing_is_told_with_who_and_what() -> None:
    asks = altered(
        "platform-azure-foundation", "foundation-role-hosting", "permissions", replacing("Microsoft.App/managedEnvironments/write", "x/y/write")
    )
    proof = judge_example(asks, "platform-azure-hosting-a")
    told = [each for each in proof.refused if each.first.action.lower() == "microsoft.app/managedenvironments/write"]
    assert told, [each.message for each in proof.refused]


def test_on_azure_a_token_of_another_stack_is_not_let_in() -> None:
    asks = altered("harbours-azure-identity", "harbours-runs-landing-zone-trust", "subject", replacing("harbours", "kingsmere"))
    (told,) = judge_example(asks, "harbours-azure-landing-zone").refused
    assert told.first.operation == "sign in"
    assert told.first.verdict.reason is Reason.TRUST


@pytest.mark.parametrize("layer", ["tenancy", "landing-zone", "applications"])
def test_on_aws_a_run_opens_no_other_bodys_state_and_writes_no_other_bodys_card(layer: str) -> None:
    proof = judge_example()
    own, other = proof.runs[f"northshire-aws-{layer}"], proof.runs[f"eastvale-aws-{layer}"]
    shared = ("meta.yaml", "s3:ListBucket")
    for request, _ in each(on_bucket(other, Principal.role(own.client))):
        read_of_a_card = request.action == "s3:GetObject" and "/cards/" in request.resource
        if not read_of_a_card and not request.resource.endswith(shared[0]) and request.action != shared[1]:
            assert evaluate(proof.worlds.aws, request).denied, f"{own.client} may {request.action} on {request.resource}"


@pytest.mark.parametrize("layer", ["tenancy", "landing-zone", "applications"])
def test_on_azure_a_run_opens_no_other_bodys_state_and_writes_no_other_bodys_card(layer: str) -> None:
    proof = judge_example()
    world = proof.worlds.azure
    own, other = proof.runs[f"kingsmere-azure-{layer}"], proof.runs[f"tidewatch-azure-{layer}"]
    identity = signed_in(world, own)
    assert identity is not None
    requests = [request for request in on_containers(world, other, identity.principal) if request.action == WRITTEN]
    for request in each(requests):
        assert judge(world, request).verdict.denied, f"{own.stack} may write {request.attributes}"


def test_a_role_that_is_entered_and_made_nowhere_is_told() -> None:
    asks = without("eastvale-aws-tenancy", "eastvale-deploy")
    faults = [str(fault) for fault in judge_example(asks).worlds.faults]
    assert any("civic-deploy" in fault and "made nowhere" in fault for fault in faults), faults


def test_documents_that_aws_would_refuse_are_told_with_their_line() -> None:
    asks = altered("eastvale-aws-tenancy", "eastvale-deploy-rights", "policy", replacing('"Allow"', '"Permit"'))
    (fault,) = judge_example(asks).worlds.faults
    assert "eastvale-deploy-rights" in str(fault)
    assert str(fault).startswith("components/aws/tenancy/tenancy.py:")
