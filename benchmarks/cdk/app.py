"""What Civic Cloud makes for one organisation on AWS, written for the CDK: ``python app.py ORGANISATIONS OUT`` prints how many resources.

It runs in a virtual environment that has nothing but ``requirements.txt`` beside it.
"""

import sys
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import (
    aws_accessanalyzer,
    aws_backup,
    aws_config,
    aws_ec2,
    aws_events,
    aws_iam,
    aws_kms,
    aws_route53resolver,
    aws_sns,
)

TIERS = ("application", "data", "endpoint", "transit")


def tenancy(stack: cdk.Stack) -> None:
    """Roles of the deploy pipeline and of applications."""
    pipeline = aws_iam.AccountPrincipal("444455556666")
    for name in ("deploy", "application"):
        role = aws_iam.Role(stack, name, assumed_by=pipeline, path="/civic/", max_session_duration=cdk.Duration.hours(1))
        role.add_to_policy(aws_iam.PolicyStatement(actions=["s3:*", "logs:*", "kms:Describe*"], resources=["*"]))
    statement = aws_iam.PolicyStatement(actions=["iam:Get*", "iam:List*"], resources=["*"])
    aws_iam.ManagedPolicy(stack, "boundary", path="/civic/", statements=[statement])


def baseline(stack: cdk.Stack) -> aws_kms.Key:
    """Key, alarms, configuration recorder, backup vault and analyser."""
    key = aws_kms.Key(stack, "key", enable_key_rotation=True, pending_window=cdk.Duration.days(30), alias="alias/baseline")
    topic = aws_sns.Topic(stack, "alarms", master_key=key, enforce_ssl=True)
    aws_sns.Subscription(stack, "mail", topic=topic, protocol=aws_sns.SubscriptionProtocol.EMAIL, endpoint="security@example.org")
    for name, source in (("root", "aws.signin"), ("findings", "aws.guardduty")):
        aws_events.CfnRule(stack, name, event_pattern={"source": [source]}, targets=[aws_events.CfnRule.TargetProperty(arn=topic.topic_arn, id=name)])
    recorder = aws_iam.Role(stack, "recorder", assumed_by=aws_iam.ServicePrincipal("config.amazonaws.com"))
    recorder.add_managed_policy(aws_iam.ManagedPolicy.from_aws_managed_policy_name("service-role/AWS_ConfigRole"))
    everything = aws_config.CfnConfigurationRecorder.RecordingGroupProperty(all_supported=True)
    aws_config.CfnConfigurationRecorder(stack, "configuration", role_arn=recorder.role_arn, recording_group=everything)
    aws_config.CfnDeliveryChannel(stack, "delivery", s3_bucket_name="log-archive", s3_kms_key_arn=key.key_arn)
    lock = aws_backup.LockConfiguration(min_retention=cdk.Duration.days(7), max_retention=cdk.Duration.days(400))
    vault = aws_backup.BackupVault(stack, "vault", encryption_key=key, lock_configuration=lock)
    plan = aws_backup.BackupPlan(stack, "backup", backup_vault=vault)
    plan.add_rule(aws_backup.BackupPlanRule.daily())
    plan.add_selection("tagged", resources=[aws_backup.BackupResource.from_tag("backup", "daily")])
    aws_accessanalyzer.CfnAnalyzer(stack, "analyser", type="ACCOUNT")
    return key


def connection(stack: cdk.Stack) -> None:
    """A network of four tiers in two zones behind a transit gateway, with endpoints and flow logs; no way out of its own."""
    network = aws_ec2.CfnVPC(stack, "network", cidr_block="10.0.0.0/22", enable_dns_support=True, enable_dns_hostnames=True)
    subnets: dict[str, list[aws_ec2.CfnSubnet]] = {}
    tables: list[aws_ec2.CfnRouteTable] = []
    for place, tier in enumerate(TIERS):
        table = aws_ec2.CfnRouteTable(stack, f"{tier}-routes", vpc_id=network.ref)
        tables.append(table)
        for zone in range(2):
            subnet = aws_ec2.CfnSubnet(
                stack,
                f"{tier}-{zone}",
                vpc_id=network.ref,
                cidr_block=f"10.0.{place % 4}.{zone * 128}/25",
                availability_zone=cdk.Fn.select(zone, cdk.Fn.get_azs()),
                map_public_ip_on_launch=False,
            )
            aws_ec2.CfnSubnetRouteTableAssociation(stack, f"{tier}-{zone}-routes", route_table_id=table.ref, subnet_id=subnet.ref)
            subnets.setdefault(tier, []).append(subnet)
    attached = [subnet.ref for subnet in subnets["transit"]]
    attachment = aws_ec2.CfnTransitGatewayAttachment(
        stack, "attachment", transit_gateway_id="tgw-0123456789abcdef0", vpc_id=network.ref, subnet_ids=attached
    )
    for table, tier in zip(tables[:2], TIERS, strict=False):
        route = aws_ec2.CfnRoute(
            stack, f"{tier}-way", route_table_id=table.ref, destination_cidr_block="0.0.0.0/0", transit_gateway_id="tgw-0123456789abcdef0"
        )
        route.add_resource_dependency(attachment)
    group = aws_ec2.CfnSecurityGroup(stack, "endpoints", group_description="Private endpoints", vpc_id=network.ref)
    aws_ec2.CfnSecurityGroupIngress(
        stack, "endpoints-https", group_id=group.ref, ip_protocol="tcp", from_port=443, to_port=443, cidr_ip="10.0.0.0/22"
    )
    _endpoints(stack, network, group, tables, [subnet.ref for subnet in subnets["endpoint"]])
    aws_ec2.CfnFlowLog(
        stack,
        "flows",
        resource_id=network.ref,
        resource_type="VPC",
        traffic_type="ALL",
        log_destination_type="s3",
        log_destination="arn:aws:s3:::logs",
    )
    aws_route53resolver.CfnResolverQueryLoggingConfigAssociation(
        stack, "queries", resolver_query_log_config_id="rqlc-0123456789abcdef0", resource_id=network.ref
    )


def _endpoints(
    stack: cdk.Stack, network: aws_ec2.CfnVPC, group: aws_ec2.CfnSecurityGroup, tables: list[aws_ec2.CfnRouteTable], subnets: list[str]
) -> None:
    for name in ("ssm", "logs", "kms", "ecr.api", "ecr.dkr", "secretsmanager", "sts", "monitoring", "ec2", "sqs", "sns", "events"):
        aws_ec2.CfnVPCEndpoint(
            stack,
            f"endpoint-{name}",
            vpc_id=network.ref,
            service_name=f"com.amazonaws.eu-west-2.{name}",
            vpc_endpoint_type="Interface",
            private_dns_enabled=True,
            subnet_ids=subnets,
            security_group_ids=[group.ref],
        )
    aws_ec2.CfnVPCEndpoint(
        stack,
        "endpoint-s3",
        vpc_id=network.ref,
        service_name="com.amazonaws.eu-west-2.s3",
        vpc_endpoint_type="Gateway",
        route_table_ids=[table.ref for table in tables],
    )


def main(organisations: int, out: Path) -> None:
    """Synthesise and count."""
    app = cdk.App(outdir=str(out))
    for number in range(organisations):
        stack = cdk.Stack(app, f"organisation-{number}")
        tenancy(stack)
        baseline(stack)
        connection(stack)
    assembly = app.synth()
    print(sum(len(stack.template["Resources"]) for stack in assembly.stacks))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
