"""AWS WAF: a web ACL is regional, or CloudFront's."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.aws.place import Compute, Place
from civic.simulator.digests import digest


def web_acl(urn: str, outputs: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    scope = "global" if outputs.get("scope") == "CLOUDFRONT" else "regional"
    ident = f"{digest(urn, length=8)}-0000-4000-8000-{digest(urn, 'w', length=12)}"
    return {"arn": place.arn("wafv2", f"{scope}/webacl/{outputs.get('name')}/{ident}")}


COMPUTED: Mapping[str, Compute] = {"aws:wafv2/webAcl:WebAcl": web_acl}
