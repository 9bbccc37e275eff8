"""Trail, threat detection, posture and access analysis for the whole organisation.

Each is switched on once, in the management account, and run from the security account as its
delegated administrator; members follow by themselves.
"""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from components.aws.foundation.archive import Archive
from components.aws.foundation.organisation import Organisation
from components.aws.options import inside, protected
from components.aws.state_rights import copy_name, store_name
from components.contracts import FoundationArgs

ANALYSER_SERVICE = "access-analyzer.amazonaws.com"
FEATURES = ("S3_DATA_EVENTS", "RDS_LOGIN_EVENTS", "EBS_MALWARE_PROTECTION")
"""What GuardDuty looks at in every member besides its calls, queries and flows: what the platform has there. Not the runtime of containers: its
agent needs an endpoint and an image of AWS's in every network, where nothing is fetched when a task starts."""
CHANGES = ("DeleteObject", "DeleteObjects", "PutObjectLegalHold", "PutObjectRetention", "PutObjectTagging", "RestoreObject")
"""What would take something from the archive, or try to."""


class Detection:
    """Children of the foundation that look at every account. ``security`` has the security account's provider by region."""

    def __init__(
        self,
        name: str,
        args: FoundationArgs,
        *,
        organisation: Organisation,
        security_account: pulumi.Input[str],
        security: Mapping[str, aws.Provider],
        archive: Archive,
        parent: pulumi.Resource,
    ) -> None:
        self._name, self._args, self._parent = name, args, parent
        self._root = organisation.root
        self._security_account, self._security = security_account, security
        self._organisation = organisation
        self._trail(archive, organisation)
        self._posture()
        delegated = self._analyser_admin()
        for region in args.regions:
            self._threats(region)
            aws.accessanalyzer.Analyzer(
                f"{name}-analyser-{region}",
                analyzer_name=args.owner.name("aws:general", "organisation"),
                type="ORGANIZATION",
                opts=inside(parent, security[region], depends_on=delegated),
            )

    def _trail(self, archive: Archive, organisation: Organisation) -> None:
        aws.cloudtrail.Trail(
            f"{self._name}-trail",
            name=self._args.owner.name("aws:general", "trail"),
            s3_bucket_name=archive.bucket.id,
            kms_key_id=archive.key.arn,
            is_organization_trail=True,
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_log_file_validation=True,
            enable_logging=True,
            advanced_event_selectors=self._recorded(archive),
            opts=protected(self._parent, depends_on=[archive.policy, *organisation.ready]),
        )

    def _recorded(self, archive: Archive) -> list[aws.cloudtrail.TrailAdvancedEventSelectorArgsDict]:
        """Every management event, and who touched the state store, its cards and the archive.

        Of the archive no writing: what the trail itself writes there would be recorded, and written, without end (AWS CloudTrail User Guide,
        "Logging data events").
        """
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self._parent)).partition
        stores = [store_name(self._args.owner), *([copy_name(self._args.owner)] if self._args.second_region else [])]
        state = [pulumi.Output.concat("arn:", partition, ":s3:::", store, "/") for store in stores]
        kept = [pulumi.Output.concat(bucket.arn, "/") for bucket in (archive.bucket, archive.configuration, *archive.copies)]
        return [
            {"name": "management", "field_selectors": [{"field": "eventCategory", "equals": ["Management"]}]},
            {"name": "state and cards", "field_selectors": _objects(state)},
            {"name": "archive read", "field_selectors": [*_objects(kept), {"field": "readOnly", "equals": ["true"]}]},
            {"name": "archive changed", "field_selectors": [*_objects(kept), {"field": "eventName", "equals": list(CHANGES)}]},
        ]

    def _analyser_admin(self) -> Sequence[pulumi.Resource]:
        """What makes the security account the organisation's administrator where it is not yet. An analyser of its own stands beside others."""
        if "access-analyzer" in self._args.existing.detection:
            return ()
        admin = aws.organizations.DelegatedAdministrator(
            f"{self._name}-analyser-admin",
            account_id=self._security_account,
            service_principal=ANALYSER_SERVICE,
            opts=inside(self._parent, depends_on=self._organisation.ready),
        )
        return (admin,)

    def _threats(self, region: str) -> None:
        # GuardDuty sees one region, and so does its administrator (GuardDuty User Guide, "Managing accounts with AWS Organizations").
        provider = self._security[region]
        detector, designated = self._detector(region)
        before: pulumi.Resource = aws.guardduty.OrganizationConfiguration(
            f"{self._name}-guardduty-members-{region}",
            detector_id=detector,
            auto_enable_organization_members="ALL",
            opts=inside(self._parent, provider, depends_on=designated),
        )
        for feature in FEATURES:
            # All are parts of one configuration, which takes one change at a time.
            before = aws.guardduty.OrganizationConfigurationFeature(
                f"{self._name}-guardduty-members-{region}-{feature.lower().replace('_', '-')}",
                detector_id=detector,
                name=feature,
                auto_enable="ALL",
                opts=inside(self._parent, provider, depends_on=[before]),
            )

    def _detector(self, region: str) -> tuple[pulumi.Output[str], Sequence[pulumi.Resource]]:
        """Id of the security account's, and what makes that account the organisation's administrator where it is not yet."""
        name, provider = self._name, self._security[region]
        if "guardduty" in self._args.existing.detection:
            opts = pulumi.InvokeOptions(parent=self._parent, provider=provider)
            return aws.guardduty.get_detector_output(region=region, opts=opts).id, ()
        # Designated without one, the account would be given a detector, and none could be made in it.
        detector = aws.guardduty.Detector(
            f"{name}-guardduty-{region}", enable=True, finding_publishing_frequency="FIFTEEN_MINUTES", opts=inside(self._parent, provider)
        )
        admin = aws.guardduty.OrganizationAdminAccount(
            f"{name}-guardduty-admin-{region}",
            region=region,
            admin_account_id=self._security_account,
            opts=inside(self._parent, depends_on=[*self._organisation.ready, detector]),
        )
        return detector.id, (admin,)

    def _posture(self) -> None:
        name, args, parent, provider = self._name, self._args, self._parent, self._security[self._args.home]
        others = [region for region in args.regions if region != args.home]
        aggregator = aws.securityhub.FindingAggregator(
            f"{name}-posture-aggregator",
            linking_mode="SPECIFIED_REGIONS" if others else "NO_REGIONS",
            specified_regions=others or None,
            opts=inside(parent, provider, depends_on=self._posture_admin(provider)),
        )
        central = aws.securityhub.OrganizationConfiguration(
            f"{name}-posture-members",
            auto_enable=False,
            auto_enable_standards="NONE",
            organization_configuration={"configuration_type": "CENTRAL"},
            opts=inside(parent, provider, depends_on=[aggregator]),
        )
        self._standard(central, provider)

    def _posture_admin(self, provider: aws.Provider) -> Sequence[pulumi.Resource]:
        """What makes the security account the organisation's administrator where it is not yet."""
        if "securityhub" in self._args.existing.detection:
            return ()
        # As with the detector: a designation would make the hub, with the standards that AWS takes for granted.
        hub = aws.securityhub.Account(f"{self._name}-posture", enable_default_standards=False, opts=inside(self._parent, provider))
        admin = aws.securityhub.OrganizationAdminAccount(
            f"{self._name}-posture-admin",
            admin_account_id=self._security_account,
            opts=inside(self._parent, depends_on=[*self._organisation.ready, hub]),
        )
        return (admin,)

    def _standard(self, central: aws.securityhub.OrganizationConfiguration, provider: aws.Provider) -> None:
        name, args, parent = self._name, self._args, self._parent
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=parent)).partition
        practices = "::standards/aws-foundational-security-best-practices/v/1.0.0"
        standard = pulumi.Output.concat("arn:", partition, ":securityhub:", args.home, practices)
        policy = aws.securityhub.ConfigurationPolicy(
            f"{name}-posture-policy",
            name=args.owner.name("aws:general", "posture"),
            description="The standard that every tenancy is measured against",
            configuration_policy={
                "service_enabled": True,
                "enabled_standard_arns": [standard],
                "security_controls_configuration": {"disabled_control_identifiers": []},
            },
            opts=inside(parent, provider, depends_on=[central]),
        )
        aws.securityhub.ConfigurationPolicyAssociation(
            f"{name}-posture-everywhere", target_id=self._root, policy_id=policy.id, opts=inside(parent, provider)
        )


def _objects(prefixes: Sequence[pulumi.Input[str]]) -> list[aws.cloudtrail.TrailAdvancedEventSelectorFieldSelectorArgsDict]:
    """Events on objects whose ARNs begin so."""
    return [
        {"field": "eventCategory", "equals": ["Data"]},
        {"field": "resources.type", "equals": ["AWS::S3::Object"]},
        {"field": "resources.ARN", "starts_withs": list(prefixes)},
    ]
