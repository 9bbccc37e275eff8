"""The entry of a cell: one internal load balancer behind a web application firewall, and the names that lead to it."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement
from components.aws.hosting.context import CellContext
from components.aws.hosting.names import log_queries, sign
from components.aws.hosting.origin import create_origin, edge_group
from components.aws.options import protected
from components.aws.storage import SecureBucket, secure_bucket

TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
"""TLS 1.3 and 1.2 with forward secrecy, and a key exchange that holds against quantum computers (Application Load Balancers guide, "Security policies")."""
MANAGED_RULES = (
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesSQLiRuleSet",
)
"""Rule groups that AWS keeps (AWS WAF Developer Guide, "AWS Managed Rules rule groups list")."""
WAIT_FOR_ISSUE = "20m"
"""A certificate is issued minutes after the parent domain delegates to the zone, and never before. Left out, the provider waits 75 minutes, longer
than a pipeline's session, and the run ends in ExpiredToken instead of saying what it waits for."""
CALL_LIMIT = 6000
"""Calls from one address in five minutes. A whole town hall may call from one address."""


class Entry:
    """Children of a cell that let callers in."""

    def __init__(self, context: CellContext) -> None:
        self._context = context
        self.security_group = self._security_group()
        self.balancer = self._balancer()
        self.origin: pulumi.Input[str] = create_origin(context, self.balancer).id if context.args.published else ""
        """Id of what Amazon CloudFront reaches the balancer by; nothing where nothing is published."""
        self._web_acl()
        certificate = self._dns()
        listener = self._listener(certificate) if context.args.delegated else None
        self.listener: pulumi.Input[str] = listener.arn if listener else ""
        """ARN; nothing while the domain waits for its delegation."""
        every = self.balancer.arn.apply(lambda arn: f"{arn.replace(':loadbalancer/', ':listener/')}/*")
        self.listeners: pulumi.Output[str] = listener.arn if listener else every
        """What rights on it name."""

    def _security_group(self) -> aws.ec2.SecurityGroup:
        context = self._context
        group = aws.ec2.SecurityGroup(
            f"{context.name}-entry-group",
            name=context.physical_name("aws:general", "entry"),
            description="The entry: called over HTTPS by named ranges, calls applications alone",
            vpc_id=context.args.network.vpc,
            opts=context.inside,
        )
        for source in context.args.sources:
            aws.vpc.SecurityGroupIngressRule(
                f"{context.name}-entry-from-{source}",
                security_group_id=group.id,
                description="HTTPS from those who may call",
                ip_protocol="tcp",
                from_port=443,
                to_port=443,
                cidr_ipv4=str(source),
                opts=context.inside,
            )
        return group

    def _balancer(self) -> aws.lb.LoadBalancer:
        context = self._context
        bucket, policy = self._log_bucket()
        return aws.lb.LoadBalancer(
            f"{context.name}-entry",
            name=context.physical_name("aws:load-balancer", "entry"),
            load_balancer_type="application",
            internal=True,
            subnets=context.subnets("application"),
            security_groups=[self.security_group.id, *([edge_group(context).id] if context.args.published else [])],
            drop_invalid_header_fields=True,
            desync_mitigation_mode="defensive",
            enable_deletion_protection=True,
            access_logs={"bucket": bucket.bucket.bucket, "prefix": "access", "enabled": True},
            connection_logs={"bucket": bucket.bucket.bucket, "prefix": "connections", "enabled": True},
            opts=protected(context.parent, depends_on=[*bucket.ready, policy]),
        )

    def _log_bucket(self) -> tuple[SecureBucket, aws.s3.BucketPolicy]:
        context = self._context
        name = f"{context.name}-entry-logs"
        # Load balancers write to no bucket with a key of its owner's (Application Load Balancers guide, "Access logs").
        secure = secure_bucket(name, context.physical_name("aws:bucket", "entry-logs"), None, parent=context.parent)
        policy = secure.policy(self._written_by_balancers(secure))
        secure.lifecycle("kept-at-hand", days=context.log_days, replaced_days=30)
        return secure, policy

    def _written_by_balancers(self, secure: SecureBucket) -> Statement:
        args = self._context.args
        account = args.tenancy.account
        own = pulumi.Output.concat("arn:", self._context.partition, f":elasticloadbalancing:{args.region}:", account, ":loadbalancer/*")
        return {
            "Sid": "Balancers",
            "Effect": "Allow",
            "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": secure.objects,
            "Condition": {"StringEquals": {"aws:SourceAccount": account}, "ArnLike": {"aws:SourceArn": own}},
        }

    def _web_acl(self) -> None:
        """The web ACL before the balancer, and the log of what it refused."""
        context = self._context
        name = context.physical_name("aws:general", "entry")
        acl = aws.wafv2.WebAcl(
            f"{context.name}-web-acl",
            name=name,
            description="What no application should have to see",
            scope="REGIONAL",
            default_action={"allow": {}},
            rules=[rate_rule(name, CALL_LIMIT), *(managed_rule(name, priority, group) for priority, group in enumerate(MANAGED_RULES, start=1))],
            visibility_config={"cloudwatch_metrics_enabled": True, "metric_name": name, "sampled_requests_enabled": True},
            opts=context.inside,
        )
        aws.wafv2.WebAclAssociation(f"{context.name}-web-acl-entry", resource_arn=self.balancer.arn, web_acl_arn=acl.arn, opts=context.inside)
        # AWS WAF writes to groups of this prefix alone (AWS WAF Developer Guide, "Amazon CloudWatch Logs").
        logs = context.log_group("web-acl-logs", f"aws-waf-logs-{name}")
        aws.wafv2.WebAclLoggingConfiguration(
            f"{context.name}-web-acl-logging",
            resource_arn=acl.arn,
            log_destination_configs=[logs.arn],
            redacted_fields=[{"single_header": {"name": header}} for header in ("authorization", "cookie")],
            opts=context.inside,
        )

    def _dns(self) -> pulumi.Output[str]:
        """The public zone, the certificate that it proves, and every application's address; the result is the certificate, once issued where the domain is
        delegated."""
        context, domain = self._context, self._context.args.domain
        zone = aws.route53.Zone(
            f"{context.name}-zone", name=domain, comment="Delegated to the platform by the domain's owner", opts=protected(context.parent)
        )
        account = aws.get_caller_identity_output(opts=pulumi.InvokeOptions(parent=context.parent)).account_id
        signing = sign(context, zone, account)
        log_queries(context, zone, account)
        if not context.args.delegated:
            handed = pulumi.Output.all(zone.name_servers, signing.ds_record)
            handed.apply(lambda told: pulumi.log.info(_waiting(domain, *told), resource=zone))
        every = f"*.{domain}"
        aws.route53.Record(
            f"{context.name}-issuer",
            zone_id=zone.zone_id,
            name=domain,
            type="CAA",
            ttl=3600,
            records=['0 issue ";"', '0 issuewild "amazon.com"'],
            opts=context.inside,
        )
        aws.route53.Record(
            f"{context.name}-addresses",
            zone_id=zone.zone_id,
            name=every,
            type="A",
            aliases=[{"name": self.balancer.dns_name, "zone_id": self.balancer.zone_id, "evaluate_target_health": False}],
            opts=context.inside,
        )
        return self._certificate(zone, every)

    def _certificate(self, zone: aws.route53.Zone, every: str) -> pulumi.Output[str]:
        context = self._context
        self.certificate = certificate = aws.acm.Certificate(
            f"{context.name}-certificate", domain_name=every, validation_method="DNS", opts=context.inside
        )
        option = certificate.domain_validation_options[0]
        proof = aws.route53.Record(
            f"{context.name}-proof",
            zone_id=zone.zone_id,
            name=option.resource_record_name,
            type="CNAME",
            ttl=300,
            records=[option.resource_record_value],
            opts=context.inside,
        )
        if not context.args.delegated:
            return certificate.arn
        waiting = pulumi.ResourceOptions(parent=context.parent, custom_timeouts=pulumi.CustomTimeouts(create=WAIT_FOR_ISSUE))
        issued = aws.acm.CertificateValidation(
            f"{context.name}-issued", certificate_arn=certificate.arn, validation_record_fqdns=[proof.fqdn], opts=waiting
        )
        return issued.certificate_arn

    def _listener(self, certificate: pulumi.Output[str]) -> aws.lb.Listener:
        not_found: aws.lb.ListenerDefaultActionFixedResponseArgsDict = {
            "content_type": "text/plain",
            "message_body": "No such application",
            "status_code": "404",
        }
        return aws.lb.Listener(
            f"{self._context.name}-https",
            load_balancer_arn=self.balancer.arn,
            port=443,
            protocol="HTTPS",
            ssl_policy=TLS_POLICY,
            certificate_arn=certificate,
            default_actions=[{"type": "fixed-response", "fixed_response": not_found}],
            routing_http_response_server_enabled=False,
            routing_http_response_strict_transport_security_header_value="max-age=31536000; includeSubDomains",
            opts=self._context.inside,
        )


