"""Elastic Load Balancing: host names, and ARNs that carry their balancer's."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.aws.place import Compute, Place
from civic.simulator.digests import digest


def load_balancer(urn: str, outputs: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    kind = {"network": "net", "gateway": "gwy"}.get(str(outputs.get("loadBalancerType")), "app")
    internal = "internal-" if outputs.get("internal") else ""
    return {
        "arnSuffix": f"{kind}/{outputs.get('name')}/{digest(urn, length=16)}",
        "dnsName": f"{internal}{outputs.get('name')}-{digest(urn, length=8)}.{place.region}.elb.amazonaws.com",
        "zoneId": f"Z{digest('elb', place.region, length=13).upper()}",
    }


def listener(urn: str, outputs: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    return {"arn": str(outputs.get("loadBalancerArn")).replace(":loadbalancer/", ":listener/") + f"/{digest(urn, length=16)}"}


def listener_rule(urn: str, outputs: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    return {"arn": str(outputs.get("listenerArn")).replace(":listener/", ":listener-rule/") + f"/{digest(urn, length=16)}"}


COMPUTED: Mapping[str, Compute] = {
    "aws:lb/listener:Listener": listener,
    "aws:lb/listenerRule:ListenerRule": listener_rule,
    "aws:lb/loadBalancer:LoadBalancer": load_balancer,
}
