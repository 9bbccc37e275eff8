"""What every call to the edge meets first: AWS WAF, in the one region where CloudFront reads it."""

import pulumi_aws as aws

from components.aws.documents import logs_encrypt
from components.aws.edge.context import EdgeContext
from components.aws.hosting.entry import managed_rule, rate_rule
from components.aws.keys import encryption_key
from components.aws.logs import log_group
from components.aws.tenancy.alarms import GLOBAL_REGION

MANAGED_RULES = (
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesSQLiRuleSet",
)
CALL_LIMIT = 2000
"""Calls from one address in five minutes: a household's, or a library's."""


def create_firewall(context: EdgeContext) -> aws.wafv2.WebAcl:
    """The web ACL of all that the body publishes, and the log of what it refused."""
    name = context.physical_name("aws:general", "edge")
    acl = aws.wafv2.WebAcl(
        f"{context.name}-web-acl",
        region=GLOBAL_REGION,
        name=name,
        description="What no published application should have to see",
        scope="CLOUDFRONT",
        default_action={"allow": {}},
        rules=[rate_rule(name, CALL_LIMIT), *(managed_rule(name, priority, group) for priority, group in enumerate(MANAGED_RULES, start=1))],
        visibility_config={"cloudwatch_metrics_enabled": True, "metric_name": name, "sampled_requests_enabled": True},
        opts=context.inside,
    )
    account = context.args.tenancy.account
    key = encryption_key(
        f"{context.name}-key",
        "Encrypts what the edge refused",
        logs_encrypt(context.partition, GLOBAL_REGION, account),
        account=account,
        partition=context.partition,
        region=GLOBAL_REGION,
        parent=context.parent,
    )
    logs = log_group(
        f"{context.name}-web-acl-logs",
        f"aws-waf-logs-{name}",
        owner=context.args.owner,
        key=key.arn,
        retention_days=context.args.retention_days,
        region=GLOBAL_REGION,
        parent=context.parent,
    )
    aws.wafv2.WebAclLoggingConfiguration(
        f"{context.name}-web-acl-logging",
        region=GLOBAL_REGION,
        resource_arn=acl.arn,
        log_destination_configs=[logs.arn],
        redacted_fields=[{"single_header": {"name": header}} for header in ("authorization", "cookie")],
        opts=context.inside,
    )
    return acl
