"""AWS WAF. Names: its API Reference."""

from civic.catalogue.actions import Actions, anywhere, linked, makes, on, tagged
from civic.catalogue.row import ARN_COMPUTED, ID_UNREAD, NO_ARN, REMADE, UNNAMED, Name, Quota, Row, Text, words

ACL = "{arn}"
ITS_ACL = "{webAclArn}"
LOGGED = "{resourceArn}"
DELIVERY = anywhere("logs:CreateLogDelivery logs:DeleteLogDelivery") + anywhere(
    "logs:PutResourcePolicy logs:DescribeResourcePolicies logs:DescribeLogGroups", when="logDestinationConfigs~:log-group:"
)
"""What the service asks in the caller's name to deliver logs ("Logging web ACL traffic", AWS WAF Developer Guide)."""
FIREHOSE = linked("wafv2.amazonaws.com", "AWSServiceRoleForWAFV2Logging", when="logDestinationConfigs~:firehose:")

ROWS = (
    Row(
        "aws:wafv2/webAcl:WebAcl",
        reach="filter: before distributions and balancers",
        quotas=(Quota("web ACLs in a region", 100, "region", adjustable=True, source="AWS WAF Developer Guide, Quotas"),),
        texts={
            "description": Text(256, r"[\w+=:#@/\-,.][\w+=:#@/\-,.\s]+[\w+=:#@/\-,.]", "AWS WAF API Reference, CreateWebACL"),
            "rules.*.name": Text(128, r"[\w-]+", "AWS WAF API Reference, Rule"),
            "visibilityConfig.metricName": Text(255, r"[\w#:./-]+", "AWS WAF API Reference, VisibilityConfig"),
            "rules.*.visibilityConfig.metricName": Text(255, r"[\w#:./-]+", "AWS WAF API Reference, VisibilityConfig"),
            "rules.*.statement.managedRuleGroupStatement.name": Text(128, r"[\w-]+", "AWS WAF API Reference, ManagedRuleGroupStatement"),
            "rules.*.statement.managedRuleGroupStatement.vendorName": Text(128, r".*\S.*", "AWS WAF API Reference, ManagedRuleGroupStatement"),
            "rules.*.statement.managedRuleGroupStatement.ruleActionOverrides.*.name": Text(
                128, r"[\w-]+", "AWS WAF API Reference, RuleActionOverride"
            ),
        },
        name=Name("name", 128, r"[A-Za-z0-9_-]+", "tenancy"),
        replaced_by=words("namePrefix scope"),
        id="{hash:.8}-0000-4000-8000-{hash:w.12}",
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(ACL, "wafv2:CreateWebACL"),
            read=on(ACL, "wafv2:GetWebACL"),
            update=on(ACL, "wafv2:UpdateWebACL"),
            delete=on(ACL, "wafv2:DeleteWebACL wafv2:GetWebACL"),
        )
        | tagged(ACL, tag="wafv2:TagResource", untag="wafv2:UntagResource", read="wafv2:ListTagsForResource"),
        lacks=ARN_COMPUTED,
    ),
    Row(
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        replaced_by=words("resourceArn webAclArn"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(ITS_ACL, "wafv2:AssociateWebACL wafv2:GetWebACL")
            + on(LOGGED, "wafv2:AssociateWebACL elasticloadbalancing:CreateWebACLAssociation")
            + anywhere("elasticloadbalancing:SetWebAcl"),
            read=on(ITS_ACL, "wafv2:GetWebACLForResource wafv2:GetWebACL")
            + on(LOGGED, "wafv2:GetWebACLForResource elasticloadbalancing:GetLoadBalancerWebACL"),
            delete=on(LOGGED, "wafv2:DisassociateWebACL elasticloadbalancing:DeleteWebACLAssociation") + anywhere("elasticloadbalancing:SetWebAcl"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
        texts={
            "redactedFields.*.singleHeader.name": Text(40, r"[a-z0-9_-]+", "internal/service/wafv2/web_acl_logging_configuration.go of the provider")
        },
        replaced_by=words("resourceArn"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(LOGGED, "wafv2:PutLoggingConfiguration") + DELIVERY + FIREHOSE,
            read=on(LOGGED, "wafv2:GetLoggingConfiguration"),
            update=on(LOGGED, "wafv2:PutLoggingConfiguration") + DELIVERY + FIREHOSE,
            delete=on(LOGGED, "wafv2:DeleteLoggingConfiguration") + anywhere("logs:DeleteLogDelivery"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
