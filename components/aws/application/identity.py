"""As what an application runs: one role that starts it, one that it has itself. Each knows its own things alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.aws.application.context import ApplicationContext
from components.aws.documents import Statement, document, served_by
from components.aws.hosting.registry import repository
from components.aws.roles import APPLICATION_BOUNDARY, PATH, TENANT_WORKLOAD_PATH, WORKLOAD_PATH
from components.contracts import ContractError

TASK_SERVICE = "ecs-tasks.amazonaws.com"


@dataclass(frozen=True)
class ApplicationRole:
    """A role, and what must stand before it can be used."""

    role: aws.iam.Role
    ready: Sequence[pulumi.Resource]


class ApplicationRoles:
    """Makes roles under the body's path, inside its boundary. Raises ``ContractError`` where the shared cell has no place for the owner."""

    def __init__(self, context: ApplicationContext) -> None:
        self._context = context
        args = context.args
        if args.placement == "dedicated":
            self._path = WORKLOAD_PATH
            self._boundary: pulumi.Input[str] = pulumi.Output.concat(
                "arn:", context.partition, ":iam::", args.tenancy.account, f":policy{PATH}{APPLICATION_BOUNDARY}"
            )
            return
        key, boundaries = args.owner.key, args.cell.tenant_boundaries
        if key not in boundaries:
            raise ContractError(
                f"{args.application}: {key} has no place in the shared cell; it has {', '.join(sorted(boundaries)) or 'nobody'}; "
                "roll out the cell's stack first"
            )
        self._path = f"{TENANT_WORKLOAD_PATH}{key}/"
        self._boundary = boundaries[key]

    def create(self, role: str, service: str, statements: Sequence[Statement]) -> ApplicationRole:
        """The role that ``service`` acts as, with no more rights than ``statements``."""
        context = self._context
        created = aws.iam.Role(
            f"{context.name}-{role}",
            name=context.physical_name("aws:role", role),
            path=self._path,
            permissions_boundary=self._boundary,
            assume_role_policy=document(served_by(service, context.args.tenancy.account)),
            opts=context.inside,
        )
        if not statements:
            return ApplicationRole(created, [created])
        rights = aws.iam.RolePolicy(f"{context.name}-{role}-rights", name="own", role=created.name, policy=document(*statements), opts=context.inside)
        return ApplicationRole(created, [created, rights])


def start_statements(context: ApplicationContext, image: str, logs: pulumi.Input[str], secrets: Sequence[pulumi.Input[str]]) -> list[Statement]:
    """What starting a container takes: its image, its logs (ARN of the group), its secrets (ARNs)."""
    pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    streams = pulumi.Output.concat(logs, ":*")
    statements: list[Statement] = [
        {"Sid": "Token", "Effect": "Allow", "Action": ["ecr:GetAuthorizationToken"], "Resource": "*"},
        {"Sid": "Image", "Effect": "Allow", "Action": pull, "Resource": _repository_arn(context, image)},
        {"Sid": "Logs", "Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": streams},
    ]
    if secrets:
        statements += [
            {"Sid": "Secrets", "Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": list(secrets)},
            {"Sid": "Key", "Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": context.args.cell.key},
        ]
    return statements


def storage_statements(context: ApplicationContext, bucket: aws.s3.Bucket | None) -> list[Statement]:
    """What the application itself may do: use its storage, if it has any."""
    if bucket is None:
        return []
    objects = pulumi.Output.concat(bucket.arn, "/*")
    use = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    return [
        {"Sid": "Look", "Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": bucket.arn},
        {"Sid": "Use", "Effect": "Allow", "Action": use, "Resource": objects},
        {"Sid": "Key", "Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": context.args.cell.key},
    ]


def _repository_arn(context: ApplicationContext, image: str) -> pulumi.Output[str]:
    """ARN of the repository that has ``image``."""
    return context.arn("ecr", pulumi.Output.concat("repository/", context.args.cell.repositories, "/", repository(image)))
