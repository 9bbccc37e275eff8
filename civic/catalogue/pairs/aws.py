"""Pairs of AWS."""

import json
import re
from collections.abc import Mapping, Sequence

from civic.catalogue.pairs.pair import Object, Pair, needs, not_above, number, one_of, value

_ALARM = "CloudWatch API Reference, PutMetricAlarm"
_FARGATE = "Amazon ECS Developer Guide, 'Task definition parameters for Fargate': task size"
_RULE = "Amazon EC2 API Reference, AuthorizeSecurityGroupIngress"
_KEY = "AWS KMS API Reference, CreateKey"
_LIFECYCLE = "Amazon S3 User Guide, 'Lifecycle configuration elements' and 'Constraints and considerations for transitions'"
_DAY, _WEEK = 86_400, 604_800
_MEMORY = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4097, 1024)),
    1024: tuple(range(2048, 8193, 1024)),
    2048: tuple(range(4096, 16385, 1024)),
    4096: tuple(range(8192, 30721, 1024)),
    8192: tuple(range(16384, 61441, 4096)),
    16384: tuple(range(32768, 122881, 8192)),
}
"""Processor units -> MiB of memory that Fargate has with them."""


def _alarm_window(inputs: Object) -> str:
    period, periods = number(inputs, "period"), number(inputs, "evaluationPeriods")
    if period is None or periods is None:
        return ""
    most = _WEEK if period >= 3600 else _DAY
    return (
        "" if period * periods <= most else f"{periods:g} periods of {period:g} seconds are {period * periods:g}; at most {most} are taken together"
    )


def _alarm_period(inputs: Object) -> str:
    period = number(inputs, "period")
    wrong = period is not None and period % 60 and period not in (10, 20, 30)
    return f"{period:g} is no multiple of 60, and not 10, 20 or 30" if wrong else ""


def _fargate(inputs: Object) -> str:
    kinds = inputs.get("requiresCompatibilities") or ()
    cpu, memory = number(inputs, "cpu"), number(inputs, "memory")
    if "FARGATE" not in kinds:
        return ""
    if inputs.get("networkMode") not in (None, "awsvpc"):
        return f"networkMode is '{inputs['networkMode']}'; Fargate has awsvpc alone"
    if cpu not in _MEMORY or memory is None or memory in _MEMORY[int(cpu)]:
        return ""
    taken = _MEMORY[int(cpu)]
    return f"{memory:g} MiB with {cpu:g} units of processor; taken with them: {taken[0]} to {taken[-1]} in steps of {taken[1] - taken[0]}"


def _blocked(inputs: Object) -> str:
    most, least = number(inputs, "deploymentMaximumPercent"), number(inputs, "deploymentMinimumHealthyPercent")
    both = most is not None and least is not None and most <= 100 <= least
    return "with no more than 100 per cent and no fewer than 100 no task can ever be put in another's place" if both else ""


def _ports(inputs: Object) -> str:
    protocol, first, last = inputs.get("ipProtocol"), number(inputs, "fromPort"), number(inputs, "toPort")
    if str(protocol) == "-1" and (first is not None or last is not None) and (first, last) not in ((-1, -1), (0, 0)):
        return "ports are given, and ipProtocol '-1' is every protocol, which has none"
    ordered = str(protocol) not in ("icmp", "icmpv6", "1", "58") and first is not None and last is not None and first > last
    return f"fromPort {first:g} is above toPort {last:g}" if ordered else ""


def _warm(inputs: Object) -> str:
    """Of one rule: what it is moved to, and when it is gone."""
    end = number(inputs, "expiration.days")
    for move in inputs.get("transitions") or ():
        days, kind = number(move, "days"), value(move, "storageClass")
        if days is not None and kind in ("STANDARD_IA", "ONEZONE_IA") and days < 30:
            return f"{kind} takes what is at least 30 days old; found {days:g}"
        if days is not None and end is not None and end <= days:
            return f"it is gone after {end:g} days and moved to {kind} after {days:g}"
    return ""


def _priorities(inputs: Object) -> str:
    given = [rule.get("priority") for rule in inputs.get("rules") or () if isinstance(rule, Mapping)]
    twice = sorted({one for one in given if one is not None and given.count(one) > 1})
    return f"priority {twice[0]:g} is given to two rules" if twice else ""


def _insights(inputs: Object) -> str:
    days = number(inputs, "performanceInsightsRetentionPeriod")
    taken = days is None or days in (0, 7, 731) or (days % 31 == 0 and 31 <= days <= 713)
    return "" if taken else f"{days:g} is neither 7 nor 731 nor a whole number of months of 31 days"


