"""Layer 1: the organisation tree, the platform's own tenancies, the guardrails and the archive."""

from typing import Any

import pulumi

from components.contracts import PIPELINES, FoundationArgs
from stacks.context import Context


def build(context: Context) -> dict[str, Any]:
    """Make the platform's foundation on this cloud; the result is its card."""
    section = context.section
    provider = context.components.platform_provider("management", section.management, section.home, platform=context.platform.code)
    made = context.components.Foundation(
        "foundation",
        FoundationArgs(
            platform=context.platform.code,
            home=section.home,
            regions=tuple(section.regions),
            mailboxes=dict(section.mailboxes),
            pipelines={layer: context.bootstrap.pipelines[layer] for layer in PIPELINES},
            retention_days=context.platform.retention_days,
            management=section.root,
            billing=section.billing,
        ),
        pulumi.ResourceOptions(provider=provider),
    )
    return {
        "organisation": made.organisation,
        "organisation_arn": made.organisation_arn,
        "bodies": made.bodies,
        "tenancies": dict(made.tenancies),
        "archive": made.archive,
        "archive_workspace": made.archive_workspace,
        "vending": made.vending,
        "network": made.network,
        "hosting": made.hosting,
        "directory": made.directory,
        "access": dict(made.access),
    }
