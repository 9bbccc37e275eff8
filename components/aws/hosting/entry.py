"""The entry of a cell: one internal load balancer behind a web application firewall, and the names that lead to it."""

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, document
from components.aws.storage import closed
from components.contracts import HostingCellArgs
from components.naming import physical

TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
"""TLS 1.3 and 1.2 with forward secrecy, and a key exchange that holds against quantum computers (Application Load Balancers guide, "Security policies")."""
MANAGED_RULES = (
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesSQLiRuleSet",
)
"""Rule groups that AWS keeps (AWS WAF Developer Guide, "AWS Managed Rules rule groups list")."""
CALLS = 6000
"""Calls from one address in five minutes. A whole town hall may call from one address."""


class Entry:
    """Children of a cell that let callers in."""

    def __init__(self, name: str, args: HostingCellArgs, key: aws.kms.Key, partition: pulumi.Output[str], *, parent: pulumi.Resource) -> None:
        self._name, self._args, self._key = name, args, key
        self._inside = pulumi.ResourceOptions(parent=parent)
        self._kept = pulumi.ResourceOptions(parent=parent, protect=True)
        self._parent = parent
        self.guard = self._guard()
        self.balancer = self._balancer(partition)
        self._shield()
        certificate = self._names()
        self.listener = self._listener(certificate)

    def _called(self, kind: str, role: str) -> str:
        return physical(kind, platform=self._args.platform, organisation=self._args.organisation, role=f"{self._args.cell}-{role}")

    def _guard(self) -> aws.ec2.SecurityGroup:
        group = aws.ec2.SecurityGroup(
            f"{self._name}-entry-group",
            name=self._called("aws:general", "entry"),
            description="The entry: called over HTTPS by named ranges, calls applications alone",
            vpc_id=self._args.network,
            opts=self._inside,
        )
        for source in self._args.sources:
            aws.vpc.SecurityGroupIngressRule(
                f"{self._name}-entry-from-{source}",
                security_group_id=group.id,
                description="HTTPS from those who may call",
                ip_protocol="tcp",
                from_port=443,
                to_port=443,
                cidr_ipv4=str(source),
                opts=self._inside,
            )
        return group

    def _balancer(self, partition: pulumi.Output[str]) -> aws.lb.LoadBalancer:
        logs, ready = self._log_bucket(partition)
        return aws.lb.LoadBalancer(
            f"{self._name}-entry",
            name=self._called("aws:load-balancer", "entry"),
            load_balancer_type="application",
            internal=True,
            subnets=[subnet for key, subnet in self._args.subnets.items() if key.startswith("application-")],
            security_groups=[self.guard.id],
            drop_invalid_header_fields=True,
            desync_mitigation_mode="defensive",
            enable_deletion_protection=True,
            access_logs={"bucket": logs.bucket, "prefix": "access", "enabled": True},
            connection_logs={"bucket": logs.bucket, "prefix": "connections", "enabled": True},
            opts=pulumi.ResourceOptions(parent=self._parent, protect=True, depends_on=ready),
        )

    def _log_bucket(self, partition: pulumi.Output[str]) -> tuple[aws.s3.Bucket, list[pulumi.Resource]]:
        name = f"{self._name}-entry-logs"
        # Load balancers write to no bucket with a key of its owner's (Application Load Balancers guide, "Access logs").
        bucket, ready = closed(name, self._called("aws:bucket", "entry-logs"), None, parent=self._parent)
        policy = aws.s3.BucketPolicy(
            f"{name}-policy",
            bucket=bucket.id,
            policy=document(*self._written_by_balancers(bucket, partition)),
            opts=pulumi.ResourceOptions(parent=self._parent, depends_on=ready),
        )
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            bucket=bucket.id,
            rules=[
                {
                    "id": "kept-at-hand",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "expiration": {"days": self._args.retention_days},
                    "noncurrent_version_expiration": {"noncurrent_days": 30},
                }
            ],
            opts=self._inside,
        )
        return bucket, [*ready, policy]

    def _written_by_balancers(self, bucket: aws.s3.Bucket, partition: pulumi.Output[str]) -> list[Statement]:
        own = pulumi.Output.concat("arn:", partition, f":elasticloadbalancing:{self._args.region}:", self._args.tenancy, ":loadbalancer/*")
        everything = pulumi.Output.concat(bucket.arn, "/*")
        return [
            {
                "Sid": "EncryptedTransportOnly",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [bucket.arn, everything],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
            {
                "Sid": "Balancers",
                "Effect": "Allow",
                "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
                "Action": "s3:PutObject",
                "Resource": everything,
                "Condition": {"StringEquals": {"aws:SourceAccount": self._args.tenancy}, "ArnLike": {"aws:SourceArn": own}},
            },
        ]

    def _shield(self) -> None:
        name = self._called("aws:general", "entry")
        acl = aws.wafv2.WebAcl(
            f"{self._name}-shield",
            name=name,
            description="What no application should have to see",
            scope="REGIONAL",
            default_action={"allow": {}},
            rules=[_rate_rule(name), *(_managed_rule(name, place, group) for place, group in enumerate(MANAGED_RULES, start=1))],
            visibility_config=_visible(name),
            opts=self._inside,
        )
        aws.wafv2.WebAclAssociation(f"{self._name}-shield-entry", resource_arn=self.balancer.arn, web_acl_arn=acl.arn, opts=self._inside)
        logs = aws.cloudwatch.LogGroup(
            f"{self._name}-shield-logs",
            # AWS WAF writes to groups of this prefix alone (AWS WAF Developer Guide, "Amazon CloudWatch Logs").
            name=f"aws-waf-logs-{name}",
            retention_in_days=self._args.retention_days,
            kms_key_id=self._key.arn,
            opts=self._inside,
        )
        aws.wafv2.WebAclLoggingConfiguration(
            f"{self._name}-shield-logging",
            resource_arn=acl.arn,
            log_destination_configs=[logs.arn],
            redacted_fields=[{"single_header": {"name": header}} for header in ("authorization", "cookie")],
            opts=self._inside,
        )

    def _names(self) -> pulumi.Output[str]:
        """The public zone, the certificate that it proves, and every application's address; the result is the certificate once issued."""
        zone = aws.route53.Zone(
            f"{self._name}-zone", name=self._args.domain, comment="Delegated to the platform by the domain's owner", opts=self._kept
        )
        every = f"*.{self._args.domain}"
        aws.route53.Record(
            f"{self._name}-issuer",
            zone_id=zone.zone_id,
            name=self._args.domain,
            type="CAA",
            ttl=3600,
            records=['0 issue ";"', '0 issuewild "amazon.com"'],
            opts=self._inside,
        )
        certificate = aws.acm.Certificate(f"{self._name}-certificate", domain_name=every, validation_method="DNS", opts=self._inside)
        option = certificate.domain_validation_options[0]
        proof = aws.route53.Record(
            f"{self._name}-proof",
            zone_id=zone.zone_id,
            name=option.resource_record_name,
            type="CNAME",
            ttl=300,
            records=[option.resource_record_value],
            opts=self._inside,
        )
        issued = aws.acm.CertificateValidation(
            f"{self._name}-issued", certificate_arn=certificate.arn, validation_record_fqdns=[proof.fqdn], opts=self._inside
        )
        aws.route53.Record(
            f"{self._name}-addresses",
            zone_id=zone.zone_id,
            name=every,
            type="A",
            aliases=[{"name": self.balancer.dns_name, "zone_id": self.balancer.zone_id, "evaluate_target_health": False}],
            opts=self._inside,
        )
        return issued.certificate_arn

    def _listener(self, certificate: pulumi.Output[str]) -> aws.lb.Listener:
        nothing: aws.lb.ListenerDefaultActionFixedResponseArgsDict = {
            "content_type": "text/plain",
            "message_body": "No such application",
            "status_code": "404",
        }
        return aws.lb.Listener(
            f"{self._name}-https",
            load_balancer_arn=self.balancer.arn,
            port=443,
            protocol="HTTPS",
            ssl_policy=TLS_POLICY,
            certificate_arn=certificate,
            default_actions=[{"type": "fixed-response", "fixed_response": nothing}],
            routing_http_response_server_enabled=False,
            routing_http_response_strict_transport_security_header_value="max-age=31536000; includeSubDomains",
            opts=self._inside,
        )


def _visible(metric: str) -> aws.wafv2.WebAclVisibilityConfigArgsDict:
    return {"cloudwatch_metrics_enabled": True, "metric_name": metric, "sampled_requests_enabled": True}


def _rate_rule(name: str) -> aws.wafv2.WebAclRuleArgsDict:
    return {
        "name": "rate",
        "priority": 0,
        "action": {"block": {}},
        "statement": {"rate_based_statement": {"limit": CALLS, "aggregate_key_type": "IP", "evaluation_window_sec": 300}},
        "visibility_config": {"cloudwatch_metrics_enabled": True, "metric_name": f"{name}-rate", "sampled_requests_enabled": True},
    }


def _managed_rule(name: str, priority: int, group: str) -> aws.wafv2.WebAclRuleArgsDict:
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
