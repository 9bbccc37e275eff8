"""IAM: an identity provider is known by its host."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.aws.place import Compute, Place


def identity_provider(urn: str, outputs: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    host = str(outputs.get("url", "")).removeprefix("https://")
    return {"arn": place.global_arn("iam", f"oidc-provider/{host}")}


COMPUTED: Mapping[str, Compute] = {"aws:iam/openIdConnectProvider:OpenIdConnectProvider": identity_provider}
