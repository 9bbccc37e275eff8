"""Amazon Route 53, its resolver and its profiles."""

from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, NAME_UNLIMITED, NO_ARN, REMADE, UNNAMED, Row, words

ROWS = (
    Row(
        "aws:route53/profilesAssociation:ProfilesAssociation",
        replaced_by=words("profileId resourceId"),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:route53/profilesProfile:ProfilesProfile",
        replaced_by=words("name"),
        id="rp-{hash:.17}",
        keep="protect",
        keep_reason="every body's network resolves names through it",
        lacks=NAME_UNLIMITED | ARN_UNREAD,
    ),
    Row(
        "aws:route53/profilesResourceAssociation:ProfilesResourceAssociation",
        replaced_by=words("name profileId resourceArn"),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:route53/record:Record",
        replaced_by=words("zoneId name"),
        id="{zoneId}_{name}_{type}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | NO_ARN,
    ),
    Row(
        "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList",
        replaced_by=words("name"),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:route53/resolverFirewallRule:ResolverFirewallRule",
        replaced_by=words("firewallDomainListId firewallRuleGroupId dnsThreatProtection"),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup",
        replaced_by=words("name"),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig",
        replaced_by=words("name destinationArn"),
        id="rqlc-{hash:.17}",
        keep="protect",
        keep_reason="while there is none, no question for a name is recorded and nothing says so",
        lacks=NAME_UNLIMITED | ARN_UNREAD,
    ),
    Row(
        "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
        replaced_by=words("resolverQueryLogConfigId resourceId"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:route53/zone:Zone",
        replaced_by=words("name delegationSetId"),
        id="Z{HASH:.20}",
        arn="arn:{partition}:route53:::hostedzone/{id}",
        outputs={"zoneId": "{id}"},
        keep="protect",
        keep_reason="the domain above delegates to the name servers that AWS gave it, and another has others",
        lacks=NAME_UNLIMITED,
    ),
)
