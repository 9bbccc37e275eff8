"""The bootstrap of AWS, in the management account: state store, secrets keys, and a role for each layer's pipeline."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, assumed_by_pipeline, document
from components.aws.keys import encryption_key
from components.aws.options import inside, protected
from components.aws.roles import (
    ADMINISTRATION_ROLE,
    APPLICATION_ROLE,
    DEPLOY_ROLE,
    HOSTING_ROLE,
    NETWORK_ROLE,
    PATH,
    TENANT_PATH,
    VENDING_ROLE,
    role_arn,
)
from components.aws.storage import SecureBucket, secure_bucket
from components.contracts import PIPELINES, BootstrapArgs

FOUNDATION_ACTIONS = (
    "organizations:*", "cloudtrail:*", "guardduty:*", "securityhub:*", "ram:EnableSharingWithAwsOrganization", "iam:*Role", "iam:*RolePolicy",
    "iam:*RolePolicies", "iam:CreateServiceLinkedRole",
)  # fmt: skip
"""What the foundation does in the management account itself; elsewhere it enters by role."""


class Bootstrap(pulumi.ComponentResource):
    """One state store for all stacks on AWS, and for each layer a secrets key and a role that its pipeline alone can have.

    Give it the management account's provider. A pipeline may touch the objects that ``args.state`` names and enter its layer's role in
    other accounts; the foundation's acts in the management account besides. Outputs: see ``components.contracts.BootstrapOutputs``.
    """

    pipelines: dict[str, pulumi.Output[str]]
    clients: dict[str, pulumi.Output[str]]
    state: pulumi.Output[str]
    keys: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: BootstrapArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:Bootstrap", name, {}, opts)
        self._name, self._args = name, args
        self._partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        store = self._store()
        issuer = aws.iam.OpenIdConnectProvider(f"{name}-pipelines", url=args.issuer, client_id_lists=["sts.amazonaws.com"], opts=protected(self))
        self.pipelines, self.keys = {}, {}
        for layer in PIPELINES:
            role = self._role(layer, issuer)
            key = self._key(f"secrets-{layer}", f"Encrypts the secrets in the state of layer {layer}")
            self._rights(layer, role, store, key)
            self.pipelines[layer] = role.arn
            self.keys[layer] = pulumi.Output.concat("awskms:///", key.arn, "?region=", args.home)
        self.clients = dict(self.pipelines)
        self.state = pulumi.Output.concat("s3://", store.bucket.bucket)
        self.register_outputs({"pipelines": self.pipelines, "clients": self.clients, "state": self.state, "keys": self.keys})

    def _key(self, role: str, description: str) -> aws.kms.Key:
        return encryption_key(
            f"{self._name}-{role}",
            description,
            account=self._args.tenancy,
            partition=self._partition,
            alias=self._args.owner.name("aws:general", role),
            parent=self,
        )

    def _store(self) -> SecureBucket:
        key = self._key("state", "Encrypts the state store")
        store = secure_bucket(f"{self._name}-state", self._args.owner.name("aws:bucket", "state"), key.arn, parent=self)
        store.policy()
        return store

    def _role(self, layer: str, issuer: aws.iam.OpenIdConnectProvider) -> aws.iam.Role:
        args = self._args
        trust = assumed_by_pipeline(issuer.arn, args.issuer, args.subjects[layer], addresses=args.addresses)
        return aws.iam.Role(
            f"{self._name}-pipeline-{layer}",
            name=args.owner.name("aws:role", f"pipeline-{layer}"),
            path=PATH,
            description=f"Pipeline of layer {layer}",
            max_session_duration=3600,
            assume_role_policy=document(trust),
            opts=inside(self),
        )

    def _rights(self, layer: str, role: aws.iam.Role, store: SecureBucket, key: aws.kms.Key) -> None:
        state = self._args.state[layer]

        def objects(patterns: Sequence[str]) -> list[pulumi.Output[str]]:
            return [pulumi.Output.concat(store.bucket.arn, "/", pattern) for pattern in patterns]

        written = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
        secrets = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"]
        aws.iam.RolePolicy(
            f"{self._name}-pipeline-{layer}-rights",
            role=role.name,
            policy=document(
                {"Sid": "List", "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetBucketLocation"], "Resource": [store.bucket.arn]},
                {"Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": objects(state.read)},
                {"Sid": "Write", "Effect": "Allow", "Action": written, "Resource": objects(state.written)},
                {"Sid": "Secrets", "Effect": "Allow", "Action": secrets, "Resource": [key.arn]},
                *self._acts_as(layer),
            ),
            opts=inside(self),
        )

    def _acts_as(self, layer: str) -> list[Statement]:
        """Which roles a layer's pipeline may enter. The foundation alone also acts in the management account."""
        partition = self._partition
        entered = {
            "foundation": [role_arn(partition, "*", "/", ADMINISTRATION_ROLE)],
            "network": [role_arn(partition, "*", PATH, NETWORK_ROLE)],
            "hosting": [role_arn(partition, "*", PATH, HOSTING_ROLE)],
            "tenancy": [role_arn(partition, self._args.tenancy, PATH, VENDING_ROLE)],
            "landing-zone": [role_arn(partition, "*", PATH, DEPLOY_ROLE)],
            # Applications run in the body's own account, or in its place in a shared cell.
            "applications": [role_arn(partition, "*", PATH, APPLICATION_ROLE), role_arn(partition, "*", TENANT_PATH)],
        }
        statements: list[Statement] = [{"Sid": "Enter", "Effect": "Allow", "Action": ["sts:AssumeRole"], "Resource": entered[layer]}]
        if layer == "foundation":
            statements.append({"Sid": "Organisation", "Effect": "Allow", "Action": FOUNDATION_ACTIONS, "Resource": ["*"]})
        return statements
