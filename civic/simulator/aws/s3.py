"""Amazon S3: a bucket is known by its name everywhere."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.aws.arns import PARTITION
from civic.simulator.world import World


def bucket(urn: str, outputs: Mapping[str, Any], world: World, provider: str) -> tuple[str, dict[str, Any]]:
    name, region = str(outputs.get("bucket")), world.region(provider)
    return name, {
        "arn": f"arn:{PARTITION}:s3:::{name}",
        "bucketDomainName": f"{name}.s3.amazonaws.com",
        "bucketRegionalDomainName": f"{name}.s3.{region}.amazonaws.com",
    }


TABLE = {"aws:s3/bucket:Bucket": bucket}
