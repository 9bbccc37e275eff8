"""Amazon Route 53, its resolver and its profiles."""

from civic.catalogue.actions import ANY, Actions, Needs, anywhere, linked, makes, on, tagged
from civic.catalogue.row import ID_UNREAD, NAME_AMONG_TEXTS, NO_ARN, REMADE, UNNAMED, Quota, Row, Text, words

ZONE = "arn:{partition}:route53:::hostedzone/{id}"
ITS_ZONE = "arn:{partition}:route53:::hostedzone/{zoneId}"
ITS_SIGNED_ZONE = "arn:{partition}:route53:::hostedzone/{hostedZoneId}"
SIGNS = on("{keyManagementServiceArn}", "kms:CreateGrant kms:DescribeKey kms:GetPublicKey kms:Sign", context={"kms:grantisforawsresource": "true"})
"""What Route 53 asks of the key in the caller's name ("Working with customer managed keys for DNSSEC")."""
QUERY_LOG = "arn:{partition}:route53:::queryloggingconfig/{id}"
CHANGE = "arn:{partition}:route53:::change/{hash:change.14}"
VPCS = {"route53:vpcs": "VPCId={vpcs.vpcId},VPCRegion={vpcs.vpcRegion}"}
RECORD = {"route53:changeresourcerecordsetsrecordtypes": "{type}"}


def resolver(kind: str, word: str = "id", account: str = "account") -> str:
    return f"arn:{{partition}}:route53resolver:{{region}}:{{{account}}}:{kind}/{{{word}}}"


def _changes(operation: str) -> Needs:
    """A change of one record, and the wait until it is everywhere."""
    return on(ITS_ZONE, "route53:ChangeResourceRecordSets", context=RECORD | {"route53:changeresourcerecordsetsactions": operation}) + on(
        CHANGE, "route53:GetChange"
    )


def _tagged(resource: str) -> Actions:
    return tagged(resource, tag="route53resolver:TagResource", untag="route53resolver:UntagResource", read="route53resolver:ListTagsForResource")


def _tagged_profile(resource: str) -> Actions:
    tags = tagged(resource, tag="route53profiles:TagResource", untag="route53profiles:UntagResource")
    return tags | Actions(read=anywhere("route53profiles:ListTagsForResource"))


PROFILE = "arn:{partition}:route53profiles:{region}:{account}:profile/{id}"
ASSOCIATION = "arn:{partition}:route53profiles:{region}:{account}:profile-association/{id}"
DOMAINS = resolver("firewall-domain-list")
RULE = (resolver("firewall-rule-group", "firewallRuleGroupId"), resolver("firewall-domain-list", "firewallDomainListId"))
CONFIG = resolver("resolver-query-log-config")
ITS_CONFIG = resolver("resolver-query-log-config", "resolverQueryLogConfigId", "resolverQueryLogConfigId@account")
"""The network's account shares its configuration with all others."""
DELIVERY = anywhere("logs:CreateLogDelivery logs:GetLogDelivery logs:UpdateLogDelivery logs:DeleteLogDelivery logs:ListLogDeliveries") + anywhere(
    "logs:PutResourcePolicy logs:DescribeResourcePolicies logs:DescribeLogGroups", when="destinationArn~:log-group:"
)
"""What the service asks in the caller's name to deliver logs ("Enable logging from AWS services", CloudWatch Logs User Guide)."""

RESOLVER_NAME = Text(64, r"(?![0-9]+$)[A-Za-z0-9 _-]+", "Route 53 Resolver and Profiles API References: Name")
"""All that Resolver and Profiles name."""