def _profile_priority(inputs: Object) -> str:
    try:
        document = json.loads(str(inputs.get("resourceProperties") or "{}"))
    except ValueError:
        return "it is no JSON"
    priority = document.get("priority") if isinstance(document, Mapping) else None
    wrong = isinstance(priority, int | float) and not 100 <= priority <= 9900
    return f"priority {priority:g} is not between 100 and 9900" if wrong else ""


def _mail_or_address(inputs: Object) -> str:
    protocol, endpoint = str(inputs.get("protocol")), inputs.get("endpoint")
    forms = {"email": "@", "email-json": "@", "http": "http://", "https": "https://", "lambda": "arn:", "sqs": "arn:", "firehose": "arn:", "sms": "+"}
    sign = forms.get(protocol)
    if not isinstance(endpoint, str) or sign is None:
        return ""
    well = _is_mailbox(endpoint) if sign == "@" else endpoint.startswith(sign)
    return "" if well else f"'{endpoint}' is no endpoint of protocol {protocol}, which {'is a mailbox' if sign == '@' else f'begins with {sign}'}"


def _is_mailbox(text: str) -> bool:
    name, _, domain = text.rpartition("@")
    return bool(name and "." in domain.strip(".") and not any(sign.isspace() for sign in text) and "@" not in name)


def _subscribers(inputs: Object) -> str:
    mails = inputs.get("subscriberEmailAddresses") or ()
    if len(mails) > 10:
        return f"{len(mails)} mailboxes; at most 10 are told of one notification"
    wrong = [mail for mail in mails if isinstance(mail, str) and not _is_mailbox(mail)]
    return f"'{wrong[0]}' is no mailbox" if wrong else ""


def _answer(inputs: Object) -> str:
    action, response = inputs.get("action"), inputs.get("blockResponse")
    if action == "BLOCK" and "blockResponse" not in inputs:
        return "BLOCK says with what it answers"
    if action in ("ALLOW", "ALERT") and response:
        return f"{action} blocks nothing, so there is no answer to give"
    missing = [key for key in ("blockOverrideDomain", "blockOverrideDnsType", "blockOverrideTtl") if key not in inputs]
    return f"OVERRIDE needs {', '.join(missing)}" if response == "OVERRIDE" and missing else ""


def _balancer(inputs: Object) -> str:
    mappings = [*(inputs.get("subnets") or ()), *(inputs.get("subnetMappings") or ())]
    return "an application load balancer lies in two zones at least; one subnet is given" if len(mappings) == 1 else ""


def _kinds_of_key(inputs: Object) -> str:
    spec, usage = str(inputs.get("customerMasterKeySpec") or "SYMMETRIC_DEFAULT"), str(inputs.get("keyUsage") or "ENCRYPT_DECRYPT")
    begins = {"SYMMETRIC": ("ENCRYPT_DECRYPT",), "HMAC": ("GENERATE_VERIFY_MAC",), "RSA": ("ENCRYPT_DECRYPT", "SIGN_VERIFY"),
              "ECC_SECG": ("SIGN_VERIFY",), "ECC": ("SIGN_VERIFY", "KEY_AGREEMENT"), "ML_DSA": ("SIGN_VERIFY",)}  # fmt: skip
    taken = next((usages for begin, usages in begins.items() if spec.startswith(begin)), (usage,))
    if usage not in taken:
        return f"a key of {spec} is used for {' or '.join(taken)}; keyUsage is {usage}"
    rotated = inputs.get("enableKeyRotation") is True and not spec.startswith("SYMMETRIC")
    return f"AWS changes no key of {spec} by itself; enableKeyRotation is for symmetric keys" if rotated else ""


def _health(inputs: Object) -> str:
    interval, timeout = number(inputs, "healthCheck.interval"), number(inputs, "healthCheck.timeout")
    late = interval is not None and timeout is not None and timeout >= interval
    return f"timeout {timeout:g} is not below interval {interval:g}" if late else ""


def _matcher(inputs: Object) -> str:
    """An application load balancer's health check knows codes to 499, a network load balancer's to 599."""
    codes = [int(code) for code in re.findall(r"\d+", str(value(inputs, "healthCheck.matcher") or ""))]
    wrong = inputs.get("protocol") in ("HTTP", "HTTPS") and any(code > 499 for code in codes)
    return f"'{value(inputs, 'healthCheck.matcher')}'; an application load balancer takes codes from 200 to 499" if wrong else ""


_TARGETS = ("carrierGatewayId", "coreNetworkArn", "egressOnlyGatewayId", "gatewayId", "localGatewayId", "natGatewayId", "networkInterfaceId",
            "transitGatewayId", "vpcEndpointId", "vpcPeeringConnectionId")  # fmt: skip
_SOURCES = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")
_RULES = (Pair(_ports, _RULE, path="fromPort"), one_of(_SOURCES, "Terraform AWS provider, internal/service/ec2/vpc_security_group_ingress_rule.go"))

