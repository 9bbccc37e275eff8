"""Name resolution for everybody: one Route 53 Profile, a DNS firewall on it, and a record of every query."""

import pulumi
import pulumi_aws as aws

from components.aws.handles import ArchiveHandle, HubHandle, OrganisationHandle, TenancyHandle
from components.aws.network.threats import CONFIDENCE, DNS_THREATS
from components.aws.options import inside, protected
from components.contracts import NetworkHubArgs, bare

FIREWALL_PRIORITY = 101
"""A firewall association in a profile has a priority between 100 and 9900 (Route 53 Profiles API)."""


class Dns:
    """Children of the hub that resolve names (Amazon Route 53 Developer Guide, "What are Amazon Route 53 Profiles?")."""

    def __init__(
        self, name: str, args: NetworkHubArgs[OrganisationHandle, ArchiveHandle, HubHandle, TenancyHandle], *, parent: pulumi.Resource
    ) -> None:
        self._name, self._args, self._parent = name, args, parent
        hub_name = args.owner.name("aws:general", name)
        self.profile = aws.route53.ProfilesProfile(f"{name}-dns", name=hub_name, opts=protected(parent))
        self.queries = aws.route53.ResolverQueryLogConfig(
            f"{name}-queries", name=hub_name, destination_arn=pulumi.Output.concat(args.archive.bucket, "/flow/dns"), opts=protected(parent)
        )
        self._firewall(hub_name)

    def _firewall(self, hub_name: str) -> None:
        """Refuse names that look like an attacker's, and those that the platform blocks. A network whose names cannot be judged resolves none: that is
        what a VPC does of itself (Route 53 Developer Guide, "DNS Firewall VPC configuration")."""
        name, owner, options = self._name, self._args.owner, inside(self._parent)
        group = aws.route53.ResolverFirewallRuleGroup(f"{name}-dns-firewall", name=hub_name, opts=options)
        if self._args.blocked_domains:
            self._block(group)
        for number, (role, threat) in enumerate(DNS_THREATS.items()):
            aws.route53.ResolverFirewallRule(
                f"{name}-dns-{role}",
                name=role,
                action="BLOCK",
                block_response="NODATA",
                dns_threat_protection=threat,
                confidence_threshold=CONFIDENCE,
                firewall_rule_group_id=group.id,
                priority=200 + number,
                opts=options,
            )
        aws.route53.ProfilesResourceAssociation(
            f"{name}-dns-firewall-everywhere",
            name=owner.name("aws:general", f"{name}-firewall"),
            profile_id=self.profile.id,
            resource_arn=group.arn,
            resource_properties=f'{{"priority":{FIREWALL_PRIORITY}}}',
            opts=options,
        )

    def _block(self, group: aws.route53.ResolverFirewallRuleGroup) -> None:
        name, owner, options = self._name, self._args.owner, inside(self._parent)
        blocked = aws.route53.ResolverFirewallDomainList(
            f"{name}-blocked",
            name=owner.name("aws:general", f"{name}-blocked"),
            # A name stands for itself alone here; what lies under it is a wildcard's (Route 53 Developer Guide, "DNS Firewall domain lists").
            domains=sorted(name for domain in self._args.blocked_domains for name in (bare(domain), f"*.{bare(domain)}")),
            opts=options,
        )
        aws.route53.ResolverFirewallRule(
            f"{name}-block",
            name="blocked",
            action="BLOCK",
            block_response="NODATA",
            firewall_domain_list_id=blocked.id,
            firewall_rule_group_id=group.id,
            priority=100,
            opts=options,
        )
