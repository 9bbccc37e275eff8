"""The security baseline of the platform's own accounts, the management account among them: the same that bodies have, and more alarms."""

from collections.abc import Callable, Mapping

import pulumi
import pulumi_aws as aws

from components.aws.foundation.guarding import MANAGEMENT
from components.aws.handles import ArchiveHandle, OrganisationHandle, TenancyHandle
from components.aws.keys import encryption_key
from components.aws.options import inside, retained
from components.aws.roles import SERVICE_PATH, role_arn
from components.aws.tenancy.backup import create_backup
from components.aws.tenancy.baseline import SecurityBaseline
from components.aws.tenancy.service_roles import BACKUP_ROLE, create_service_roles
from components.contracts import FoundationArgs, SecurityBaselineArgs

BACKUP_DAYS = 35


def create_baselines(
    name: str,
    args: FoundationArgs,
    *,
    organisation: OrganisationHandle,
    archive: ArchiveHandle,
    accounts: Mapping[str, pulumi.Input[str]],
    acting: Callable[[str, str], aws.Provider],
    partition: pulumi.Output[str],
    parent: pulumi.Resource,
) -> None:
    """A baseline in each account. ``acting`` gives the provider for one of ``accounts`` and a region; in the management account the
    parent's own acts."""
    for purpose, account in {**accounts, MANAGEMENT: args.root}.items():
        stem, provider = f"{name}-{purpose}-baseline", None if purpose == MANAGEMENT else acting(purpose, args.home)
        # The bootstrap makes those of the management account.
        roles = create_service_roles(stem, args.home, account, partition, inside(parent, provider)) if provider else []
        baseline = SecurityBaseline(
            stem,
            SecurityBaselineArgs(
                owner=args.owner,
                region=args.home,
                regions=args.regions,
                security_contact=args.contact,
                operations_contact=args.contact,
                billing_contact=args.contact,
                organisation=organisation,
                archive=archive,
                tenancy=TenancyHandle(account=account, deploy="", application=""),
                management=purpose == MANAGEMENT,
                findings=purpose == "security",
                backup_days=BACKUP_DAYS,
            ),
            pulumi.ResourceOptions(parent=parent, provider=provider, depends_on=roles),
        )
        if purpose == "hosting":
            for region in args.regions:
                if region != args.home:
                    there = acting(purpose, region)
                    _backup_elsewhere(f"{name}-{purpose}-{region}", args, account, partition, baseline, parent=parent, provider=there)


def _backup_elsewhere(
    name: str,
    args: FoundationArgs,
    account: pulumi.Input[str],
    partition: pulumi.Output[str],
    baseline: SecurityBaseline,
    *,
    parent: pulumi.Resource,
    provider: aws.Provider,
) -> None:
    """What a shared cell of another region holds is backed up there: a vault takes what lies in its own region alone."""
    key = encryption_key(
        f"{name}-backup-key", "Encrypts backups of shared hosting", account=account, partition=partition, parent=parent, provider=provider
    )
    role = role_arn(partition, account, SERVICE_PATH, BACKUP_ROLE)
    opts = inside(parent, provider, depends_on=[baseline])
    create_backup(name, args.owner, BACKUP_DAYS, key, role, opts=opts, kept=retained(parent, provider))
