"""Resources that carry a policy of their own, what encrypts them, endpoints, aliases and grants, read from resources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from civic.access.aws.attached import Attached, PolicySet
from civic.access.aws.defaults import key_policy, topic_policy
from civic.access.aws.kinds import DocumentKind
from civic.access.aws.source import Source, entries, mapping, opened
from civic.access.aws.world import Endpoint, Grant, Owned
from civic.plan import Resource

BUCKET, KEY, TOPIC = "aws:s3/bucket:Bucket", "aws:kms/key:Key", "aws:sns/topic:Topic"
QUEUE, SECRET, REPOSITORY = "aws:sqs/queue:Queue", "aws:secretsmanager/secret:Secret", "aws:ecr/repository:Repository"
VAULT, BUS = "aws:backup/vault:Vault", "aws:cloudwatch/eventBus:EventBus"
DELIVERY = "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination"


@dataclass(frozen=True)
class Carrier:
    """A type that may have a policy: what kind, and which of its properties names its key."""

    kind: DocumentKind | None
    key: str = ""
    """Property, with dots into objects and lists' first entries."""


CARRIERS: Mapping[str, Carrier] = {
    BUCKET: Carrier(DocumentKind.BUCKET, "serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.kmsMasterKeyId"),
    "aws:s3/bucketV2:BucketV2": Carrier(DocumentKind.BUCKET),
    KEY: Carrier(DocumentKind.KEY),
    "aws:kms/replicaKey:ReplicaKey": Carrier(DocumentKind.KEY),
    TOPIC: Carrier(DocumentKind.TOPIC, "kmsMasterKeyId"),
    QUEUE: Carrier(DocumentKind.QUEUE, "kmsMasterKeyId"),
    SECRET: Carrier(DocumentKind.SECRET, "kmsKeyId"),
    REPOSITORY: Carrier(DocumentKind.REPOSITORY, "encryptionConfigurations.kmsKey"),
    VAULT: Carrier(DocumentKind.VAULT, "kmsKeyArn"),
    BUS: Carrier(DocumentKind.EVENT_BUS, "kmsKeyIdentifier"),
    DELIVERY: Carrier(DocumentKind.DELIVERY),
    "aws:cloudwatch/logGroup:LogGroup": Carrier(None, "kmsKeyId"),
    "aws:rds/instance:Instance": Carrier(None, "kmsKeyId"),
    "aws:rds/cluster:Cluster": Carrier(None, "kmsKeyId"),
    "aws:ebs/volume:Volume": Carrier(None, "kmsKeyId"),
    "aws:dynamodb/table:Table": Carrier(None, "serverSideEncryption.kmsKeyArn"),
    "aws:lambda/function:Function": Carrier(None, "kmsKeyArn"),
    "aws:networkfirewall/firewall:Firewall": Carrier(None, "encryptionConfiguration.keyId"),
    "aws:networkfirewall/firewallPolicy:FirewallPolicy": Carrier(None, "encryptionConfiguration.keyId"),
    "aws:networkfirewall/ruleGroup:RuleGroup": Carrier(None, "encryptionConfiguration.keyId"),
}

POLICIES = {
    "aws:s3/bucketPolicy:BucketPolicy": (DocumentKind.BUCKET, "bucket", (BUCKET, "aws:s3/bucketV2:BucketV2")),
    "aws:kms/keyPolicy:KeyPolicy": (DocumentKind.KEY, "keyId", (KEY,)),
    "aws:sns/topicPolicy:TopicPolicy": (DocumentKind.TOPIC, "arn", (TOPIC,)),
    "aws:sqs/queuePolicy:QueuePolicy": (DocumentKind.QUEUE, "queueUrl", (QUEUE,)),
    "aws:secretsmanager/secretPolicy:SecretPolicy": (DocumentKind.SECRET, "secretArn", (SECRET,)),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": (DocumentKind.REPOSITORY, "repository", (REPOSITORY,)),
    "aws:backup/vaultPolicy:VaultPolicy": (DocumentKind.VAULT, "backupVaultName", (VAULT,)),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": (DocumentKind.EVENT_BUS, "eventBusName", (BUS,)),
    "aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy": (DocumentKind.DELIVERY, "deliveryDestinationName", (DELIVERY,)),
}
"""Type that holds a policy for another -> kind, property that names the other, types that it may be."""

ENCRYPTIONS = ("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",)


def read_owned(source: Source, aliases: Mapping[str, str]) -> dict[str, Owned]:
    """Everything that carries a policy or is encrypted with a key, by ARN."""
    owned: dict[str, Owned] = {}
    named: dict[tuple[str, str, str], str] = {}
    for token, carrier in CARRIERS.items():
        for resource in source.of(token):
            one = _owned(source, resource, carrier, aliases)
            owned[one.arn] = one
            for name in {resource.id, source.name(resource), one.arn, one.arn.rpartition("/")[2]}:
                named[token, one.account, name] = one.arn
    for resource in source.of(*POLICIES):
        arn = _target(source, resource, named)
        kind = POLICIES[resource.type][0]
        held = "deliveryDestinationPolicy" if kind is DocumentKind.DELIVERY else "policy"
        attached = source.attach(resource, held, resource.inputs.get(held), kind)
        if arn and attached:
            holder = owned.get(arn) or Owned(arn, source.account(resource), source.region(resource), resource.urn, resource.type)
            owned[arn] = replace(holder, policy=PolicySet([attached]))
    for resource in source.of(*ENCRYPTIONS):
        arn = f"arn:aws:s3:::{source.text(resource, 'bucket')}"
        rule = mapping(next(iter(entries(resource.inputs.get("rules"))), None))
        if (key := _walk(rule, _RULE)) and arn in owned:
            found = key_arn(key, owned[arn].account, owned[arn].region, aliases)
            owned[arn] = replace(owned[arn], key=found, bucket_key=rule.get("bucketKeyEnabled") is True)
    return owned