ROWS = (
    Row(
        "aws:route53/profilesAssociation:ProfilesAssociation",
        reach="name: which network a profile is for",
        quotas=(
            Quota("VPCs of a Route 53 profile", 1000, "within", of="profileId", adjustable=True, source="Amazon Route 53 Developer Guide, Quotas"),
        ),
        texts={"name": RESOLVER_NAME},
        replaced_by=words("profileId resourceId"),
        arn=ASSOCIATION,
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(ANY, "route53profiles:AssociateProfile") + anywhere("ec2:DescribeVpcs"),
            read=anywhere("route53profiles:GetProfileAssociation"),
            delete=anywhere("route53profiles:DisassociateProfile route53profiles:GetProfileAssociation"),
        )
        | _tagged_profile(ASSOCIATION),
        lacks=NAME_AMONG_TEXTS | ID_UNREAD,
    ),
    Row(
        "aws:route53/profilesProfile:ProfilesProfile",
        reach="none: what is in it are resources of their own",
        texts={"name": RESOLVER_NAME},
        replaced_by=words("name"),
        id="rp-{hash:.17}",
        arn=PROFILE,
        keep="protect",
        keep_reason="every body's network resolves names through it",
        actions=Actions(
            create=makes(ANY, "route53profiles:CreateProfile"),
            read=anywhere("route53profiles:GetProfile"),
            delete=anywhere("route53profiles:DeleteProfile route53profiles:GetProfile"),
        )
        | _tagged_profile(PROFILE),
        lacks=NAME_AMONG_TEXTS,
    ),
    Row(
        "aws:route53/profilesResourceAssociation:ProfilesResourceAssociation",
        reach="name: what a profile brings",
        texts={"name": RESOLVER_NAME},
        replaced_by=words("name profileId resourceArn"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("route53profiles:AssociateResourceToProfile"),
            read=anywhere("route53profiles:GetProfileResourceAssociation"),
            delete=anywhere("route53profiles:DisassociateResourceFromProfile route53profiles:GetProfileResourceAssociation"),
        ),
        lacks=NAME_AMONG_TEXTS | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec",
        reach="name: that it is signed",
        replaced_by=words("hostedZoneId"),
        id="{hostedZoneId}",
        keep="protect",
        keep_reason="where the domain above says that the zone is signed, nobody believes it without",
        actions=Actions(
            create=on(ITS_SIGNED_ZONE, "route53:EnableHostedZoneDNSSEC", when="signingStatus=SIGNING") + on(CHANGE, "route53:GetChange"),
            read=on(ITS_SIGNED_ZONE, "route53:GetDNSSEC"),
            update=on(ITS_SIGNED_ZONE, "route53:EnableHostedZoneDNSSEC route53:DisableHostedZoneDNSSEC") + on(CHANGE, "route53:GetChange"),
            delete=on(ITS_SIGNED_ZONE, "route53:DisableHostedZoneDNSSEC") + on(CHANGE, "route53:GetChange"),
        ),
        lacks=UNNAMED | NO_ARN,
    ),
    Row(
        "aws:route53/keySigningKey:KeySigningKey",
        reach="name: that it is signed",
        texts={"name": Text(128, r"[A-Za-z0-9_]{3,128}", "Route 53 API Reference, CreateKeySigningKey")},
        replaced_by=words("hostedZoneId keyManagementServiceArn name"),
        id="{hostedZoneId},{name}",
        keep="protect",
        keep_reason="the domain above names it",
        actions=Actions(
            create=on(ITS_SIGNED_ZONE, "route53:CreateKeySigningKey") + SIGNS + on(CHANGE, "route53:GetChange"),
            read=on(ITS_SIGNED_ZONE, "route53:GetDNSSEC"),
            update=on(ITS_SIGNED_ZONE, "route53:ActivateKeySigningKey route53:DeactivateKeySigningKey") + on(CHANGE, "route53:GetChange"),
            delete=on(ITS_SIGNED_ZONE, "route53:DeactivateKeySigningKey route53:DeleteKeySigningKey") + on(CHANGE, "route53:GetChange"),
        ),
        lacks=NAME_AMONG_TEXTS | NO_ARN,
    ),
    Row(
        "aws:route53/queryLog:QueryLog",
        reach="none: it tells who asked",
        replaced_by=words("zoneId cloudwatchLogGroupArn"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(ITS_ZONE, "route53:CreateQueryLoggingConfig"),
            read=on(QUERY_LOG, "route53:GetQueryLoggingConfig"),
            delete=on(QUERY_LOG, "route53:DeleteQueryLoggingConfig"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:route53/record:Record",
        reach="name: leads to an interface",
        quotas=(
            Quota(
                "records of a hosted zone",
                10000,
                "within",
                of="zoneId",
                code="L-E209CC9F",
                adjustable=True,
                source="Amazon Route 53 Developer Guide, Quotas",
            ),
        ),
        texts={"name": Text(255, r"(?:\*\.)?(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}\.?", "Route 53 Developer Guide, 'DNS domain name format'")},
        replaced_by=words("zoneId name"),
        id="{zoneId}_{name}_{type}",
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(ITS_ZONE, "route53:GetHostedZone") + _changes("CREATE"),
            read=on(ITS_ZONE, "route53:GetHostedZone route53:ListResourceRecordSets"),
            update=_changes("UPSERT"),
            delete=on(ITS_ZONE, "route53:GetHostedZone route53:ListResourceRecordSets") + _changes("DELETE"),
        ),
        lacks=NAME_AMONG_TEXTS | NO_ARN,
    ),
    Row(
        "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList",
        reach="name: that is not resolved",
        texts={"name": RESOLVER_NAME},
        replaced_by=words("name"),
        arn=DOMAINS,
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(DOMAINS, "route53resolver:CreateFirewallDomainList") + on(DOMAINS, "route53resolver:UpdateFirewallDomains", when="domains"),
            read=on(DOMAINS, "route53resolver:GetFirewallDomainList route53resolver:ListFirewallDomains"),
            update=on(DOMAINS, "route53resolver:UpdateFirewallDomains"),
            delete=on(DOMAINS, "route53resolver:DeleteFirewallDomainList route53resolver:GetFirewallDomainList"),
        )
        | _tagged(DOMAINS),
        lacks=NAME_AMONG_TEXTS | ID_UNREAD,
    ),
    Row(
        "aws:route53/resolverFirewallRule:ResolverFirewallRule",
        reach="name: that is not resolved",
        texts={"name": RESOLVER_NAME},
        replaced_by=words("firewallDomainListId firewallRuleGroupId dnsThreatProtection"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=tuple(need for each in RULE for need in on(each, "route53resolver:CreateFirewallRule")),
            read=on(RULE[0], "route53resolver:ListFirewallRules"),
            update=tuple(need for each in RULE for need in on(each, "route53resolver:UpdateFirewallRule")),
            delete=tuple(need for each in RULE for need in on(each, "route53resolver:DeleteFirewallRule")),
        ),
        lacks=NAME_AMONG_TEXTS | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup",
        reach="name: that is not resolved",
        texts={"name": RESOLVER_NAME},
        replaced_by=words("name"),
        arn=resolver("firewall-rule-group"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(resolver("firewall-rule-group"), "route53resolver:CreateFirewallRuleGroup"),
            read=on(resolver("firewall-rule-group"), "route53resolver:GetFirewallRuleGroup"),
            delete=on(resolver("firewall-rule-group"), "route53resolver:DeleteFirewallRuleGroup"),
        )
        | _tagged(resolver("firewall-rule-group")),
        lacks=NAME_AMONG_TEXTS | ID_UNREAD,
    ),
    Row(
        "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig",
        reach="none",
        texts={"name": RESOLVER_NAME},
        replaced_by=words("name destinationArn"),
        id="rqlc-{hash:.17}",
        arn=CONFIG,
        keep="protect",
        keep_reason="while there is none, no question for a name is recorded and nothing says so",
        actions=Actions(
            create=makes(CONFIG, "route53resolver:CreateResolverQueryLogConfig") + DELIVERY,
            read=on(CONFIG, "route53resolver:GetResolverQueryLogConfig"),
            delete=on(CONFIG, "route53resolver:DeleteResolverQueryLogConfig route53resolver:GetResolverQueryLogConfig")
            + anywhere("logs:DeleteLogDelivery logs:GetLogDelivery logs:ListLogDeliveries"),
        )
        | _tagged(CONFIG),
        lacks=NAME_AMONG_TEXTS,
    ),
    Row(
        "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
        reach="none",
        quotas=(
            Quota(
                "VPCs of a query log configuration",
                100,
                "within",
                of="resolverQueryLogConfigId",
                adjustable=True,
                source="Amazon Route 53 Developer Guide, Quotas",
            ),
        ),
        replaced_by=words("resolverQueryLogConfigId resourceId"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(ITS_CONFIG, "route53resolver:AssociateResolverQueryLogConfig")
            + anywhere("ec2:DescribeVpcs")
            + linked("route53resolver.amazonaws.com", "AWSServiceRoleForRoute53Resolver"),
            read=anywhere("route53resolver:GetResolverQueryLogConfigAssociation"),
            delete=on(ITS_CONFIG, "route53resolver:DisassociateResolverQueryLogConfig")
            + anywhere("route53resolver:GetResolverQueryLogConfigAssociation"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:route53/zone:Zone",
        reach="name: of whom it is asked",
        quotas=(
            Quota("hosted zones in an account", 500, "account", code="L-4EA4796A", adjustable=True, source="Amazon Route 53 Developer Guide, Quotas"),
        ),
        texts={
            "name": Text(255, r"(?:[A-Za-z0-9_-]{1,63}\.)+[A-Za-z0-9-]{1,63}\.?", "Route 53 Developer Guide, 'DNS domain name format'"),
            "comment": Text(256, r"(?s).*", "Route 53 API Reference, HostedZoneConfig"),
        },
        replaced_by=words("name delegationSetId"),
        id="Z{HASH:.20}",
        arn="arn:{partition}:route53:::hostedzone/{id}",
        outputs={"zoneId": "{id}"},
        keep="protect",
        keep_reason="the domain above delegates to the name servers that AWS gave it, and another has others",
        actions=Actions(
            create=anywhere("route53:CreateHostedZone", context=VPCS) + anywhere("ec2:DescribeVpcs", when="vpcs") + on(CHANGE, "route53:GetChange"),
            read=on(ZONE, "route53:GetHostedZone") + on(ZONE, "route53:ListResourceRecordSets", when="vpcs"),
            update=on(ZONE, "route53:UpdateHostedZoneComment")
            + on(ZONE, "route53:AssociateVPCWithHostedZone route53:DisassociateVPCFromHostedZone", when="vpcs", context=VPCS, changed="vpcs")
            + anywhere("ec2:DescribeVpcs", when="vpcs")
            + on(CHANGE, "route53:GetChange"),
            delete=on(ZONE, "route53:DeleteHostedZone")
            + on(ZONE, "route53:ListResourceRecordSets route53:ChangeResourceRecordSets", when="forceDestroy")
            + on(CHANGE, "route53:GetChange"),
        )
        | tagged(ZONE, tag="route53:ChangeTagsForResource", untag="route53:ChangeTagsForResource", read="route53:ListTagsForResource"),
        lacks=NAME_AMONG_TEXTS,
    ),
)
