"""Name resolution for everybody: one Route 53 Profile, a DNS firewall on it, and a record of every query."""

import pulumi
import pulumi_aws as aws

from components.contracts import NetworkHubArgs
from components.naming import physical


class Names:
    """Children of the hub that resolve names (Amazon Route 53 Developer Guide, "What are Amazon Route 53 Profiles?")."""

    def __init__(self, name: str, args: NetworkHubArgs, *, parent: pulumi.Resource) -> None:
        inside = pulumi.ResourceOptions(parent=parent)
        kept = pulumi.ResourceOptions(parent=parent, protect=True)
        called = physical("aws:general", platform=args.platform, role=name)
        self.profile = aws.route53.ProfilesProfile(f"{name}-dns", name=called, opts=kept)
        self.queries = aws.route53.ResolverQueryLogConfig(
            f"{name}-queries", name=called, destination_arn=pulumi.Output.concat(args.archive, "/flow/dns"), opts=kept
        )
        if not args.blocked_domains:
            return
        blocked = aws.route53.ResolverFirewallDomainList(
            f"{name}-blocked",
            name=physical("aws:general", platform=args.platform, role=f"{name}-blocked"),
            domains=sorted(args.blocked_domains),
            opts=inside,
        )
        group = aws.route53.ResolverFirewallRuleGroup(f"{name}-dns-firewall", name=called, opts=inside)
        aws.route53.ResolverFirewallRule(
            f"{name}-block",
            name="blocked",
            action="BLOCK",
            block_response="NODATA",
            firewall_domain_list_id=blocked.id,
            firewall_rule_group_id=group.id,
            priority=100,
            opts=inside,
        )
        aws.route53.ProfilesResourceAssociation(
            f"{name}-dns-firewall-everywhere",
            name=physical("aws:general", platform=args.platform, role=f"{name}-firewall"),
            profile_id=self.profile.id,
            resource_arn=group.arn,
            # A firewall association in a profile has a priority between 100 and 9900 (Route 53 Profiles API).
            resource_properties='{"priority":101}',
            opts=inside,
        )
