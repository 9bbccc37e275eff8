"""What carries tags in an AWS account and region, by the Resource Groups Tagging API, under the caller's own credentials or a role that they may take on."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from civic.changes.orphans import Listed
from civic.inventory import InventoryRefused, Place

CONFIG = Config(connect_timeout=10, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 4})
PATH = "/civic/"
"""Path of our roles in IAM."""

Clients = Callable[[str, Place], Any]
"""Service -> a client of boto3 that acts in a place."""


def clients(service: str, place: Place) -> Any:
    """A client that takes on the roles of the provider, one after the other, as pulumi-aws does (``assumeRoles``)."""
    session = boto3.Session(region_name=place.region)
    for role in place.roles:
        answer = session.client("sts", config=CONFIG).assume_role(RoleArn=role, RoleSessionName="civic-orphans")["Credentials"]
        session = boto3.Session(answer["AccessKeyId"], answer["SecretAccessKey"], answer["SessionToken"], region_name=place.region)
    return session.client(service, config=CONFIG)


class TaggedOnAws:
    """``tag:GetResources``, and for roles ``iam:ListRoles`` and ``iam:ListRoleTags``: the tagging API does not list those."""

    def __init__(self, clients: Clients = clients) -> None:
        self._clients = clients

    def resources(self, place: Place, tags: Mapping[str, str]) -> Iterator[Listed]:
        try:
            yield from self._tagged(place, tags)
            yield from self._roles(place, tags)
        except (ClientError, BotoCoreError) as error:
            where = f"account {place.account}, {place.region}"
            raise InventoryRefused(
                f"{where}: the inventory cannot be read ({error}); needed: tag:GetResources, iam:ListRoles, iam:ListRoleTags"
            ) from None

    def _tagged(self, place: Place, tags: Mapping[str, str]) -> Iterator[Listed]:
        filters = [{"Key": key, "Values": [value]} for key, value in sorted(tags.items())]
        pages = self._clients("resourcegroupstaggingapi", place).get_paginator("get_resources").paginate(TagFilters=filters)
        for page in pages:
            for one in page["ResourceTagMappingList"]:
                yield Listed(one["ResourceARN"], {tag["Key"]: tag["Value"] for tag in one["Tags"]})

    def _roles(self, place: Place, tags: Mapping[str, str]) -> Iterator[Listed]:
        iam = self._clients("iam", place)
        for page in iam.get_paginator("list_roles").paginate(PathPrefix=PATH):
            for role in page["Roles"]:
                told = {tag["Key"]: tag["Value"] for tag in iam.list_role_tags(RoleName=role["RoleName"])["Tags"]}
                if tags.items() <= told.items():
                    yield Listed(role["Arn"], told)