def _waiting(domain: str, servers: Sequence[str], signed: str) -> str:
    records = "; ".join([*(f"{domain}. NS {server}." for server in servers), f"{domain}. DS {signed}"])
    return f"{domain} waits for its delegation. Have these records added to the zone of {domain.partition('.')[2]}: {records}"


def rate_rule(name: str, calls: int) -> aws.wafv2.WebAclRuleArgsDict:
    """Refuses an address that calls more often than ``calls`` times in five minutes. ``name``: how its metrics begin."""
    return {
        "name": "rate",
        "priority": 0,
        "action": {"block": {}},
        "statement": {"rate_based_statement": {"limit": calls, "aggregate_key_type": "IP", "evaluation_window_sec": 300}},
        "visibility_config": {"cloudwatch_metrics_enabled": True, "metric_name": f"{name}-rate", "sampled_requests_enabled": True},
    }


def managed_rule(name: str, priority: int, group: str) -> aws.wafv2.WebAclRuleArgsDict:
    """A group of rules that AWS keeps."""
    statement: aws.wafv2.WebAclRuleStatementManagedRuleGroupStatementArgsDict = {"vendor_name": "AWS", "name": group}
    if group == "AWSManagedRulesCommonRuleSet":
        # It blocks bodies over 8 KB, and with them every form that takes a file.
        statement["rule_action_overrides"] = [{"name": "SizeRestrictions_BODY", "action_to_use": {"count": {}}}]
    return {
        "name": group,
        "priority": priority,
        "override_action": {"none": {}},
        "statement": {"managed_rule_group_statement": statement},
        "visibility_config": {"cloudwatch_metrics_enabled": True, "metric_name": f"{name}-{priority}", "sampled_requests_enabled": True},
    }
