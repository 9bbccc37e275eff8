"""Each kind of step on AWS: a small estate in which the path is there, and the one statement that stops it."""

from collections.abc import Callable

import pytest

from tests.civic.access.path_estates import (
    ACCOUNT,
    APPLICATIONS,
    KEY,
    MANAGEMENT,
    OTHER,
    OTHERS,
    REGION,
    TENANCY,
    ZONE,
    Estate,
    found,
    policy,
    role_arn,
)

DEPLOY, ENDING, RUN, APPLICATION = role_arn("deploy"), "#with every right", role_arn("run", MANAGEMENT), role_arn("application")
SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:database-AbCdEf"
GUARD = f"arn:aws:organizations::{MANAGEMENT}:policy/o-home/service_control_policy/p-ou-unit"
PASSED = f"{DEPLOY} -> {role_arn('tenancy')}: passes it to lambda.amazonaws.com, which runs what it is told"
Build = Callable[[Estate, tuple[str, ...]], None]


def assuming(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(ZONE, "deploy", "Allow sts:AssumeRole on *", *stop)
    estate.role(TENANCY, "tenancy", trust=[f"Allow to root:{ACCOUNT} sts:AssumeRole"])


def trust_alone(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(ZONE, "deploy", *stop)
    estate.role(TENANCY, "tenancy", trust=["Allow to role:deploy sts:AssumeRole"])


def across_accounts(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(ZONE, "deploy", "Allow sts:AssumeRole on *", *stop)
    estate.role(OTHERS, "theirs", account=OTHER, trust=["Allow to role:deploy sts:AssumeRole"])


def retrusting(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(ZONE, "deploy", "Allow iam:UpdateAssumeRolePolicy on *", *stop)
    estate.role(TENANCY, "tenancy")


def inline(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(ZONE, "deploy", "Allow iam:PutRolePolicy on *", *stop)


def attaching(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(ZONE, "deploy", "Allow iam:AttachRolePolicy on *", *stop)


def version(estate: Estate, stop: tuple[str, ...]) -> None:
    carried = estate.managed(TENANCY, "carried", "Allow s3:ListAllMyBuckets on *")
    estate.role(ZONE, "deploy", "Allow iam:CreatePolicyVersion on *", *stop, managedPolicyArns=[carried])


def unbinding(estate: Estate, stop: tuple[str, ...]) -> None:
    boundary = estate.managed(TENANCY, "bounds", "Allow iam:DeleteRolePermissionsBoundary on *")
    estate.role(ZONE, "deploy", "Allow iam:DeleteRolePermissionsBoundary,sts:AssumeRole on *", *stop, boundary=boundary)
    estate.role(TENANCY, "tenancy", trust=[f"Allow to root:{ACCOUNT} sts:AssumeRole"])


def rebinding(estate: Estate, stop: tuple[str, ...]) -> None:
    boundary = estate.managed(TENANCY, "bounds", "Allow iam:PutRolePermissionsBoundary on *")
    estate.role(ZONE, "deploy", "Allow iam:PutRolePermissionsBoundary,sts:AssumeRole on *", *stop, boundary=boundary)
    estate.role(TENANCY, "tenancy", trust=[f"Allow to root:{ACCOUNT} sts:AssumeRole"])


def creating(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(ZONE, "deploy", "Allow iam:CreateRole,iam:PutRolePolicy on arn:aws:iam::*:role/service/*", *stop)


def user(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(ZONE, "deploy", "Allow iam:CreateUser,iam:PutUserPolicy,iam:CreateAccessKey on *", *stop)


def access_key(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(ZONE, "deploy", "Allow iam:CreateAccessKey on *", *stop)
    everything = {"name": "operator", "managedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"]}
    estate.add(TENANCY, "aws:iam/user:User", "operator", everything, arn=f"arn:aws:iam::{ACCOUNT}:user/operator")


def sign_in(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(ZONE, "deploy", "Allow iam:CreateOpenIDConnectProvider on *", *stop)


def passing(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(ZONE, "deploy", "Allow iam:PassRole,lambda:CreateFunction on *", *stop)
    estate.role(TENANCY, "tenancy", trust=["Allow to service:lambda.amazonaws.com sts:AssumeRole"])


def ordering(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(ZONE, "deploy", "Allow ecs:ExecuteCommand on *", *stop)
    estate.role(TENANCY, "tenancy", trust=["Allow to service:ecs-tasks.amazonaws.com sts:AssumeRole"])


def assigning(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(TENANCY, "run", "Allow sso:CreateAccountAssignment on *", *stop, account=MANAGEMENT)
    _permission_set(estate)


def rewriting_a_set(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(TENANCY, "run", "Allow sso:PutInlinePolicyToPermissionSet on *", *stop, account=MANAGEMENT)
    _permission_set(estate)


def _permission_set(estate: Estate) -> None:
    arn = "arn:aws:sso:::permissionSet/ssoins-1/ps-1"
    estate.add("platform-aws-foundation", "aws:ssoadmin/permissionSet:PermissionSet", "reader", {"name": "reader"}, MANAGEMENT, id=arn, arn=arn)
    assigned = {"permissionSetArn": arn, "targetId": OTHER}
    estate.add(OTHERS, "aws:ssoadmin/accountAssignment:AccountAssignment", "assigned", assigned, MANAGEMENT)


def detaching(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.guard("ou-unit", "Deny ec2:CreateVpc on *")
    estate.role(TENANCY, "run", "Allow organizations:DetachPolicy on *", *stop, account=MANAGEMENT)


def moving(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.guard("ou-unit", "Deny ec2:CreateVpc on *")
    estate.role(TENANCY, "run", "Allow organizations:MoveAccount on *", *stop, account=MANAGEMENT)


def secret(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(APPLICATIONS, "application", "Allow secretsmanager:GetSecretValue on *", *stop)
    _secret(estate, ZONE)


def secret_policy(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(APPLICATIONS, "application", "Allow secretsmanager:PutResourcePolicy on *", *stop)
    _secret(estate, ZONE)


def _secret(estate: Estate, stack: str, **more: str) -> None:
    estate.add(stack, "aws:secretsmanager/secret:Secret", "database", {"name": "database", **more}, arn=SECRET)


def key_policy(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(APPLICATIONS, "application", "Allow kms:PutKeyPolicy on *", *stop)
    estate.add(ZONE, "aws:kms/key:Key", "key", {"description": "key"}, arn=KEY.replace(MANAGEMENT, ACCOUNT))


def bucket(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(APPLICATIONS, "application", "Allow s3:GetObject on arn:aws:s3:::logs/*", *stop)
    estate.add(ZONE, "aws:s3/bucket:Bucket", "logs", {"bucket": "logs"}, arn="arn:aws:s3:::logs")


def bucket_policy(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(APPLICATIONS, "application", "Allow s3:PutBucketPolicy on *", *stop)
    estate.add(ZONE, "aws:s3/bucket:Bucket", "logs", {"bucket": "logs"}, arn="arn:aws:s3:::logs")


def foreign_bucket(estate: Estate, stop: tuple[str, ...]) -> None:
    """Another body's bucket, which its own policy opens to the role."""
    estate.role(APPLICATIONS, "application", "Allow s3:GetObject on *", *stop)
    opened = policy("Allow to role:application s3:GetObject on arn:aws:s3:::theirs/*")
    estate.add(OTHERS, "aws:s3/bucket:Bucket", "theirs", {"bucket": "theirs"}, OTHER, arn="arn:aws:s3:::theirs")
    estate.add(OTHERS, "aws:s3/bucketPolicy:BucketPolicy", "theirs", {"bucket": "theirs", "policy": opened}, OTHER)


def database(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(APPLICATIONS, "application", "Allow rds:ModifyDBInstance on *", *stop)
    arn = f"arn:aws:rds:{REGION}:{ACCOUNT}:db:shared"
    estate.add(ZONE, "aws:rds/instance:Instance", "shared", {"identifier": "shared"}, arn=arn)


def state(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(TENANCY, "run", "Allow s3:GetObject on arn:aws:s3:::state/.pulumi/stacks/project/*", *stop, account=MANAGEMENT)
    estate.role(OTHERS, "other-run", account=MANAGEMENT)


def card(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(TENANCY, "run", "Allow s3:PutObject on arn:aws:s3:::state/cards/*", *stop, account=MANAGEMENT)
    estate.role(OTHERS, "other-run", account=MANAGEMENT)


def state_secrets(estate: Estate, stop: tuple[str, ...]) -> None:
    estate.role(TENANCY, "run", f"Allow kms:Decrypt on {KEY}", *stop, account=MANAGEMENT)
    estate.role(OTHERS, "other-run", account=MANAGEMENT)


EDGES: list[tuple[Build, str, str]] = [
    (assuming, f"{DEPLOY} -> {role_arn('tenancy')}: assumes it", f"Deny sts:AssumeRole on {role_arn('tenancy')}"),
    (trust_alone, f"{DEPLOY} -> {role_arn('tenancy')}: assumes it", "Deny sts:* on *"),
    (across_accounts, f"{DEPLOY} -> {role_arn('theirs', OTHER)}: assumes it", f"Deny sts:AssumeRole on arn:aws:iam::{OTHER}:role/*"),
    (retrusting, f"{DEPLOY} -> {role_arn('tenancy')}: rewrites its trust and assumes it", "Deny iam:UpdateAssumeRolePolicy on *"),
    (inline, f"{DEPLOY} -> {DEPLOY}{ENDING}: gives it every right", f"Deny iam:PutRolePolicy on {DEPLOY}"),
    (attaching, f"{DEPLOY} -> {DEPLOY}{ENDING}: gives it every right", "Deny iam:AttachRolePolicy on * if ArnLike iam:PolicyARN arn:aws:iam::aws:*"),
    (version, f"{DEPLOY} -> {DEPLOY}{ENDING}: gives it every right", f"Deny iam:*PolicyVersion on arn:aws:iam::{ACCOUNT}:policy/carried"),
    (unbinding, f"{DEPLOY} -> {role_arn('tenancy')}: assumes it", "Deny iam:DeleteRolePermissionsBoundary on *"),
    (rebinding, f"{DEPLOY} -> {role_arn('tenancy')}: assumes it", "Deny iam:Put* on * if StringLike iam:PermissionsBoundary arn:aws:iam::aws:*"),
    (
        creating,
        f"{DEPLOY} -> {role_arn('service/new')}{ENDING}: makes a role with every right",
        f"Deny iam:CreateRole on * if StringNotEquals iam:PermissionsBoundary arn:aws:iam::{ACCOUNT}:policy/bounds",
    ),
    (user, f"{DEPLOY} -> arn:aws:iam::{ACCOUNT}:user/new{ENDING}: makes a user with every right", "Deny iam:CreateUser on *"),
    (access_key, f"{DEPLOY} -> arn:aws:iam::{ACCOUNT}:user/operator: makes a key or password for it", "Deny iam:CreateAccessKey on *"),
    (sign_in, f"{DEPLOY} -> {ACCOUNT}: makes or rewrites a provider of sign-in", "Deny iam:Create*Provider on *"),
    (passing, PASSED, "Deny iam:PassRole on * if StringEquals iam:PassedToService lambda.amazonaws.com"),
    (passing, PASSED, "Deny lambda:* on *"),
    (ordering, f"{DEPLOY} -> {role_arn('tenancy')}: gives orders to what ecs-tasks.amazonaws.com runs as it", "Deny ecs:ExecuteCommand on *"),
    (
        assigning,
        f"{RUN} -> {OTHER}: gives somebody a permission set in it",
        f"Deny sso:CreateAccountAssignment on arn:aws:sso:::account/{OTHER},arn:aws:sso:::account/{MANAGEMENT}",
    ),
    (rewriting_a_set, f"{RUN} -> {OTHER}: rewrites a permission set that is assigned in it", "Deny sso:Put* on *"),
    (detaching, f"{RUN} -> {GUARD}: takes it away or rewrites it (organizations:DetachPolicy)", "Deny organizations:DetachPolicy on *"),
    (
        moving,
        f"{RUN} -> guardrails of {ACCOUNT}: moves it from ou-unit to r-root, where fewer hold",
        "Deny organizations:MoveAccount on arn:aws:organizations::*:root/*",
    ),
    (secret, f"{APPLICATION} -> {SECRET}: reads it", "Deny secretsmanager:GetSecretValue on *"),
    (secret_policy, f"{APPLICATION} -> {SECRET}: rewrites its policy", "Deny secretsmanager:Put* on *"),
    (key_policy, f"{APPLICATION} -> {KEY.replace(MANAGEMENT, ACCOUNT)}: rewrites the key's policy", "Deny kms:PutKeyPolicy on *"),
    (bucket, f"{APPLICATION} -> arn:aws:s3:::logs: reads it", "Deny s3:GetObject on arn:aws:s3:::logs/*"),
    (bucket_policy, f"{APPLICATION} -> arn:aws:s3:::logs: rewrites the bucket's policy", "Deny s3:PutBucketPolicy on *"),
    (foreign_bucket, f"{APPLICATION} -> arn:aws:s3:::theirs: reads it", f"Deny s3:* on * if StringNotEquals aws:ResourceAccount {ACCOUNT}"),
    (
        database,
        f"{APPLICATION} -> arn:aws:rds:{REGION}:{ACCOUNT}:db:shared: sets a new password for its administrator",
        "Deny rds:* on *",
    ),
    (
        state,
        f"{RUN} -> arn:aws:s3:::state/.pulumi/stacks/project/b-aws-tenancy.json: reads it",
        "Deny s3:* on arn:aws:s3:::state/*/b-*,arn:aws:s3:::state/*/platform-*",
    ),
    (
        card,
        f"{RUN} -> arn:aws:s3:::state/cards/b-aws-tenancy.json: writes it",
        "Deny s3:* on arn:aws:s3:::state/cards/b-*,arn:aws:s3:::state/cards/platform-*",
    ),
    (
        state_secrets,
        f"{RUN} -> secrets of b-aws-tenancy: decrypts them with its layer's key",
        "Deny kms:Decrypt on * if StringNotEquals kms:EncryptionContext:stack a-aws-tenancy",
    ),
]
NAMES = [f"{build.__name__}-{number}" for number, (build, _, _) in enumerate(EDGES)]


@pytest.mark.parametrize(("build", "path", "stop"), EDGES, ids=NAMES)
def test_a_path_is_found_and_one_statement_stops_it(build: Build, path: str, stop: str):
    open_, stopped = Estate(), Estate()
    build(open_, ())
    build(stopped, (stop,))
    assert path in found(open_)
    assert found(stopped) == []


@pytest.mark.parametrize(("build", "path", "stop"), EDGES, ids=NAMES)
def test_an_allow_less_never_adds_a_path(build: Build, path: str, stop: str):
    """Nobody's rights, and then what is left: nothing that was not there before."""
    open_ = Estate()
    build(open_, ())
    before = set(found(open_))
    assert path in before, stop
    for stack, made in open_.resources.items():
        for number, resource in enumerate(made):
            if resource.type == "aws:iam/rolePolicy:RolePolicy":
                open_.resources[stack] = [*made[:number], *made[number + 1 :]]
                assert set(found(open_)) <= before
                open_.resources[stack] = made
