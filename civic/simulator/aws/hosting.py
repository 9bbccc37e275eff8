"""Load balancers, containers, databases, certificates, names and secrets: the shapes of their identifiers."""

import json
from collections.abc import Mapping
from typing import Any

from civic.simulator.aws.arns import PARTITION
from civic.simulator.world import World, digest, guid

Made = tuple[str, dict[str, Any]]


def _stem(service: str, world: World, ref: str) -> str:
    return f"arn:{PARTITION}:{service}:{world.region(ref)}:{world.account(ref)}:"


def _named(arn: str, **others: Any) -> Made:
    """A resource that the provider knows by its ARN."""
    return arn, {"arn": arn, **others}


def balancer(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> Made:
    kind = {"network": "net", "gateway": "gwy"}.get(str(outputs.get("loadBalancerType")), "app")
    suffix = f"{kind}/{outputs.get('name')}/{digest(urn, length=16)}"
    host = f"{'internal-' if outputs.get('internal') else ''}{outputs.get('name')}-{digest(urn, length=8)}.{world.region(ref)}.elb.amazonaws.com"
    arn = f"{_stem('elasticloadbalancing', world, ref)}loadbalancer/{suffix}"
    return _named(arn, arnSuffix=suffix, dnsName=host, zoneId=f"Z{digest('elb', world.region(ref), length=13).upper()}")


def listener(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> Made:
    arn = str(outputs.get("loadBalancerArn")).replace(":loadbalancer/", ":listener/") + f"/{digest(urn, length=16)}"
    return _named(arn)


def rule(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> Made:
    return _named(str(outputs.get("listenerArn")).replace(":listener/", ":listener-rule/") + f"/{digest(urn, length=16)}")


def targets(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> Made:
    suffix = f"targetgroup/{outputs.get('name')}/{digest(urn, length=16)}"
    return _named(f"{_stem('elasticloadbalancing', world, ref)}{suffix}", arnSuffix=suffix)


def cluster(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> Made:
    return _named(f"{_stem('ecs', world, ref)}cluster/{outputs.get('name')}")


def service(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> Made:
    place = str(outputs.get("cluster")).rpartition("/")[2]
    return _named(f"{_stem('ecs', world, ref)}service/{place}/{outputs.get('name')}")


def task(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> Made:
    family = f"{_stem('ecs', world, ref)}task-definition/{outputs.get('family')}"
    return str(outputs.get("family")), {"arn": f"{family}:1", "arnWithoutRevision": family, "revision": 1}


def database(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> Made:
    name = str(outputs.get("identifier"))
    host = f"{name}.{digest(urn, length=12)}.{world.region(ref)}.rds.amazonaws.com"
    made: dict[str, Any] = {
        "arn": f"{_stem('rds', world, ref)}db:{name}",
        "address": host,
        "endpoint": f"{host}:{outputs.get('port')}",
        "hostedZoneId": f"Z{digest('rds', world.region(ref), length=13).upper()}",
    }
    if outputs.get("manageMasterUserPassword"):
        secret = f"{_stem('secretsmanager', world, ref)}secret:rds!db-{digest(urn, length=12)}-{digest(urn, 's', length=6)}"
        made["masterUserSecrets"] = [{"secretArn": secret, "secretStatus": "active", "kmsKeyId": outputs.get("masterUserSecretKmsKeyId") or ""}]
    return f"db-{digest(urn, length=26).upper()}", made


def certificate(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> Made:
    arn = f"{_stem('acm', world, ref)}certificate/{digest(urn, length=8)}-0000-4000-8000-{digest(urn, 'c', length=12)}"
    names = [str(outputs.get("domainName")), *map(str, outputs.get("subjectAlternativeNames") or ())]
    # A wildcard and its domain are proven by one record.
    proven = {name.removeprefix("*."): name for name in reversed(names)}
    options = [
        {
            "domainName": name,
            "resourceRecordName": f"_{digest(base, length=32)}.{base}.",
            "resourceRecordType": "CNAME",
            "resourceRecordValue": f"_{digest(urn, base, length=32)}.acm-validations.aws.",
        }
        for base, name in sorted(proven.items())
    ]
    return _named(arn, domainValidationOptions=options)


def zone(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> Made:
    ident = f"Z{digest(urn, length=20).upper()}"
    servers = [f"ns-{number}.awsdns-{number:02d}.{ending}" for number, ending in enumerate(("com", "net", "org", "co.uk"), start=1)]
    return ident, {"zoneId": ident, "arn": f"arn:{PARTITION}:route53:::hostedzone/{ident}", "nameServers": servers}


def record(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> Made:
    name = str(outputs.get("name"))
    return f"{outputs.get('zoneId')}_{name}_{outputs.get('type')}", {"fqdn": name.rstrip(".")}


def secret(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> Made:
    return _named(_secret_arn(str(outputs.get("name")), urn, world, ref))


def secret_version(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> Made:
    arn, version = str(outputs.get("secretId")), guid(urn)
    return f"{arn}|{version}", {"arn": arn, "secretArn": arn, "versionId": version, "versionStages": ["AWSCURRENT"]}


def controlled(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> Made:
    """What Cloud Control makes. Of a secret it gives back everything but what is only ever written."""
    wanted = json.loads(str(outputs.get("desiredState") or "{}"))
    if outputs.get("typeName") != "AWS::SecretsManager::Secret":
        return f"{outputs.get('typeName')}-{digest(urn)}", {"properties": json.dumps(wanted)}
    ident = _secret_arn(str(wanted.get("Name")), urn, world, ref)
    given = {key: value for key, value in wanted.items() if key not in ("GenerateSecretString", "SecretString")}
    return ident, {"properties": json.dumps({**given, "Id": ident}, sort_keys=True)}


def _secret_arn(name: str, urn: str, world: World, ref: str) -> str:
    return f"{_stem('secretsmanager', world, ref)}secret:{name}-{digest(urn, length=6)}"


def acl(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> Made:
    ident = f"{digest(urn, length=8)}-0000-4000-8000-{digest(urn, 'w', length=12)}"
    scope = "global" if outputs.get("scope") == "CLOUDFRONT" else "regional"
    return ident, {"arn": f"{_stem('wafv2', world, ref)}{scope}/webacl/{outputs.get('name')}/{ident}"}


TABLE = {
    "aws:lb/loadBalancer:LoadBalancer": balancer,
    "aws:lb/listener:Listener": listener,
    "aws:lb/listenerRule:ListenerRule": rule,
    "aws:lb/targetGroup:TargetGroup": targets,
    "aws:ecs/cluster:Cluster": cluster,
    "aws:ecs/service:Service": service,
    "aws:ecs/taskDefinition:TaskDefinition": task,
    "aws:rds/instance:Instance": database,
    "aws:acm/certificate:Certificate": certificate,
    "aws:route53/zone:Zone": zone,
    "aws:route53/record:Record": record,
    "aws:secretsmanager/secret:Secret": secret,
    "aws:secretsmanager/secretVersion:SecretVersion": secret_version,
    "aws:cloudcontrol/resource:Resource": controlled,
    "aws:wafv2/webAcl:WebAcl": acl,
}
