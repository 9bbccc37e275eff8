"""Roles of AWS's services that are there already, or that a service makes the first time that something of it is made.

Source of each, unless it says another: the page "Using service-linked roles" of the service's own guide. IAM refuses a second one:
"Service role name ... has been taken in this account" (IAM API Reference, CreateServiceLinkedRole: InvalidInput).
"""

from civic.simulator.existing import Brings, Existing

ROLE = "aws:iam/serviceLinkedRole:ServiceLinkedRole"
_PAGE = "'Using service-linked roles' of the service's guide; IAM API Reference, CreateServiceLinkedRole: InvalidInput"


def _of(service: str, *types: str, when: str = "", place: str = "", source: str = _PAGE) -> Existing:
    """The role of a service (host), and the types of which the first brings it. Without any it is in every account."""
    ways = tuple(Brings(type=f"aws:{each}", key=service, when=when, place=place) for each in types)
    return Existing(
        what=f"the role of {service}",
        types=(ROLE,),
        scope="account",
        key="{awsServiceName}",
        like={"awsServiceName": service.replace(".", r"\.")},
        brought_by=ways,
        instead="leave it out: the service made it in the account, and everybody in it uses the same one",
        source=source,
    )


LINKED_ROLES = (
    _of("support.amazonaws.com", source="AWS Support User Guide, 'Using service-linked roles': it is in every account"),
    _of("trustedadvisor.amazonaws.com", source="AWS Support User Guide, 'Using service-linked roles for Trusted Advisor': it is in every account"),
    _of("organizations.amazonaws.com", "organizations/account:Account", place="{id}"),
    _of("access-analyzer.amazonaws.com", "accessanalyzer/analyzer:Analyzer"),
    _of("backup.amazonaws.com", "backup/selection:Selection"),
    _of("cloudtrail.amazonaws.com", "cloudtrail/trail:Trail", when="isOrganizationTrail"),
    _of("config.amazonaws.com", "cfg/configurationAggregator:ConfigurationAggregator", when="organizationAggregationSource"),
    _of("ecs.amazonaws.com", "ecs/cluster:Cluster"),
    _of("ecs.application-autoscaling.amazonaws.com", "appautoscaling/target:Target"),
    _of("elasticloadbalancing.amazonaws.com", "lb/loadBalancer:LoadBalancer"),
    _of("guardduty.amazonaws.com", "guardduty/detector:Detector"),
    _of("network-firewall.amazonaws.com", "networkfirewall/firewall:Firewall"),
    _of("pullthroughcache.ecr.amazonaws.com", "ecr/pullThroughCacheRule:PullThroughCacheRule"),
    _of("ram.amazonaws.com", "ram/sharingWithOrganization:SharingWithOrganization"),
    _of("rds.amazonaws.com", "rds/instance:Instance", "rds/cluster:Cluster"),
    _of("route53resolver.amazonaws.com", "route53/resolverQueryLogConfig:ResolverQueryLogConfig"),
    _of("securityhub.amazonaws.com", "securityhub/account:Account"),
    _of("transitgateway.amazonaws.com", "ec2transitgateway/vpcAttachment:VpcAttachment"),
)
