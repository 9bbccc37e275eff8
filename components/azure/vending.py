"""Azure subscriptions: one way to make them."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import subscription

from components.contracts import ContractError


def vended_subscription(
    logical: str,
    *,
    name: str,
    billing: str,
    unit: pulumi.Input[str],
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
    creator: pulumi.Input[str] | None = None,
) -> pulumi.Output[str]:
    """Id of a new Azure subscription under the management group ``unit`` (a resource id). Raises ``ContractError`` without a billing scope.

    Its Owner is ``creator`` (a principal id) alone, or where none is given whoever makes it.

    Closing one is never a plan's side effect: give it options that retain it. Source: Microsoft Learn, "Programmatically create Azure
    subscriptions".
    """
    if not billing:
        raise ContractError(f"billing: {name}, a new Azure subscription, needs a billing scope; give 'billing' in estate/platform.yaml")
    alias = subscription.Alias(
        logical,
        alias_name=name,
        properties=subscription.PutAliasRequestPropertiesArgs(
            billing_scope=billing,
            display_name=name,
            workload=subscription.Workload.PRODUCTION,
            # Born in its place: under the default group it would be without guardrails for a while.
            additional_properties=subscription.PutAliasRequestAdditionalPropertiesArgs(
                management_group_id=unit, subscription_owner_id=creator, tags=tags
            ),
        ),
        opts=opts,
    )
    return alias.properties.apply(lambda properties: properties.subscription_id)
