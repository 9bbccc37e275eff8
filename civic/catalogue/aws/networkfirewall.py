"""AWS Network Firewall. Names: its API Reference."""

from civic.catalogue.row import HUB, ID_UNREAD, NO_ARN, REMADE, UNNAMED, Name, Row, words

ROWS = (
    Row(
        "aws:networkfirewall/firewall:Firewall",
        name=Name("name", 128, r"[A-Za-z0-9-]+", "tenancy"),
        replaced_by=words("vpcId"),
        arn="arn:{partition}:network-firewall:{region}:{account}:firewall/{name}",
        keep="protect",
        keep_reason=HUB,
        lacks=ID_UNREAD,
    ),
    Row(
        "aws:networkfirewall/firewallPolicy:FirewallPolicy",
        name=Name("name", 128, r"[A-Za-z0-9-]+", "tenancy"),
        replaced_by=words(""),
        arn="arn:{partition}:network-firewall:{region}:{account}:firewall-policy/{name}",
        keep="no",
        keep_reason="the firewall that uses it is protected",
        lacks=ID_UNREAD,
    ),
    Row(
        "aws:networkfirewall/loggingConfiguration:LoggingConfiguration",
        replaced_by=words("firewallArn"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:networkfirewall/ruleGroup:RuleGroup",
        name=Name("name", 128, r"[A-Za-z0-9-]+", "tenancy"),
        replaced_by=words("type capacity"),
        arn="arn:{partition}:network-firewall:{region}:{account}:stateful-rulegroup/{name}",
        keep="no",
        keep_reason=REMADE,
        lacks=ID_UNREAD,
    ),
)
