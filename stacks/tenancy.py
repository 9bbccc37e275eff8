"""Layer 5: a body's account or Azure subscription, in its place in the tree, and the roles that act in it."""

import pulumi

from components.contracts import (
    AccessArgs,
    ArchiveT,
    BudgetArgs,
    CellT,
    HubT,
    NetworkT,
    OrganisationT,
    TenancyArgs,
    TenancyCard,
    TenancyT,
)
from stacks.context import Context
from stacks.directories import body_grants, directory_issuer


def build(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]) -> TenancyCard[TenancyT]:
    """Vend or place the body's tenancy."""
    section, record, organisation = context.section, context.record, context.foundation.organisation
    provider = context.cloud.management_provider("vending", section.management, section.home, context.owner)
    choice = record.cloud(context.name.cloud)
    made = context.cloud.Tenancy(
        context.name.owner,
        TenancyArgs(
            owner=context.owner,
            mailbox=section.mailbox(context.name.owner),
            organisation=organisation,
            home=context.region,
            runs=context.identity.runs,
            existing=choice.existing if choice else "",
            billing=section.billing,
            pipeline_issuer=record.pipeline.issuer if record.pipeline else "",
            pipeline_subject=record.pipeline.subject if record.pipeline else "",
        ),
        pulumi.ResourceOptions(provider=provider),
    )
    _budget(context, made.tenancy, pulumi.ResourceOptions(provider=made.provider))
    _access(context, made.tenancy, pulumi.ResourceOptions(provider=made.provider))
    return TenancyCard(tenancy=made.tenancy)


def _budget(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], tenancy: TenancyT, options: pulumi.ResourceOptions) -> None:
    record = context.record
    contacts = tuple(dict.fromkeys((record.contact("billing"), record.contact("owner"))))
    args = BudgetArgs(owner=context.owner, tenancy=tenancy, monthly=record.monthly_budget, contacts=contacts, begins=context.begins)
    context.cloud.Budget(f"{context.name.owner}-budget", args, options)


def _access(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], tenancy: TenancyT, options: pulumi.ResourceOptions) -> None:
    record = context.record
    grants = body_grants(record, context.name.cloud)
    if grants:
        args = AccessArgs(
            owner=context.owner,
            organisation=context.foundation.organisation,
            tenancy=tenancy,
            grants=grants,
            home=context.region,
            directory=directory_issuer(record.directory, context.estate.certificates(context.name.owner)),
        )
        context.cloud.Access(f"{context.name.owner}-access", args, options)
