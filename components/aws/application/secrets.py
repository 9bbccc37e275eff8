"""An application's secrets: those that the body fills, and a password that nobody sees."""

import json

import pulumi
import pulumi_aws as aws

from components.aws.application.context import ApplicationContext
from components.aws.documents import document
from components.aws.operations import SECRETS_ROLE, fill
from components.aws.options import retained
from components.aws.roles import OPERATOR, PATH, TENANT_WORKLOAD_PATH, body_path, people_role, role_arn

PASSWORD_LENGTH = 40


def empty_secrets(context: ApplicationContext) -> dict[str, aws.secretsmanager.Secret]:
    """A secret without a value for each variable that the manifest names, by variable. The body fills them."""
    args = context.args
    return {
        variable: aws.secretsmanager.Secret(
            f"{context.name}-secret-{variable}",
            name=pulumi.Output.concat(context.folder, f"/{variable}"),
            description=f"{variable} of {args.application}: filled by {args.owner.organisation}",
            kms_key_id=args.cell.key,
            recovery_window_in_days=30,
            opts=retained(context.parent),
        )
        for variable in args.workload.secrets
    }


def fill_in_a_shared_cell(context: ApplicationContext) -> None:
    """A role by which the body's own operator fills the application's secrets in the platform's account, and reads none of them.

    In dedicated hosting the operator's role is in the account itself (``components.aws.operations``). IAM refuses a trust in a role that is
    not there, so it is the body's account that is trusted and the role that is compared.
    """
    args, partition = context.args, context.partition
    if args.placement != "shared" or not args.workload.secrets:
        return
    operator = role_arn(partition, args.home.account, body_path(PATH, args.owner), people_role(OPERATOR))
    role = aws.iam.Role(
        f"{context.name}-{SECRETS_ROLE}",
        name=context.physical_name("aws:role", SECRETS_ROLE),
        path=body_path(TENANT_WORKLOAD_PATH, args.owner),
        permissions_boundary=args.cell.tenant_boundaries[args.owner.key],
        assume_role_policy=document(
            {
                "Effect": "Allow",
                "Principal": {"AWS": pulumi.Output.concat("arn:", partition, ":iam::", args.home.account, ":root")},
                "Action": "sts:AssumeRole",
                "Condition": {"ArnEquals": {"aws:PrincipalArn": operator}},
            }
        ),
        opts=context.inside,
    )
    rights = fill(partition, args.tenancy.account, [pulumi.Output.concat(context.folder, "/*")])
    aws.iam.RolePolicy(f"{context.name}-{SECRETS_ROLE}-rights", name="own", role=role.name, policy=document(*rights), opts=context.inside)


def database_password(context: ApplicationContext) -> pulumi.Output[str]:
    """ARN of the secret that holds the password of the application's login.

    Secrets Manager makes the password as it makes the secret, so the value is in no program, plan, state or log. Only
    the provider's own interface for this (``GenerateSecretString``, by Cloud Control) can ask for that.
    """
    args, tags = context.args, context.args.owner.tags
    desired_state = pulumi.Output.json_dumps(
        {
            "Name": pulumi.Output.concat(context.folder, "/database-password"),
            "Description": f"Password of {args.application}'s login, made by Secrets Manager",
            "GenerateSecretString": {"ExcludePunctuation": True, "PasswordLength": PASSWORD_LENGTH},
            "KmsKeyId": args.cell.key,
            # Default tags do not reach what Cloud Control makes.
            "Tags": [{"Key": key, "Value": tags[key]} for key in sorted(tags)],
        }
    )
    secret = aws.cloudcontrol.Resource(
        f"{context.name}-database-password",
        type_name="AWS::SecretsManager::Secret",
        desired_state=desired_state,
        opts=retained(context.parent),
    )
    return secret.properties.apply(lambda properties: str(json.loads(properties)["Id"]))