AWS_PAIRS: Mapping[str, Sequence[Pair]] = {
    "aws:appautoscaling/target:Target": (not_above("minCapacity", "maxCapacity", "Application Auto Scaling API Reference, RegisterScalableTarget"),),
    "aws:backup/plan:Plan": (
        not_above("coldStorageAfter", "deleteAfter", "AWS Backup API Reference, Lifecycle", at="rules.*.lifecycle", plus=90, unit="days"),
        not_above("startWindow", "completionWindow", "no page was found that says it; the service's own refusal", at="rules.*", plus=60),
    ),
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": (
        not_above("minRetentionDays", "maxRetentionDays", "AWS Backup API Reference, PutBackupVaultLockConfiguration"),
    ),
    "aws:budgets/budget:Budget": (
        Pair(_subscribers, "AWS Budgets API Reference, CreateNotification: Subscribers", "notifications.*", "subscriberEmailAddresses"),
    ),
    "aws:cloudwatch/metricAlarm:MetricAlarm": (
        not_above("datapointsToAlarm", "evaluationPeriods", _ALARM),
        Pair(_alarm_window, _ALARM, path="evaluationPeriods"),
        Pair(_alarm_period, _ALARM, path="period"),
        one_of(("statistic", "extendedStatistic"), _ALARM, least=0),
    ),
    "aws:ec2/route:Route": (one_of(_TARGETS, "Terraform AWS provider, internal/service/ec2/vpc_route.go"),),
    "aws:ecs/service:Service": (Pair(_blocked, "Amazon ECS API Reference, DeploymentConfiguration", path="deploymentMaximumPercent"),),
    "aws:ecs/taskDefinition:TaskDefinition": (Pair(_fargate, _FARGATE, path="memory"),),
    "aws:kms/key:Key": (Pair(_kinds_of_key, _KEY, path="keyUsage"),),
    "aws:lb/listener:Listener": (needs("protocol", ("HTTPS", "TLS"), "certificateArn", "Elastic Load Balancing API Reference, CreateListener"),),
    "aws:lb/loadBalancer:LoadBalancer": (
        Pair(
            lambda inputs: _balancer(inputs) if inputs.get("loadBalancerType", "application") == "application" else "",
            "Elastic Load Balancing API Reference, CreateLoadBalancer: Subnets",
            path="subnets",
        ),
    ),
    "aws:lb/targetGroup:TargetGroup": (
        Pair(_health, "Elastic Load Balancing API Reference, CreateTargetGroup", path="healthCheck.timeout"),
        Pair(_matcher, "Elastic Load Balancing API Reference, Matcher", path="healthCheck.matcher"),
    ),
    "aws:rds/instance:Instance": (
        not_above(
            "allocatedStorage", "maxAllocatedStorage", "Amazon RDS User Guide, 'Managing capacity automatically with storage autoscaling'", times=1.1
        ),
        Pair(_insights, "Amazon RDS API Reference, CreateDBInstance: PerformanceInsightsRetentionPeriod", path="performanceInsightsRetentionPeriod"),
        needs("storageType", ("io1", "io2"), "iops", "Amazon RDS API Reference, CreateDBInstance: Iops"),
        needs("skipFinalSnapshot", (False,), "finalSnapshotIdentifier", "Terraform AWS provider, internal/service/rds/instance.go"),
    ),
    "aws:route53/profilesResourceAssociation:ProfilesResourceAssociation": (
        Pair(_profile_priority, "Route 53 Profiles API Reference, AssociateResourceToProfile: ResourceProperties", path="resourceProperties"),
    ),
    "aws:route53/resolverFirewallRule:ResolverFirewallRule": (
        Pair(_answer, "Route 53 Resolver API Reference, CreateFirewallRule: BlockResponse", path="blockResponse"),
    ),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": (Pair(_warm, _LIFECYCLE, "rules.*", "transitions"),),
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": (
        one_of(("days", "years"), "Amazon S3 API Reference, DefaultRetention", at="rule.defaultRetention"),
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": (
        Pair(
            lambda rule: (
                "AES256 has no key of one's own; kmsMasterKeyId is for aws:kms"
                if rule.get("sseAlgorithm") == "AES256" and rule.get("kmsMasterKeyId")
                else ""
            ),
            "Amazon S3 API Reference, ServerSideEncryptionByDefault",
            "rules.*.applyServerSideEncryptionByDefault",
            "kmsMasterKeyId",
        ),
    ),
    "aws:sns/topicSubscription:TopicSubscription": (Pair(_mail_or_address, "Amazon SNS API Reference, Subscribe: Endpoint", path="endpoint"),),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _RULES,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _RULES,
    "aws:wafv2/webAcl:WebAcl": (Pair(_priorities, "AWS WAF API Reference, Rule: Priority", path="rules"),),
}
