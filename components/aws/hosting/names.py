"""A public zone that is signed, and who asked it what: the parts that Amazon Route 53 wants in one region, wherever the zone's cell is.

Sources: Amazon Route 53 Developer Guide, "Configuring DNSSEC signing", "Working with customer managed keys for DNSSEC", "Public DNS query logging".
"""

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, account_decides, document, logs_encrypt
from components.aws.hosting.context import CellContext
from components.aws.keys import DELETION_DAYS, encryption_key
from components.aws.logs import log_group
from components.aws.options import inside, protected, retained
from components.aws.tenancy.alarms import GLOBAL_REGION

SIGNER = "dnssec-route53.amazonaws.com"


def sign(context: CellContext, zone: aws.route53.Zone, account: pulumi.Input[str]) -> aws.route53.KeySigningKey:
    """Sign the zone. It is believed as signed once the domain above has the record that the result tells (``ds_record``)."""
    stem = f"{context.name}-zone"
    key = aws.kms.Key(
        f"{stem}-key",
        region=GLOBAL_REGION,
        description="Signs the names of shared and dedicated hosting",
        customer_master_key_spec="ECC_NIST_P256",
        key_usage="SIGN_VERIFY",
        deletion_window_in_days=DELETION_DAYS,
        policy=document(account_decides(context.partition, account), *_signs(account)),
        opts=retained(context.parent),
    )
    signing = aws.route53.KeySigningKey(
        f"{stem}-signing-key",
        hosted_zone_id=zone.zone_id,
        key_management_service_arn=key.arn,
        name="civic",
        status="ACTIVE",
        opts=protected(context.parent),
    )
    aws.route53.HostedZoneDnsSec(
        f"{stem}-signed",
        hosted_zone_id=zone.zone_id,
        signing_status="SIGNING",
        # Where the domain above says that the zone is signed, nobody believes it without.
        opts=protected(context.parent, depends_on=[signing]),
    )
    return signing


def _signs(account: pulumi.Input[str]) -> list[Statement]:
    signer: Statement = {"Effect": "Allow", "Principal": {"Service": SIGNER}, "Resource": "*"}
    ours = {"StringEquals": {"aws:SourceAccount": account}}
    return [
        {**signer, "Sid": "Signs", "Action": ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"], "Condition": ours},
        {**signer, "Sid": "Grants", "Action": ["kms:CreateGrant"], "Condition": {**ours, "Bool": {"kms:GrantIsForAWSResource": "true"}}},
    ]


def log_queries(context: CellContext, zone: aws.route53.Zone, account: pulumi.Input[str]) -> None:
    """Keep what the zone was asked for as long as the cell's other logs, under a key beside it: the cell's own is in another region."""
    stem = f"{context.name}-zone"
    key = encryption_key(
        f"{stem}-queries-key",
        "Encrypts what a public zone was asked",
        logs_encrypt(context.partition, GLOBAL_REGION, account),
        account=account,
        partition=context.partition,
        region=GLOBAL_REGION,
        parent=context.parent,
    )
    group = log_group(
        f"{stem}-queries",
        f"/aws/route53/{context.args.domain}",
        owner=context.args.owner,
        key=key.arn,
        retention_days=context.args.retention_days,
        region=GLOBAL_REGION,
        parent=context.parent,
    )
    groups = pulumi.Output.concat("arn:", context.partition, f":logs:{GLOBAL_REGION}:", account, ":log-group:/aws/route53/*")
    let_in = aws.cloudwatch.LogResourcePolicy(
        f"{stem}-queries-policy",
        region=GLOBAL_REGION,
        policy_name=context.physical_name("aws:general", "zone-queries"),
        policy_document=document(
            {
                "Sid": "Queries",
                "Effect": "Allow",
                "Principal": {"Service": "route53.amazonaws.com"},
                "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                "Resource": groups,
                "Condition": {"StringEquals": {"aws:SourceAccount": account}},
            }
        ),
        opts=inside(context.parent),
    )
    aws.route53.QueryLog(
        f"{stem}-queries-log", zone_id=zone.zone_id, cloudwatch_log_group_arn=group.arn, opts=inside(context.parent, depends_on=[let_in])
    )
