"""The bootstrap of AWS, in the management account: state store, keys, and a role for each of the platform's pipelines."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.aws.copies import LockedCopy, copied
from components.aws.documents import Statement, assumed_by_pipeline, document
from components.aws.identity.rights import boundary_rights
from components.aws.keys import encryption_key, replica_key
from components.aws.options import inside, protected
from components.aws.people import MANAGEMENT, People, grants_in
from components.aws.providers import elsewhere
from components.aws.roles import (
    ADMINISTRATION_ROLE,
    HOSTING_ROLE,
    NETWORK_ROLE,
    PATH,
    PIPELINE_PATH,
    RUN_BOUNDARY,
    RUN_PATH,
    SERVICE_PATH,
    SESSION_SECONDS,
    role_arn,
    service_linked,
)
from components.aws.state_rights import STORE_KEYS, copy_name, key_alias, state_rights, store_name
from components.aws.storage import SecureBucket, access_logged, secure_bucket
from components.aws.tenancy.service_roles import carrier_role, configuration_role
from components.contracts import KEYED_LAYERS, PIPELINE_LAYERS, PIPELINES, RUN_LAYERS, BootstrapArgs, StateKeys
from components.state_store import CARDS, STATE, secrets_role

REPLACED_DAYS = 400
"""Days for which every state and card that was replaced can be had back. What stands is never deleted."""
FOUNDATION_ACTIONS = (
    "organizations:*", "cloudtrail:*", "guardduty:*", "securityhub:*", "ram:EnableSharingWithAwsOrganization",
)  # fmt: skip
"""What the foundation does in the management account itself; elsewhere it enters by role."""
BASELINE_ACTIONS = (
    "access-analyzer:*", "config:*", "ec2:*Ebs*", "events:*Rule*", "events:*Target*", "events:*Resource", "s3:*AccountPublicAccessBlock",
    "sns:*Resource", "sns:*Subscription*", "sns:*Topic*", "sns:Subscribe", "sns:Unsubscribe",
)  # fmt: skip
"""What the foundation does there for the account's baseline."""
BASELINE_KEY_ACTIONS = (
    "kms:CreateAlias", "kms:CreateKey", "kms:DeleteAlias", "kms:DescribeKey", "kms:DisableKey*", "kms:EnableKey*", "kms:GetKey*", "kms:List*",
    "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource", "kms:UpdateAlias", "kms:UpdateKeyDescription",
)  # fmt: skip
"""What it does with the baseline's key, and with no key of a layer: whoever writes a key's policy can read what it encrypts."""
FOUNDATION_SERVICES = ("access-analyzer", "cloudtrail", "guardduty", "organizations", "ram", "securityhub")
"""Services of the organisation's whose own role is made there."""
SHARING_ROLE_ACTIONS = ("iam:DeleteServiceLinkedRole", "iam:GetServiceLinkedRoleDeletionStatus")
"""Sharing ends with the role by which it is done (Terraform AWS provider, aws_ram_sharing_with_organization)."""
BOUNDED_ACTIONS = ("iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy")
"""What makes or widens a role: of a run's role, under its boundary alone (Service Authorization Reference, "AWS IAM")."""
ROLE_ACTIONS = (
    "iam:DeleteRole", "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole", "iam:ListRolePolicies",
    "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription",
)  # fmt: skip


_SECRETS = "Encrypts the secrets in the state of layer {}"


