"""What a service does besides, when somebody asks it: mostly with a KMS key, mostly in the caller's name. Follow-up requests, to be evaluated too.

Each entry names the page that says so. IAM User Guide, "Forward access sessions": such calls carry ``kms:ViaService`` and ``aws:ViaAWSService``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from civic.access.aws.evaluation import evaluate
from civic.access.aws.request import Kind, Principal, Request
from civic.access.aws.world import World
from civic.access.verdict import Decision, Verdict

CALLED_VIA = frozenset({"aoss", "athena", "backup", "cloudformation", "dynamodb", "kms", "ram"})
"""Of the services here those that ``aws:CalledVia`` names (IAM User Guide, "aws:CalledVia")."""


@dataclass(frozen=True)
class Use:
    """What a service does with a key when it is asked for an action."""

    operations: tuple[str, ...]
    """Of KMS."""
    page: str
    """Where AWS says so."""
    context: str = ""
    """Key of the encryption context whose value is the resource's ARN."""
    by_service: bool = False
    """In the service's own name and not in the caller's."""


_S3 = "S3 User Guide, Using server-side encryption with AWS KMS keys"
_SECRETS = "Secrets Manager User Guide, Secret encryption and decryption in AWS Secrets Manager"
_READ = Use(("Decrypt",), _S3, "aws:s3:arn")
_WRITE = Use(("GenerateDataKey",), _S3, "aws:s3:arn")
_SECRET_READ = Use(("Decrypt",), _SECRETS, "SecretARN")
_SECRET_WRITE = Use(("GenerateDataKey", "Decrypt"), _SECRETS, "SecretARN")
_LOGS = Use(
    ("Encrypt", "Decrypt", "ReEncryptFrom", "GenerateDataKey", "DescribeKey"),
    "CloudWatch Logs User Guide, Encrypt log data in CloudWatch Logs using AWS KMS",
    "aws:logs:arn",
    by_service=True,
)
_SNS = Use(("GenerateDataKey", "Decrypt"), "SNS Developer Guide, Configuring AWS KMS permissions", "aws:sns:topicArn")
_SQS = "SQS Developer Guide, Configuring KMS permissions for Amazon SQS"
_RDS = Use(("CreateGrant", "DescribeKey"), "RDS User Guide, Encrypting Amazon RDS resources")
_EBS = Use(
    ("DescribeKey", "CreateGrant", "GenerateDataKeyWithoutPlaintext", "Decrypt", "ReEncryptFrom", "ReEncryptTo"),
    "EBS User Guide, Requirements for Amazon EBS encryption",
)
_FIREWALL = Use(("Decrypt", "GenerateDataKey"), "Network Firewall Developer Guide, Encryption at rest with AWS KMS keys")
_BACKUP = Use(
    ("CreateGrant", "GenerateDataKey", "Decrypt", "RetireGrant", "DescribeKey"), "Backup Developer Guide, Access control: API permissions reference"
)
_ECR = Use(("CreateGrant", "DescribeKey"), "ECR User Guide, Encryption at rest")
_DYNAMODB = "DynamoDB Developer Guide, How DynamoDB uses AWS KMS"
_TABLE = Use(("Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "DescribeKey", "CreateGrant"), _DYNAMODB)
_ITEM = Use(("Decrypt",), _DYNAMODB)
_LAMBDA = Use(("CreateGrant", "Encrypt", "DescribeKey"), "Lambda Developer Guide, Securing Lambda environment variables")
_PARAMETER = "Systems Manager User Guide, How AWS Systems Manager Parameter Store uses AWS KMS"

USES: Mapping[str, Use] = {
    **dict.fromkeys(("s3:getobject", "s3:getobjectversion", "s3:getobjectattributes"), _READ),
    "s3:putobject": _WRITE,
    "s3:multipart": Use(("GenerateDataKey", "Decrypt"), "S3 User Guide, Multipart upload API and permissions", "aws:s3:arn"),
    "s3:replicateobject": _WRITE,
    **dict.fromkeys(("secretsmanager:getsecretvalue", "secretsmanager:batchgetsecretvalue"), _SECRET_READ),
    **dict.fromkeys(("secretsmanager:createsecret", "secretsmanager:putsecretvalue", "secretsmanager:updatesecret"), _SECRET_WRITE),
    **dict.fromkeys(("logs:createloggroup", "logs:associatekmskey", "logs:putlogevents", "logs:filterlogevents", "logs:getlogevents"), _LOGS),
    "sns:publish": _SNS,
    "sqs:sendmessage": Use(("GenerateDataKey", "Decrypt"), _SQS, "aws:sqs:arn"),
    "sqs:receivemessage": Use(("Decrypt",), _SQS, "aws:sqs:arn"),
    **dict.fromkeys(("rds:createdbinstance", "rds:createdbcluster", "rds:restoredbinstancefromdbsnapshot", "rds:copydbsnapshot"), _RDS),
    **dict.fromkeys(("ec2:createvolume", "ec2:runinstances", "ec2:copysnapshot"), _EBS),
    **dict.fromkeys(
        tuple(
            f"network-firewall:{verb}{thing}" for verb in ("create", "update", "describe") for thing in ("firewall", "firewallpolicy", "rulegroup")
        ),
        _FIREWALL,
    ),
    "backup:createbackupvault": _BACKUP,
    "ecr:createrepository": _ECR,
    "dynamodb:createtable": _TABLE,
    **dict.fromkeys(("dynamodb:getitem", "dynamodb:putitem", "dynamodb:query", "dynamodb:scan", "dynamodb:updateitem", "dynamodb:deleteitem"), _ITEM),
    **dict.fromkeys(("lambda:createfunction", "lambda:updatefunctionconfiguration"), _LAMBDA),
    "ssm:putparameter": Use(("Encrypt", "GenerateDataKey"), _PARAMETER, "PARAMETER_ARN"),
    "ssm:getparameter": Use(("Decrypt",), _PARAMETER, "PARAMETER_ARN"),
}
"""Action in small letters -> what the service then does with the resource's key. ``s3:multipart`` is PutObject in parts."""


def follow_ups(world: World, request: Request, *, key: str = "", managed_password: bool = False, in_parts: bool = False) -> tuple[Request, ...]:
    """What the service then asks for, mostly in the caller's name. Empty where it uses no key that anybody has to be allowed.

    Args:
        key: ARN of the key that the caller names, for a resource that is only being made; else the resource's own.
        managed_password: the database keeps its master password in Secrets Manager (RDS User Guide, "Password management with Secrets Manager").
        in_parts: the object is put as a multipart upload.
    """
    found = list(_secrets(world, request)) if managed_password else []
    carrier = world.carrier(request.service, request.resource)
    key = world.key(key) if key else carrier.key if carrier else ""
    use = USES.get("s3:multipart" if in_parts and request.lowered == "s3:putobject" else request.lowered)
    if use is None or not key or ":alias/aws/" in key:
        return tuple(found)
    return (*found, *_with_key(world, request, use, key))


def _with_key(world: World, request: Request, use: Use, key: str) -> Iterator[Request]:
    region = key.split(":", 5)[3]
    carrier = world.carrier(request.service, request.resource)
    subject = carrier.arn if carrier and request.service == "s3" and carrier.bucket_key else request.resource
    who = request.principal
    context: dict[str, tuple[str, ...]] = {}
    unknown = request.unknown_keys
    if use.by_service:
        who = Principal.service(f"{request.service}.{region}.amazonaws.com")
    elif who.kind is not Kind.SERVICE:
        context |= _in_the_callers_name(request.service, region)
    if use.context:
        context[f"kms:encryptioncontext:{use.context.lower()}"] = (subject,)
        context["kms:encryptioncontextkeys"] = (use.context,)
    else:
        unknown |= {"kms:encryptioncontext:*", "kms:encryptioncontextkeys"}
    for operation in use.operations:
        more = {"kms:grantisforawsresource": ("true",)} if operation == "CreateGrant" else {}
        yield replace(
            request,
            principal=who,
            action=f"kms:{operation}",
            resource=key,
            resource_account="",
            context={**context, **more},
            unknown_keys=unknown,
            endpoint="",
        )


def _in_the_callers_name(service: str, region: str) -> dict[str, tuple[str, ...]]:
    context = {"kms:viaservice": (f"{service}.{region}.amazonaws.com",), "aws:viaawsservice": ("true",)}
    if service in CALLED_VIA:
        via = (f"{service}.amazonaws.com",)
        context |= {"aws:calledvia": via, "aws:calledviafirst": via, "aws:calledvialast": via}
    return context


def _secrets(world: World, request: Request) -> Iterator[Request]:
    """RDS User Guide, "Permissions required for Secrets Manager integration"."""
    parts = request.resource.split(":", 5)
    region, account = (parts[3], parts[4]) if len(parts) == 6 else ("", request.principal.account)
    secret = f"arn:aws:secretsmanager:{region}:{account}:secret:rds!db-00000000-0000-0000-0000-000000000000-000000"
    context = {"aws:viaawsservice": ("true",), "aws:requestedregion": (region,)} if region else {"aws:viaawsservice": ("true",)}
    for action in ("CreateSecret", "TagResource"):
        yield replace(request, action=f"secretsmanager:{action}", resource=secret, resource_account=account, context=context, endpoint="")


def evaluate_with_services(
    world: World, request: Request, *, key: str = "", managed_password: bool = False, in_parts: bool = False
) -> tuple[tuple[Request, Verdict], ...]:
    """The request and all that the service then does, each with its verdict; the whole succeeds where all are allowed."""
    asked = (request, *follow_ups(world, request, key=key, managed_password=managed_password, in_parts=in_parts))
    return tuple((one, evaluate(world, one)) for one in asked)


def worst(verdicts: tuple[tuple[Request, Verdict], ...]) -> tuple[Request, Verdict]:
    """The one that decides: the first denied, else the first unknown, else the first. Raises ``ValueError`` for none."""
    order = {Decision.DENIED: 0, Decision.UNKNOWN: 1, Decision.ALLOWED: 2}
    return min(verdicts, key=lambda one: order[one[1].decision])
