"""AWS Network Firewall. Names: its API Reference."""

from civic.catalogue.actions import Actions, anywhere, key, linked, makes, on, tagged
from civic.catalogue.row import HUB, ID_UNREAD, NO_ARN, REMADE, UNNAMED, Name, Quota, Row, words

FIREWALL = "arn:{partition}:network-firewall:{region}:{account}:firewall/{name}"
POLICY = "arn:{partition}:network-firewall:{region}:{account}:firewall-policy/{name}"
RULES = "arn:{partition}:network-firewall:{region}:{account}:stateful-rulegroup/{name}"
GROUPS = "{firewallPolicy.statefulRuleGroupReferences.resourceArn}"
ENCRYPTED = key("encryptionConfiguration.keyId", "network-firewall", "kms:DescribeKey kms:CreateGrant kms:GenerateDataKey kms:Decrypt")
READS = key("encryptionConfiguration.keyId", "network-firewall", "kms:Decrypt")
DELIVERY = anywhere(
    "logs:CreateLogDelivery logs:GetLogDelivery logs:UpdateLogDelivery logs:DeleteLogDelivery logs:ListLogDeliveries",
) + anywhere(
    "logs:PutResourcePolicy logs:DescribeResourcePolicies logs:DescribeLogGroups",
    when="loggingConfiguration.logDestinationConfigs.logDestinationType=CloudWatchLogs",
)
"""What a service asks in the caller's name to deliver logs ("Enable logging from AWS services", CloudWatch Logs User Guide)."""


def _tagged(resource: str) -> Actions:
    return tagged(resource, tag="network-firewall:TagResource", untag="network-firewall:UntagResource")


ROWS = (
    Row(
        "aws:networkfirewall/firewall:Firewall",
        reach="edge: past a filter",
        name=Name("name", 128, r"[A-Za-z0-9-]+", "tenancy"),
        replaced_by=words("vpcId"),
        arn="arn:{partition}:network-firewall:{region}:{account}:firewall/{name}",
        keep="protect",
        keep_reason=HUB,
        actions=Actions(
            create=makes(FIREWALL, "network-firewall:CreateFirewall")
            + on("{firewallPolicyArn}", "network-firewall:CreateFirewall")
            + linked("network-firewall.amazonaws.com", "AWSServiceRoleForNetworkFirewall")
            + ENCRYPTED,
            read=on(FIREWALL, "network-firewall:DescribeFirewall") + READS,
            update=on(
                FIREWALL,
                "network-firewall:AssociateFirewallPolicy network-firewall:AssociateSubnets network-firewall:DisassociateSubnets "
                "network-firewall:UpdateFirewallDeleteProtection network-firewall:UpdateFirewallDescription "
                "network-firewall:UpdateFirewallEncryptionConfiguration network-firewall:UpdateFirewallPolicyChangeProtection "
                "network-firewall:UpdateSubnetChangeProtection",
            )
            + on("{firewallPolicyArn}", "network-firewall:AssociateFirewallPolicy")
            + ENCRYPTED,
            delete=on(FIREWALL, "network-firewall:DeleteFirewall network-firewall:DescribeFirewall"),
        )
        | _tagged(FIREWALL),
        lacks=ID_UNREAD,
    ),
    Row(
        "aws:networkfirewall/firewallPolicy:FirewallPolicy",
        reach="filter: the order of groups",
        quotas=(
            Quota(
                "stateful rule groups of a firewall policy",
                20,
                "resource",
                counted="firewallPolicy.statefulRuleGroupReferences",
                adjustable=True,
                source="AWS Network Firewall Developer Guide, Quotas",
            ),
        ),
        name=Name("name", 128, r"[A-Za-z0-9-]+", "tenancy"),
        replaced_by=words(""),
        arn="arn:{partition}:network-firewall:{region}:{account}:firewall-policy/{name}",
        keep="no",
        keep_reason="the firewall that uses it is protected",
        actions=Actions(
            create=makes(POLICY, "network-firewall:CreateFirewallPolicy") + on(GROUPS, "network-firewall:CreateFirewallPolicy") + ENCRYPTED,
            read=on(POLICY, "network-firewall:DescribeFirewallPolicy") + READS,
            update=on(POLICY, "network-firewall:UpdateFirewallPolicy") + on(GROUPS, "network-firewall:UpdateFirewallPolicy") + ENCRYPTED,
            delete=on(POLICY, "network-firewall:DeleteFirewallPolicy network-firewall:DescribeFirewallPolicy"),
        )
        | _tagged(POLICY),
        lacks=ID_UNREAD,
    ),
    Row(
        "aws:networkfirewall/loggingConfiguration:LoggingConfiguration",
        reach="none",
        replaced_by=words("firewallArn"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on("{firewallArn}", "network-firewall:UpdateLoggingConfiguration") + DELIVERY,
            read=on("{firewallArn}", "network-firewall:DescribeLoggingConfiguration") + anywhere("logs:GetLogDelivery logs:ListLogDeliveries"),
            update=on("{firewallArn}", "network-firewall:UpdateLoggingConfiguration") + DELIVERY,
            delete=on("{firewallArn}", "network-firewall:UpdateLoggingConfiguration network-firewall:DescribeLoggingConfiguration")
            + anywhere("logs:GetLogDelivery logs:ListLogDeliveries logs:DeleteLogDelivery"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:networkfirewall/ruleGroup:RuleGroup",
        reach="filter: rules as text",
        quotas=(
            Quota(
                "stateful rule groups in a region",
                50,
                "region",
                only="type=STATEFUL",
                adjustable=True,
                source="AWS Network Firewall Developer Guide, Quotas",
            ),
        ),
        name=Name("name", 128, r"[A-Za-z0-9-]+", "tenancy"),
        replaced_by=words("type capacity"),
        arn="arn:{partition}:network-firewall:{region}:{account}:stateful-rulegroup/{name}",
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(RULES, "network-firewall:CreateRuleGroup") + ENCRYPTED,
            read=on(RULES, "network-firewall:DescribeRuleGroup") + READS,
            update=on(RULES, "network-firewall:UpdateRuleGroup") + ENCRYPTED,
            delete=on(RULES, "network-firewall:DeleteRuleGroup network-firewall:DescribeRuleGroup"),
        )
        | _tagged(RULES),
        lacks=ID_UNREAD,
    ),
)
