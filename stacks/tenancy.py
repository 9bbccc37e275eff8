"""Layer 4: a body's account or Azure subscription, in its place in the tree, and the roles that act in it."""

from typing import Any

import pulumi

from components.contracts import AccessArgs, AccessGrant, BudgetArgs, TenancyArgs
from stacks.context import Context


def build(context: Context) -> dict[str, Any]:
    """Vend or place the body's tenancy; the result is its card."""
    section, record, foundation = context.section, context.record, context.foundation
    provider = context.components.platform_provider(
        "vending", section.management, section.home, platform=context.platform.code, role=foundation.vending
    )
    chosen = record.cloud(context.cloud)
    made = context.components.Tenancy(
        record.slug,
        TenancyArgs(
            platform=context.platform.code,
            organisation=record.slug,
            organisation_name=record.name,
            mailbox=section.mailbox(record.slug),
            unit=foundation.bodies,
            home=context.region,
            pipelines={layer: context.bootstrap.pipelines[layer] for layer in ("landing-zone", "applications")},
            existing=chosen.existing if chosen else "",
            billing=section.billing,
            organisation_arn=foundation.organisation_arn,
            vending=foundation.vending,
            pipeline_issuer=record.pipeline.issuer if record.pipeline else "",
            pipeline_subject=record.pipeline.subject if record.pipeline else "",
            classification=record.classification,
        ),
        pulumi.ResourceOptions(provider=provider),
    )
    _budget(context, made, pulumi.ResourceOptions(provider=made.inside))
    _access(context, made, pulumi.ResourceOptions(provider=provider))
    return {"tenancy": made.tenancy, "deploy": made.deploy, "application": made.application}


def _budget(context: Context, tenancy: Any, options: pulumi.ResourceOptions) -> None:
    record = context.record
    args = BudgetArgs(
        platform=context.platform.code,
        organisation=record.slug,
        tenancy=tenancy.tenancy,
        monthly=record.monthly_budget,
        contacts=tuple(dict.fromkeys((record.contact("billing"), record.contact("owner")))),
    )
    context.components.Budget(f"{record.slug}-budget", args, options)


def _access(context: Context, tenancy: Any, options: pulumi.ResourceOptions) -> None:
    record, foundation = context.record, context.foundation
    grants = tuple(AccessGrant(role=grant.role, group=grant.group, until=grant.until) for grant in record.access_on(context.cloud))
    if not grants:
        return
    args = AccessArgs(
        platform=context.platform.code,
        organisation=record.slug,
        tenancy=tenancy.tenancy,
        directory=foundation.directory,
        roles=foundation.access,
        grants=grants,
    )
    context.components.Access(f"{record.slug}-access", args, options)