class Bootstrap(pulumi.ComponentResource):
    """One state store for all stacks on AWS, a secrets key for each layer, and for each of the platform's pipelines a role that it alone can have.

    Give it the management account's provider. A pipeline may touch the objects that ``args.state`` names and enter its layer's role in
    other accounts; the foundation's acts in the management account besides, and makes the roles that runs of bodies act as, inside a
    boundary that is made here. Outputs: see ``components.contracts.BootstrapOutputs``.
    """

    pipelines: dict[str, pulumi.Output[str]]
    clients: dict[str, pulumi.Output[str]]
    state: pulumi.Output[str]
    key_ids: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: BootstrapArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:Bootstrap", name, {}, opts)
        self._name, self._args = name, args
        self._partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        keys = {STATE: self._key(STATE, "Encrypts the state store"), CARDS: self._key(CARDS, "Encrypts the stacks' cards")}
        secrets = {layer: self._key(layer, _SECRETS.format(layer), multi_region=True) for layer in KEYED_LAYERS}
        self.key_ids = {role: key.arn for role, key in (keys | secrets).items()}
        store = self._store()
        self._kept = [*self.key_ids.values(), *(self._copy(store, secrets) if args.second_region else [])]
        issuer = aws.iam.OpenIdConnectProvider(f"{name}-pipelines", url=args.issuer, client_id_lists=["sts.amazonaws.com"], opts=protected(self))
        boundary = self._run_boundary()
        # Here, so that no pipeline makes a role for the management account's baseline.
        configuration_role(f"{name}-configuration", args.tenancy, self._partition, inside(self))
        carrier_role(f"{name}-events", args.home, args.tenancy, self._partition, inside(self))
        self.pipelines = {}
        for pipeline in PIPELINES:
            role = self._role(pipeline, issuer)
            self._rights(pipeline, role, boundary)
            self.pipelines[pipeline] = role.arn
        self.clients = dict(self.pipelines)
        # Here and in no pipeline's stack: nobody but an administrator lets people into the management account.
        if people := grants_in(MANAGEMENT, args.grants):
            People(f"{name}-access", owner=args.owner, grants=people, directory=args.sign_ins, home=args.home, parent=self)
        self.state = pulumi.Output.concat("s3://", store.bucket.bucket)
        self.register_outputs({"pipelines": self.pipelines, "clients": self.clients, "state": self.state, "key_ids": self.key_ids})

    def _key(self, role: str, description: str, *, multi_region: bool = False) -> aws.kms.Key:
        return encryption_key(
            f"{self._name}-{role if role in STORE_KEYS else secrets_role(role)}",
            description,
            account=self._args.tenancy,
            partition=self._partition,
            alias=key_alias(self._args.owner, role),
            multi_region=multi_region,
            parent=self,
        )

    def _copy(self, store: SecureBucket, secrets: Mapping[str, aws.kms.Key]) -> list[pulumi.Output[str]]:
        """The store's copy in the second region, and there the keys that open the secrets in it. Gives the ARNs of the keys made there."""
        name, args = self._name, self._args
        second = elsewhere(f"{name}-in-{args.second_region}", args.tenancy, args.second_region, args.owner, parent=self)
        bucket_name = copy_name(args.owner)
        copy = LockedCopy(
            f"{name}-copy", bucket_name, days=REPLACED_DAYS, account=args.tenancy, partition=self._partition, parent=self, provider=second
        )
        copy.secure.lifecycle("what-was-replaced", replaced_days=REPLACED_DAYS)
        keys = [self.key_ids[role] for role in STORE_KEYS]
        copied(store, [("elsewhere", copy.secure.bucket.arn, copy.key.arn)], keys, role=STATE, ready=copy.ready)
        replicas = [
            replica_key(
                f"{name}-copy-{secrets_role(layer)}",
                original,
                _SECRETS.format(layer),
                account=args.tenancy,
                partition=self._partition,
                alias=key_alias(args.owner, layer),
                parent=self,
                provider=second,
            )
            for layer, original in secrets.items()
        ]
        return [copy.key.arn, *(replica.arn for replica in replicas)]

    def _store(self) -> SecureBucket:
        store = secure_bucket(f"{self._name}-state", store_name(self._args.owner), self.key_ids[STATE], parent=self)
        store.policy()
        access_logged(store, self._args.owner.name("aws:bucket", f"{STATE}-access"), self._args.tenancy, parent=self)
        store.lifecycle("what-was-replaced", replaced_days=REPLACED_DAYS, uploads_days=7)
        return store

    def _role(self, pipeline: str, issuer: aws.iam.OpenIdConnectProvider) -> aws.iam.Role:
        args = self._args
        trust = assumed_by_pipeline(issuer.arn, args.issuer, args.subjects[pipeline], addresses=args.addresses)
        return aws.iam.Role(
            f"{self._name}-pipeline-{pipeline}",
            name=args.owner.name("aws:role", f"pipeline-{pipeline}"),
            path=PIPELINE_PATH,
            description=f"Pipeline of layers {', '.join(PIPELINE_LAYERS[pipeline])}",
            max_session_duration=SESSION_SECONDS,
            assume_role_policy=document(trust),
            opts=inside(self),
        )

    def _state_rights(self, keys: StateKeys, layers: tuple[str, ...]) -> list[Statement]:
        return state_rights(
            self._partition,
            store_name(self._args.owner),
            self._args.home,
            keys,
            store_keys=[self.key_ids[key] for key in STORE_KEYS],
            secrets_keys=[self.key_ids[layer] for layer in layers],
        )

    def _run_boundary(self) -> aws.iam.Policy:
        return aws.iam.Policy(
            f"{self._name}-run-boundary",
            name=RUN_BOUNDARY,
            path=PIPELINE_PATH,
            description="The most that a run of any body can ever do",
            policy=document(*self._state_rights(self._args.runs, RUN_LAYERS), *boundary_rights(self._partition)),
            opts=inside(self),
        )

    def _rights(self, pipeline: str, role: aws.iam.Role, boundary: aws.iam.Policy) -> None:
        aws.iam.RolePolicy(
            f"{self._name}-pipeline-{pipeline}-rights",
            role=role.name,
            policy=document(*self._state_rights(self._args.state[pipeline], PIPELINE_LAYERS[pipeline]), *self._acts_as(pipeline, boundary)),
            opts=inside(self),
        )

    def _acts_as(self, pipeline: str, boundary: aws.iam.Policy) -> list[Statement]:
        """Which role a pipeline may enter. The foundation's alone also acts in the management account."""
        entered = {
            # Of the platform's own accounts: a body's has another name.
            "foundation": role_arn(self._partition, "*", "/", ADMINISTRATION_ROLE),
            "network": role_arn(self._partition, "*", PATH, NETWORK_ROLE),
            "hosting": role_arn(self._partition, "*", PATH, HOSTING_ROLE),
        }
        statements: list[Statement] = [{"Sid": "Enter", "Effect": "Allow", "Action": ["sts:AssumeRole"], "Resource": [entered[pipeline]]}]
        if pipeline == "foundation":
            runs, services = (role_arn(self._partition, self._args.tenancy, path) for path in (RUN_PATH, SERVICE_PATH))
            passed = {"StringEquals": {"iam:PassedToService": ["config.amazonaws.com", "events.amazonaws.com"]}}
            bounded = {"StringEquals": {"iam:PermissionsBoundary": boundary.arn}}
            linked = role_arn(self._partition, self._args.tenancy, "/aws-service-role/")
            sharing = role_arn(self._partition, self._args.tenancy, "/aws-service-role/ram.amazonaws.com/")
            statements += [
                {"Sid": "Organisation", "Effect": "Allow", "Action": list(FOUNDATION_ACTIONS), "Resource": ["*"]},
                {"Sid": "Baseline", "Effect": "Allow", "Action": list(BASELINE_ACTIONS), "Resource": ["*"]},
                {"Sid": "BaselineKey", "Effect": "Allow", "Action": list(BASELINE_KEY_ACTIONS), "NotResource": self._kept},
                {"Sid": "BaselineRoles", "Effect": "Allow", "Action": ["iam:GetRole"], "Resource": [services]},
                {"Sid": "GiveBaselineRoles", "Effect": "Allow", "Action": ["iam:PassRole"], "Resource": [services], "Condition": passed},
                service_linked(self._partition, self._args.tenancy, *FOUNDATION_SERVICES),
                {"Sid": "Linked", "Effect": "Allow", "Action": ["iam:GetRole"], "Resource": [linked]},
                {"Sid": "Sharing", "Effect": "Allow", "Action": list(SHARING_ROLE_ACTIONS), "Resource": [sharing]},
                {"Sid": "MakeRuns", "Effect": "Allow", "Action": list(BOUNDED_ACTIONS), "Resource": [runs], "Condition": bounded},
                {"Sid": "Runs", "Effect": "Allow", "Action": list(ROLE_ACTIONS), "Resource": [runs]},
            ]
        return statements
