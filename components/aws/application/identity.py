"""As what an application runs: one role that starts it, one that it has itself, one that prepares it. Each knows its own things alone."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, document, served_by
from components.aws.hosting.registry import repository
from components.aws.hosting.tenants import BODIES
from components.aws.tenancy.tenancy import BOUNDARY, WORKLOADS
from components.contracts import ApplicationArgs
from components.naming import physical

STARTED = "ecs-tasks.amazonaws.com"


class Roles:
    """Makes roles under the body's path, inside its boundary."""

    def __init__(self, name: str, args: ApplicationArgs, partition: pulumi.Output[str], *, parent: pulumi.Resource) -> None:
        self._name, self._args, self._partition = name, args, partition
        self._inside = pulumi.ResourceOptions(parent=parent)
        if args.placement == "shared":
            self._path = f"/{BODIES}/{args.organisation}/"
            place = pulumi.Output.from_input(args.cell.places[args.organisation])
            self._boundary: pulumi.Input[str] = place.apply(lambda arn: arn.replace(":role/", ":policy/"))
        else:
            self._path = f"/{WORKLOADS}/"
            self._boundary = self.arn("iam", f"policy/civic/{BOUNDARY}", region=False)

    def arn(self, service: str, rest: pulumi.Input[str], *, region: bool = True) -> pulumi.Output[str]:
        where = self._args.region if region else ""
        return pulumi.Output.concat("arn:", self._partition, f":{service}:{where}:", self._args.tenancy, ":", rest)

    def make(self, role: str, service: str, statements: Sequence[Statement]) -> tuple[aws.iam.Role, list[pulumi.Resource]]:
        """A role, and what must stand before it can be used."""
        args = self._args
        made = aws.iam.Role(
            f"{self._name}-{role}",
            name=physical("aws:role", platform=args.platform, organisation=args.organisation, role=f"{args.application}-{role}"),
            path=self._path,
            permissions_boundary=self._boundary,
            assume_role_policy=document(served_by(service, args.tenancy)),
            opts=self._inside,
        )
        if not statements:
            return made, [made]
        rights = aws.iam.RolePolicy(f"{self._name}-{role}-rights", name="own", role=made.name, policy=document(*statements), opts=self._inside)
        return made, [made, rights]

    def image(self, image: str) -> pulumi.Output[str]:
        """ARN of the repository that caches ``image``."""
        folder = pulumi.Output.from_input(self._args.cell.registry).apply(lambda registry: registry.partition("/")[2])
        return self.arn("ecr", pulumi.Output.concat("repository/", folder, "/", repository(image)))

    def starting(self, image: str, logs: pulumi.Input[str], secrets: Sequence[pulumi.Input[str]]) -> list[Statement]:
        """What starting a container takes: its image, its logs, its secrets."""
        pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        streams = pulumi.Output.concat(logs, ":*")
        found: list[Statement] = [
            {"Sid": "Token", "Effect": "Allow", "Action": ["ecr:GetAuthorizationToken"], "Resource": "*"},
            {"Sid": "Image", "Effect": "Allow", "Action": pull, "Resource": self.image(image)},
            {"Sid": "Logs", "Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": streams},
        ]
        if secrets:
            found += [
                {"Sid": "Secrets", "Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": list(secrets)},
                {"Sid": "Key", "Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": self._args.cell.key},
            ]
        return found

    def storage(self, bucket: aws.s3.Bucket | None) -> list[Statement]:
        """What the application itself may do: use its storage, if it has any."""
        if bucket is None:
            return []
        objects = pulumi.Output.concat(bucket.arn, "/*")
        use = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
        return [
            {"Sid": "Look", "Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": bucket.arn},
            {"Sid": "Use", "Effect": "Allow", "Action": use, "Resource": objects},
            {"Sid": "Key", "Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": self._args.cell.key},
        ]

    def preparing(
        self, images: Sequence[str], tasks: Sequence[pulumi.Input[str]], cluster: pulumi.Input[str], given: Sequence[pulumi.Input[str]]
    ) -> list[Statement]:
        """What the automation does before a version serves: fill the cache, run a step, see that it ended well."""
        fill = ["ecr:BatchGetImage", "ecr:BatchImportUpstreamImage", "ecr:CreateRepository"]
        found: list[Statement] = [
            {"Sid": "Cache", "Effect": "Allow", "Action": fill, "Resource": [self.image(image) for image in images]},
        ]
        if tasks:
            here = {"ArnEquals": {"ecs:cluster": cluster}}
            passed = {"StringEquals": {"iam:PassedToService": STARTED}}
            running = self.arn("ecs", "task/*")
            found += [
                {"Sid": "Run", "Effect": "Allow", "Action": ["ecs:RunTask"], "Resource": list(tasks), "Condition": here},
                {"Sid": "Await", "Effect": "Allow", "Action": ["ecs:DescribeTasks"], "Resource": running, "Condition": here},
                {"Sid": "Give", "Effect": "Allow", "Action": ["iam:PassRole"], "Resource": list(given), "Condition": passed},
            ]
        return found
