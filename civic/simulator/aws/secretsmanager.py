"""AWS Secrets Manager: a version of a secret."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.aws.place import Compute, Place
from civic.simulator.digests import guid


def secret_version(urn: str, outputs: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    arn, version = str(outputs.get("secretId")), guid(urn)
    return {"id": f"{arn}|{version}", "arn": arn, "secretArn": arn, "versionId": version, "versionStages": ["AWSCURRENT"]}


COMPUTED: Mapping[str, Compute] = {"aws:secretsmanager/secretVersion:SecretVersion": secret_version}
