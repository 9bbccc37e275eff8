"""Trail, threat detection, posture and access analysis for the whole organisation.

Each is switched on once, in the management account, and run from the security account as its
delegated administrator; members follow by themselves.
"""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.aws.foundation.archive import Archive
from components.naming import physical

ANALYSER_SERVICE = "access-analyzer.amazonaws.com"


def watch(
    name: str,
    *,
    platform: str,
    home: str,
    regions: tuple[str, ...],
    root: pulumi.Input[str],
    security: pulumi.Input[str],
    archive: Archive,
    parent: pulumi.Resource,
    organisation: pulumi.Resource,
    in_security: Mapping[str, aws.Provider],
) -> None:
    """Make the organisation-wide services as children of ``parent``; ``in_security`` has the security account's provider by region."""
    managed = pulumi.ResourceOptions(parent=parent, depends_on=[organisation])
    aws.cloudtrail.Trail(
        f"{name}-trail",
        name=physical("aws:general", platform=platform, role="trail"),
        s3_bucket_name=archive.bucket.id,
        kms_key_id=archive.key.arn,
        is_organization_trail=True,
        is_multi_region_trail=True,
        include_global_service_events=True,
        enable_log_file_validation=True,
        enable_logging=True,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[archive.policy, organisation], protect=True),
    )
    _posture(name, platform, regions, home, root, security, parent, managed, in_security[home])
    delegated = aws.organizations.DelegatedAdministrator(
        f"{name}-analyser-admin", account_id=security, service_principal=ANALYSER_SERVICE, opts=managed
    )
    for region in regions:
        _threats(name, region, security, parent, managed, in_security[region])
        aws.accessanalyzer.Analyzer(
            f"{name}-analyser-{region}",
            analyzer_name=physical("aws:general", platform=platform, role="organisation"),
            type="ORGANIZATION",
            opts=pulumi.ResourceOptions(parent=parent, provider=in_security[region], depends_on=[delegated]),
        )


def _threats(
    name: str, region: str, security: pulumi.Input[str], parent: pulumi.Resource, managed: pulumi.ResourceOptions, provider: aws.Provider
) -> None:
    # GuardDuty sees one region, and so does its administrator (GuardDuty User Guide, "Managing accounts with AWS Organizations").
    admin = aws.guardduty.OrganizationAdminAccount(f"{name}-guardduty-admin-{region}", region=region, admin_account_id=security, opts=managed)
    detector = aws.guardduty.Detector(
        f"{name}-guardduty-{region}",
        enable=True,
        finding_publishing_frequency="FIFTEEN_MINUTES",
        opts=pulumi.ResourceOptions(parent=parent, provider=provider, depends_on=[admin]),
    )
    aws.guardduty.OrganizationConfiguration(
        f"{name}-guardduty-members-{region}",
        detector_id=detector.id,
        auto_enable_organization_members="ALL",
        opts=pulumi.ResourceOptions(parent=parent, provider=provider),
    )


def _posture(
    name: str,
    platform: str,
    regions: tuple[str, ...],
    home: str,
    root: pulumi.Input[str],
    security: pulumi.Input[str],
    parent: pulumi.Resource,
    managed: pulumi.ResourceOptions,
    provider: aws.Provider,
) -> None:
    admin = aws.securityhub.OrganizationAdminAccount(f"{name}-posture-admin", admin_account_id=security, opts=managed)
    hub = aws.securityhub.Account(
        f"{name}-posture",
        enable_default_standards=False,
        opts=pulumi.ResourceOptions(parent=parent, provider=provider, depends_on=[admin]),
    )
    others = [region for region in regions if region != home]
    aggregator = aws.securityhub.FindingAggregator(
        f"{name}-posture-aggregator",
        linking_mode="SPECIFIED_REGIONS" if others else "NO_REGIONS",
        specified_regions=others or None,
        opts=pulumi.ResourceOptions(parent=parent, provider=provider, depends_on=[hub]),
    )
    central = aws.securityhub.OrganizationConfiguration(
        f"{name}-posture-members",
        auto_enable=False,
        auto_enable_standards="NONE",
        organization_configuration={"configuration_type": "CENTRAL"},
        opts=pulumi.ResourceOptions(parent=parent, provider=provider, depends_on=[aggregator]),
    )
    _standard(name, platform, home, root, central, parent, provider)


def _standard(
    name: str,
    platform: str,
    home: str,
    root: pulumi.Input[str],
    central: pulumi.Resource,
    parent: pulumi.Resource,
    provider: aws.Provider,
) -> None:
    partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=parent)).partition
    standard = pulumi.Output.concat("arn:", partition, ":securityhub:", home, "::standards/aws-foundational-security-best-practices/v/1.0.0")
    policy = aws.securityhub.ConfigurationPolicy(
        f"{name}-posture-policy",
        name=physical("aws:general", platform=platform, role="posture"),
        description="The standard that every tenancy is measured against",
        configuration_policy={
            "service_enabled": True,
            "enabled_standard_arns": [standard],
            "security_controls_configuration": {"disabled_control_identifiers": []},
        },
        opts=pulumi.ResourceOptions(parent=parent, provider=provider, depends_on=[central]),
    )
    aws.securityhub.ConfigurationPolicyAssociation(
        f"{name}-posture-everywhere",
        target_id=root,
        policy_id=policy.id,
        opts=pulumi.ResourceOptions(parent=parent, provider=provider),
    )
