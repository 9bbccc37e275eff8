"""Layer 4: a body's account or Azure subscription, in its place in the tree, and the roles that act in it."""

from typing import Any

import pulumi

from components.contracts import TenancyArgs
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
    return {"tenancy": made.tenancy, "deploy": made.deploy, "application": made.application}
