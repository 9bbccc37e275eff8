"""Each cloud's inventory call, as its adapter makes it."""

from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.session import get_session
from botocore.stub import ANY, Stubber

from civic.changes.orphans import Listed
from civic.inventory import InventoryRefused, Place, places_of
from civic.inventory.aws import TaggedOnAws
from civic.inventory.azure import TaggedOnAzure
from civic.plan import Resource

TAGS = {"managed-by": "civic-cloud", "organisation": "o'brien"}
ACCOUNT = Place("aws", "111122223333", "eu-west-2")
SUBSCRIPTION = Place("azure", "6425b07f-d2d1-021d-7ca8-122182f5361f")


def stubbed(service: str) -> tuple[Any, Stubber]:
    client = get_session().create_client(service, region_name="eu-west-2", aws_access_key_id="a", aws_secret_access_key="b")
    stub = Stubber(client)
    stub.activate()
    return client, stub


def aws_tags(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def test_aws_lists_page_by_page_and_roles_by_iam() -> None:
    (tagging, pages), (iam, roles) = stubbed("resourcegroupstaggingapi"), stubbed("iam")
    filters = [{"Key": key, "Values": [value]} for key, value in sorted(TAGS.items())]
    for number, token in ((1, "more"), (2, "")):
        mapping = {"ResourceARN": f"arn:aws:sns:eu-west-2:111122223333:t{number}", "Tags": aws_tags(TAGS)}
        expected = {"TagFilters": filters, **({"PaginationToken": "more"} if number == 2 else {})}
        pages.add_response("get_resources", {"PaginationToken": token, "ResourceTagMappingList": [mapping]}, expected)
    arns = [f"arn:aws:iam::111122223333:role/civic/{name}" for name in ("ours", "theirs")]
    listed = [
        {"RoleName": arn.rsplit("/", 1)[1], "Arn": arn, "Path": "/civic/", "RoleId": "AROA1234567890123456", "CreateDate": "2026-11-24"}
        for arn in arns
    ]
    roles.add_response("list_roles", {"Roles": listed, "IsTruncated": False}, {"PathPrefix": "/civic/"})
    roles.add_response("list_role_tags", {"Tags": aws_tags(TAGS)}, {"RoleName": "ours"})
    roles.add_response("list_role_tags", {"Tags": []}, {"RoleName": "theirs"})
    found = list(TaggedOnAws(lambda service, place: {"iam": iam}.get(service, tagging)).resources(ACCOUNT, TAGS))
    assert [one.id.rsplit(":", 1)[1] for one in found] == ["t1", "t2", "role/civic/ours"]
    pages.assert_no_pending_responses()
    roles.assert_no_pending_responses()


def test_aws_says_where_it_was_refused_and_what_is_needed() -> None:
    tagging, pages = stubbed("resourcegroupstaggingapi")
    pages.add_client_error("get_resources", "AccessDeniedException", expected_params={"TagFilters": ANY})
    with pytest.raises(InventoryRefused, match=r"account 111122223333, eu-west-2: .*AccessDenied.* needed: tag:GetResources"):
        list(TaggedOnAws(lambda service, place: tagging).resources(ACCOUNT, TAGS))
    assert issubclass(ClientError, Exception)


def test_azure_lists_page_by_page_with_texts_quoted() -> None:
    asked: list[Mapping[str, Any]] = []

    def ask(body: Mapping[str, Any]) -> Mapping[str, Any]:
        asked.append(body)
        first = "$skipToken" not in body["options"]
        return {"data": [{"id": f"/subscriptions/x/{len(asked)}", "tags": TAGS}], **({"$skipToken": "more"} if first else {})}

    found = list(TaggedOnAzure(ask).resources(SUBSCRIPTION, TAGS))
    assert found == [Listed("/subscriptions/x/1", TAGS), Listed("/subscriptions/x/2", TAGS)]
    assert [body["subscriptions"] for body in asked] == [[SUBSCRIPTION.account]] * 2
    assert "tags['organisation'] =~ 'o\\'brien'" in asked[0]["query"]


def test_places_are_those_of_a_stacks_providers() -> None:
    def provider(package: str, **inputs: str) -> Resource:
        return Resource(f"urn:pulumi:s::p::pulumi:providers:{package}::x", f"pulumi:providers:{package}", True, inputs)

    role = "arn:aws:iam::111122223333:role/civic/deploy"
    roles = f'[{{"roleArn": "{role}", "sessionName": "civic"}}]'
    made = [
        provider("aws", region="eu-west-2", assumeRoles=roles),
        provider("aws", region="us-east-1", allowedAccountIds='["111122223333"]'),
        provider("azure-native", subscriptionId="s"),
    ]
    assert places_of(made) == [
        Place("aws", "111122223333", "eu-west-2", (role,)),
        Place("aws", "111122223333", "us-east-1"),
        Place("azure", "s"),
    ]
