"""Providers: one for each account and region, each pinned to the account it may touch."""

# pyright: reportArgumentType=false
# The SDK takes plain dicts here, which the checker cannot tell from a mapping of another shape.

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.aws.tags import standard_tags
from components.contracts import TenancyHandle

ADMINISTRATION_ROLE = "civic-administration"
"""Role that AWS Organizations makes in every account it creates; the foundation and vending enter by it."""
DEPLOY_ROLE_PATH = "civic/civic-deploy"


def _role(arn: pulumi.Input[str]) -> aws.ProviderAssumeRoleArgs:
    # A plain dictionary reaches the provider with its Python keys, and then no role is assumed.
    return aws.ProviderAssumeRoleArgs(role_arn=arn, session_name="civic")


def provider_for(tenancy: TenancyHandle, region: str, *, name: str = "tenancy", tags: Mapping[str, str] | None = None) -> aws.Provider:
    """The provider of a body's tenancy in ``region``: it enters by the deploy role and refuses any other account."""
    return pinned(name, tenancy.tenancy, region, tenancy.deploy, tags or {})


def pinned(name: str, account: pulumi.Input[str], region: str, role: pulumi.Input[str], tags: Mapping[str, str]) -> aws.Provider:
    """A provider that acts as ``role`` and refuses any account but the one named."""
    return aws.Provider(
        f"{name}-{region}", region=region, allowed_account_ids=[account], assume_roles=[_role(role)], default_tags={"tags": dict(tags)}
    )


def platform_provider(name: str, tenancy: pulumi.Input[str], region: str, *, platform: str, role: pulumi.Input[str] | None = None) -> aws.Provider:
    """The provider of one of the platform's own accounts; without ``role`` it acts as the pipeline itself."""
    return aws.Provider(
        f"platform-{name}",
        region=region,
        allowed_account_ids=[tenancy],
        assume_roles=[_role(role)] if role is not None else None,
        default_tags={"tags": dict(standard_tags(platform=platform, organisation="platform", classification="official-sensitive"))},
    )


def entered(
    name: str,
    account: pulumi.Input[str],
    region: str,
    partition: pulumi.Input[str],
    *,
    tags: Mapping[str, str],
    parent: pulumi.Resource,
    via: pulumi.Input[str] | None = None,
) -> aws.Provider:
    """A provider inside an account of the organisation, by its administration role (``via`` another role first, where given)."""
    inside = pulumi.Output.concat("arn:", partition, ":iam::", account, ":role/", ADMINISTRATION_ROLE)
    ways = [inside] if via is None or via == "" else [via, inside]
    return aws.Provider(
        name,
        region=region,
        allowed_account_ids=[account],
        assume_roles=[_role(way) for way in ways],
        default_tags={"tags": dict(tags)},
        opts=pulumi.ResourceOptions(parent=parent),
    )
