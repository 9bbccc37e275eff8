"""The bootstrap of AWS, in the management account: S3 state store, KMS keys, OIDC and a role for each pipeline."""

from typing import Any

import pulumi
import pulumi_aws as aws

from components.contracts import PIPELINES
from components.naming import physical
from stacks import state_keys
from stacks.context import Context


def build(context: Context) -> dict[str, Any]:
    """Make the store and the identities; the result is the bootstrap card."""
    section, code = context.section, context.platform.code
    provider = context.components.platform_provider("management", section.management, section.home, platform=code)
    inside = pulumi.ResourceOptions(provider=provider)
    invoke = pulumi.InvokeOptions(provider=provider)
    partition = aws.get_partition_output(opts=invoke).partition
    store = _store(context, inside, partition)
    issuer = aws.iam.OpenIdConnectProvider("pipelines", url=section.pipeline.issuer, client_id_lists=["sts.amazonaws.com"], opts=_kept(provider))
    roles, keys = {}, {}
    for layer in PIPELINES:
        role = _role(context, layer, issuer, inside)
        key = _key(context, f"secrets-{layer}", f"Encrypts the secrets in the state of layer {layer}", partition, inside)
        _rights(context, layer, role, store, key, partition, inside)
        roles[layer] = role.arn
        keys[layer] = pulumi.Output.concat("awskms:///", key.arn, "?region=", section.home)
    return {"pipelines": roles, "clients": roles, "state": pulumi.Output.concat("s3://", store.bucket), "keys": keys}


def _kept(provider: pulumi.ProviderResource) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(provider=provider, protect=True, retain_on_delete=True)


def _key(context: Context, role: str, description: str, partition: pulumi.Output[str], inside: pulumi.ResourceOptions) -> aws.kms.Key:
    owner = pulumi.Output.concat("arn:", partition, ":iam::", context.section.management, ":root")
    policy = pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Sid": "AccountDecides", "Effect": "Allow", "Principal": {"AWS": owner}, "Action": "kms:*", "Resource": "*"},
            ],
        }
    )
    key = aws.kms.Key(
        role,
        description=description,
        enable_key_rotation=True,
        deletion_window_in_days=30,
        policy=policy,
        opts=pulumi.ResourceOptions(provider=inside.provider, protect=True, retain_on_delete=True),
    )
    alias = physical("aws:general", platform=context.platform.code, role=role)
    aws.kms.Alias(f"{role}-alias", name=f"alias/{alias}", target_key_id=key.key_id, opts=inside)
    return key


def _store(context: Context, inside: pulumi.ResourceOptions, partition: pulumi.Output[str]) -> aws.s3.Bucket:
    key = _key(context, "state", "Encrypts the state store", partition, inside)
    name = physical("aws:bucket", platform=context.platform.code, role="state")
    bucket = aws.s3.Bucket(
        "state-store",
        bucket=name,
        opts=pulumi.ResourceOptions(provider=inside.provider, protect=True, retain_on_delete=True),
    )
    aws.s3.BucketVersioning("state-versions", bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=inside)
    aws.s3.BucketServerSideEncryptionConfiguration(
        "state-encryption",
        bucket=bucket.id,
        rules=[
            {
                "apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": key.arn},
                "bucket_key_enabled": True,
            }
        ],
        opts=inside,
    )
    aws.s3.BucketOwnershipControls("state-ownership", bucket=bucket.id, rule={"object_ownership": "BucketOwnerEnforced"}, opts=inside)
    block = aws.s3.BucketPublicAccessBlock(
        "state-private",
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=inside,
    )
    tls_only = {
        "Sid": "EncryptedTransportOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket.arn, pulumi.Output.concat(bucket.arn, "/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    aws.s3.BucketPolicy(
        "state-policy",
        bucket=bucket.id,
        policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [tls_only]}),
        opts=pulumi.ResourceOptions(provider=inside.provider, depends_on=[block]),
    )
    return bucket


def _role(context: Context, layer: str, issuer: aws.iam.OpenIdConnectProvider, inside: pulumi.ResourceOptions) -> aws.iam.Role:
    host = context.section.pipeline.issuer.removeprefix("https://")
    trust = {
        "Effect": "Allow",
        "Principal": {"Federated": issuer.arn},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {f"{host}:aud": "sts.amazonaws.com", f"{host}:sub": context.section.pipeline.subjects[layer]},
        },
    }
    return aws.iam.Role(
        f"pipeline-{layer}",
        name=physical("aws:role", platform=context.platform.code, role=f"pipeline-{layer}"),
        path="/civic/",
        description=f"Pipeline of layer {layer}",
        max_session_duration=3600,
        assume_role_policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [trust]}),
        opts=inside,
    )


def _rights(
    context: Context,
    layer: str,
    role: aws.iam.Role,
    store: aws.s3.Bucket,
    key: aws.kms.Key,
    partition: pulumi.Output[str],
    inside: pulumi.ResourceOptions,
) -> None:
    project, cloud = pulumi.get_project(), context.cloud

    def objects(patterns: tuple[str, ...]) -> list[pulumi.Output[str]]:
        return [pulumi.Output.concat(store.arn, "/", pattern) for pattern in patterns]

    own = state_keys.own(project, cloud, layer)
    statements: list[dict[str, Any]] = [
        {"Sid": "List", "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetBucketLocation"], "Resource": [store.arn]},
        {"Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": objects(state_keys.read(project, cloud, layer))},
        {
            "Sid": "Write",
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
            "Resource": objects(own),
        },
        {
            "Sid": "Secrets",
            "Effect": "Allow",
            "Action": ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
            "Resource": [key.arn],
        },
        *_acts_as(context, layer, partition),
    ]
    aws.iam.RolePolicy(
        f"pipeline-{layer}-rights",
        role=role.name,
        policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": statements}),
        opts=inside,
    )


FOUNDATION_ACTIONS = (
    "organizations:*",
    "cloudtrail:*",
    "guardduty:*",
    "securityhub:*",
    "ram:EnableSharingWithAwsOrganization",
    "iam:*Role",
    "iam:*RolePolicy",
    "iam:*RolePolicies",
    "iam:CreateServiceLinkedRole",
)
"""What the foundation does in the management account itself; elsewhere it enters by role."""


def _acts_as(context: Context, layer: str, partition: pulumi.Output[str]) -> list[dict[str, Any]]:
    """Which roles a layer's pipeline may enter. The foundation alone also acts in the management account."""

    def role(account: str, path: str) -> pulumi.Output[str]:
        return pulumi.Output.concat("arn:", partition, ":iam::", account, ":role/", path)

    entered = {
        "foundation": role("*", "civic-administration"),
        "network": role("*", "civic/civic-network"),
        "tenancy": role(context.section.management, "civic/civic-vending"),
        "landing-zone": role("*", "civic/civic-deploy"),
        "applications": role("*", "civic/civic-application"),
        "places": role("*", "civic-place/*"),
        "hosting": role("*", "civic/civic-hosting"),
    }
    # Applications run in the body's own account, or in its place in a shared cell.
    ways = [entered[layer], *([entered["places"]] if layer == "applications" else [])]
    statements: list[dict[str, Any]] = [{"Sid": "Enter", "Effect": "Allow", "Action": ["sts:AssumeRole"], "Resource": ways}]
    if layer == "foundation":
        statements.append({"Sid": "Organisation", "Effect": "Allow", "Action": list(FOUNDATION_ACTIONS), "Resource": ["*"]})
    return statements