_RULE = "applyServerSideEncryptionByDefault.kmsMasterKeyId"


def _owned(source: Source, resource: Resource, carrier: Carrier, aliases: Mapping[str, str]) -> Owned:
    account, region = source.account(resource), source.region(resource)
    arn = source.arn(resource) or (
        f"arn:aws:s3:::{source.text(resource, 'bucket') or resource.id}" if resource.type.startswith("aws:s3/") else resource.urn
    )
    attached = source.attach(resource, "policy", resource.inputs.get("policy"), carrier.kind) if carrier.kind else None
    if attached is None and carrier.kind is DocumentKind.KEY:
        attached = key_policy(account)
    if attached is None and carrier.kind is DocumentKind.TOPIC:
        attached = topic_policy(account)
    key = _walk(resource.inputs, carrier.key) if carrier.key else ""
    encrypted = key_arn(key, account, region, aliases) if key else ""
    return Owned(arn, account, region, resource.urn, resource.type, PolicySet([attached] if attached else []), encrypted)


def _walk(values: Mapping[str, object], path: str) -> str:
    found: object = values
    for part in path.split("."):
        found = mapping(found).get(part)
        several = entries(found)
        found = opened(several[0] if several else found)
    return found if isinstance(found, str) else ""


def key_arn(key: str, account: str, region: str, aliases: Mapping[str, str]) -> str:
    """The key's ARN for what a property may hold: an ARN, an id, an alias' name or ARN."""
    if not key.startswith("arn:"):
        key = f"arn:aws:kms:{region}:{account}:{key if key.startswith('alias/') else 'key/' + key}"
    return aliases.get(key, key)


def _target(source: Source, resource: Resource, named: Mapping[tuple[str, str, str], str]) -> str:
    kind, holder, tokens = POLICIES[resource.type]
    account, name = source.account(resource), source.text(resource, holder)
    for token in tokens:
        made = source.dependency(resource, holder, token) if not name else None
        names = [made.id, source.name(made), source.arn(made)] if made else [name, name.rpartition("/")[2]]
        for one in names:
            if one and (arn := named.get((token, account, one))):
                return arn
    if kind is DocumentKind.EVENT_BUS:
        return f"arn:aws:events:{source.region(resource)}:{account}:event-bus/{name or 'default'}"
    if kind is DocumentKind.BUCKET and name:
        return f"arn:aws:s3:::{name}"
    return name if name.startswith("arn:") else ""


def read_aliases(source: Source) -> dict[str, str]:
    """Alias' ARN -> key's ARN."""
    keys = {resource.id: source.arn(resource) for resource in source.of(KEY, "aws:kms/replicaKey:ReplicaKey")}
    found: dict[str, str] = {}
    for resource in source.of("aws:kms/alias:Alias"):
        target = source.text(resource, "targetKeyId")
        key = keys.get(target.rpartition("/")[2]) or target
        parts = key.split(":", 5)
        if len(parts) == 6:
            found[":".join([*parts[:5], source.text(resource, "name")])] = key
    return found


def read_endpoints(source: Source) -> dict[str, Endpoint]:
    found: dict[str, Endpoint] = {}
    for resource in source.of("aws:ec2/vpcEndpoint:VpcEndpoint"):
        attached = source.attach(resource, "policy", resource.inputs.get("policy"), DocumentKind.ENDPOINT)
        found[resource.id] = _endpoint(source, resource, attached)
    for resource in source.of("aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"):
        attached = source.attach(resource, "policy", resource.inputs.get("policy"), DocumentKind.ENDPOINT)
        holder = found.get(source.text(resource, "vpcEndpointId"))
        if holder and attached:
            found[holder.id] = replace(holder, policy=PolicySet([attached]))
    return found


def _endpoint(source: Source, resource: Resource, attached: Attached | None) -> Endpoint:
    policy = PolicySet([attached] if attached else [])
    return Endpoint(resource.id, source.account(resource), source.text(resource, "vpcId"), policy, resource.urn)


def read_grants(source: Source, aliases: Mapping[str, str]) -> dict[str, tuple[Grant, ...]]:
    found: dict[str, tuple[Grant, ...]] = {}
    for resource in source.of("aws:kms/grant:Grant"):
        key = key_arn(source.text(resource, "keyId"), source.account(resource), source.region(resource), aliases)
        found[key] = (*found.get(key, ()), _grant(source, resource, key))
    return found


def _grant(source: Source, resource: Resource, key: str) -> Grant:
    equals: dict[str, str] = {}
    subset: dict[str, str] = {}
    for one in entries(resource.inputs.get("constraints")):
        equals.update(_texts(mapping(one).get("encryptionContextEquals")))
        subset.update(_texts(mapping(one).get("encryptionContextSubset")))
    operations = frozenset(str(one) for one in entries(resource.inputs.get("operations")))
    return Grant(key, source.text(resource, "granteePrincipal"), operations, equals, subset, resource.urn)


def _texts(value: object) -> Iterator[tuple[str, str]]:
    return ((key, str(one)) for key, one in mapping(value).items())
