"""What an application keeps: secrets that the body fills, a password that nobody sees, storage of its own."""

import json

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, document
from components.aws.hosting.tenants import brief, mark
from components.aws.storage import closed
from components.aws.tags import standard_tags
from components.contracts import ApplicationArgs
from components.naming import physical

PASSWORD_LENGTH = 40
VERSIONS_DAYS = 35
"""Days for which what was overwritten or deleted can be had back."""
OBJECTS = ("s3:DeleteObject", "s3:GetObject", "s3:PutObject")


def folder(args: ApplicationArgs) -> pulumi.Output[str]:
    """What the names of its secrets and alarms begin with."""
    return pulumi.Output.concat(args.cell.vault, f"/{args.organisation}/{args.application}")


def empty_secrets(name: str, args: ApplicationArgs, parent: pulumi.Resource) -> dict[str, pulumi.Output[str]]:
    """A secret without a value for each variable that the manifest names; ARN by variable. The body fills them."""
    return {
        variable: aws.secretsmanager.Secret(
            f"{name}-secret-{variable}",
            name=pulumi.Output.concat(folder(args), f"/{variable}"),
            description=f"{variable} of {args.application}: filled by {args.organisation}",
            kms_key_id=args.cell.key,
            recovery_window_in_days=30,
            opts=pulumi.ResourceOptions(parent=parent, protect=True),
        ).arn
        for variable in args.workload.secrets
    }


def database_password(name: str, args: ApplicationArgs, parent: pulumi.Resource) -> pulumi.Output[str]:
    """ARN of the secret that holds the password of the application's login.

    Secrets Manager makes the password as it makes the secret, so the value is in no program, plan, state or log. Only
    the provider's own interface for this (``GenerateSecretString``, by Cloud Control) can ask for that.
    """
    tags = standard_tags(platform=args.platform, organisation=args.organisation, classification=args.classification)
    wanted = pulumi.Output.json_dumps(
        {
            "Name": pulumi.Output.concat(folder(args), "/database-password"),
            "Description": f"Password of {args.application}'s login, made by Secrets Manager",
            "GenerateSecretString": {"ExcludePunctuation": True, "PasswordLength": PASSWORD_LENGTH},
            "KmsKeyId": args.cell.key,
            # Default tags do not reach what Cloud Control makes.
            "Tags": [{"Key": key, "Value": tags[key]} for key in sorted(tags)],
        }
    )
    secret = aws.cloudcontrol.Resource(
        f"{name}-database-password",
        type_name="AWS::SecretsManager::Secret",
        desired_state=wanted,
        opts=pulumi.ResourceOptions(parent=parent, protect=True),
    )
    return secret.properties.apply(lambda found: str(json.loads(found)["Id"]))


def storage(name: str, args: ApplicationArgs, parent: pulumi.Resource) -> aws.s3.Bucket | None:
    """The application's own bucket, where its manifest names a variable for one."""
    if not args.workload.storage_variable:
        return None
    # In a shared cell the name begins with the body's mark, by which its place is confined.
    owner = mark(args.organisation) if args.placement == "shared" else args.organisation
    called = physical("aws:bucket", platform=args.platform, organisation=owner, role=brief(args.application))
    stem = f"{name}-storage"
    bucket, ready = closed(stem, called, args.cell.key, parent=parent)
    aws.s3.BucketPolicy(
        f"{stem}-policy",
        bucket=bucket.id,
        policy=document(*_policy(args, bucket)),
        opts=pulumi.ResourceOptions(parent=parent, depends_on=ready),
    )
    aws.s3.BucketLifecycleConfiguration(
        f"{stem}-lifecycle",
        bucket=bucket.id,
        rules=[
            {
                "id": "versions",
                "status": "Enabled",
                "filter": {"prefix": ""},
                "noncurrent_version_expiration": {"noncurrent_days": VERSIONS_DAYS},
                "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
            }
        ],
        opts=pulumi.ResourceOptions(parent=parent, depends_on=ready),
    )
    return bucket


def _policy(args: ApplicationArgs, bucket: aws.s3.Bucket) -> list[Statement]:
    objects = pulumi.Output.concat(bucket.arn, "/*")
    found: list[Statement] = [
        {
            "Sid": "EncryptedTransportOnly",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [bucket.arn, objects],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    ]
    if args.classification == "official-sensitive":
        inside = {"StringNotEquals": {"aws:SourceVpc": args.cell.network}}
        found.append(
            {"Sid": "ThisNetworkOnly", "Effect": "Deny", "Principal": "*", "Action": list(OBJECTS), "Resource": objects, "Condition": inside}
        )
    return found
