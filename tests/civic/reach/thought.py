"""Changes that were thought of, and that no operator makes: for invariants that a change of one value seldom breaks. All are harmful."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from civic.plan import Resource
from tests.civic.reach.attempts import Attempt, made
from tests.civic.reach.reaching import one

DOOR = {"aws": "northshire-offer-hr-payroll-service", "azure": "tidewatch-offer-case-management-service"}
STRANGERS = {"aws": ("harbours", "westholm", "northshire.test"), "azure": ("harbours", "larkfield")}
NAMES = (
    "*",
    "*.example",
    "evil.example",
    "tides.harbours.example",
    "*.uk",
    "example",
    "*.gov.uk",
    "service.gov.uk.evil.example",
    "*.com",
    "mcr.microsoft.com.example",
)
"""That kingsmere may not call."""


OPENED = (
    ("10.71.48.0/21", "10.87.56.0/22", "443"),
    ("10.65.172.0/22", "10.33.0.0/22", "443"),
    ("10.33.0.0/22", "10.64.160.0/20", "443"),
    ("10.87.56.0/22", "10.33.0.0/22", "22"),
)
"""Ways between networks on AWS that nothing promises."""


@dataclass(frozen=True)
class Thought:
    """One change, and the invariant that it breaks."""

    breaks: str
    cloud: str
    name: str
    values: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.breaks}: set {', '.join(self.values)} of {self.name}"

    def attempt(self) -> Attempt:
        return made(self.name, self.cloud, "set", **self.values)


def thoughts(cloud: str) -> list[Thought]:
    return list(_aws() if cloud == "aws" else _azure())


def _aws() -> Iterator[Thought]:
    account = {each: _arn(one(f"{each}-connection-vpc")).split(":")[4] for each in STRANGERS["aws"]}
    service = one(DOOR["aws"]).outputs["serviceName"]
    for zone in "abc":
        for other in "abc":
            nat = {"vpcEndpointId": None, "natGatewayId": one(f"hub-eu-west-2-nat-{other}").id}
            yield Thought("inspected", "aws", f"hub-eu-west-2-attachment-{zone}-out", nat)
        past = {"vpcEndpointId": None, "gatewayId": one("hub-eu-west-2-internet").id}
        yield Thought("inspected", "aws", f"hub-eu-west-2-attachment-{zone}-out", past)
    for source, destination, port in OPENED:
        text = f'pass tcp {source} any -> {destination} {port} (msg:"x"; flow:to_server; sid:9;)'
        yield Thought("isolated", "aws", "hub-eu-west-2-egress-1", _rules(text))
    for name in NAMES[2:5]:
        shown = f'tls.sni; content:"{name.removeprefix("*")}"; {"dotprefix; " if name.startswith("*") else "startswith; "}endswith;'
        text = f"pass tls 10.71.48.0/21 any -> !10.0.0.0/8 443 ({shown} flow:to_server; sid:9;)"
        yield Thought("named", "aws", "hub-eu-west-2-egress-1", _rules(text))
    yield Thought("agreed", "aws", DOOR["aws"], {"allowedPrincipals": ["*"]})
    for each, number in account.items():
        for who in ("root", "role/anybody"):
            own = list(one(DOOR["aws"]).inputs["allowedPrincipals"])
            yield Thought("agreed", "aws", DOOR["aws"], {"allowedPrincipals": [*own, f"arn:aws:iam::{number}:{who}"]})
        yield Thought("agreed", "aws", f"{each}-connection-kms", {"serviceName": service, "privateDnsEnabled": False})


def _rules(text: str) -> dict[str, Any]:
    return {"ruleGroup": {"statefulRuleOptions": {"ruleOrder": "STRICT_ORDER"}, "rulesSource": {"rulesString": text}}}


def _arn(made_: Resource) -> str:
    return str(made_.outputs["arn"])


def _azure() -> Iterator[Thought]:
    door = one(DOOR["azure"])
    own = door.inputs["visibility"]["subscriptions"]
    for seen in (["*"], *([*own, _subscription(each)] for each in STRANGERS["azure"])):
        yield Thought("agreed", "azure", DOOR["azure"], {"visibility": {"subscriptions": seen}})
    yield Thought("agreed", "azure", DOOR["azure"], {"visibility": {"subscriptions": [*own, "00000000-0000-0000-0000-000000000000"]}})
    link = [{"name": "x", "privateLinkServiceId": door.id, "groupIds": []}]
    for each in STRANGERS["azure"]:
        yield Thought("agreed", "azure", f"{each}-connection-endpoint-vault", {"privateLinkServiceConnections": link})
        by_hand = {"privateLinkServiceConnections": [], "manualPrivateLinkServiceConnections": link}
        yield Thought("agreed", "azure", f"{each}-connection-endpoint-vault", by_hand)
    for each in ("cell-a-endpoint-registry", "cell-a-endpoint-database"):
        yield Thought("agreed", "azure", each, {"privateLinkServiceConnections": link})
    yield from _open_to_the_internet()
    for each in ("harbours", "kingsmere", "tidewatch", "larkfield"):
        yield Thought("resolver", "azure", f"{each}-connection-vnet", {"dhcpOptions": {"dnsServers": ["10.9.9.9"]}})
    for name in NAMES:
        rule = {"ruleType": "ApplicationRule", "name": "more", "sourceAddresses": ["10.157.232.0/21"], "targetFqdns": [name]}
        yield Thought("named", "azure", "hub-uksouth-rules-egress-1", {"ruleCollections": [_allowing({**rule, "protocols": [{"port": 443}]})]})
    for source, destination in (("*", "*"), ("10.157.232.0/21", "10.191.112.0/21"), ("10.157.232.0/21", "10.49.0.0/22"), ("10.49.0.0/22", "*")):
        for port in ("443", "*"):
            ends = {"sourceAddresses": [source], "destinationAddresses": [destination], "destinationPorts": [port], "ipProtocols": ["TCP"]}
            more = {"ruleCollections": [_allowing({"ruleType": "NetworkRule", "name": "more", **ends})], "priority": 150}
            yield Thought("isolated", "azure", "hub-uksouth-rules-egress-1", more)


def _open_to_the_internet() -> Iterator[Thought]:
    address = {"name": "public", "publicIPAddress": {"id": "/x/publicIPAddresses/y"}}
    doors = [("tidewatch-offer-case-management-balancer", ":LoadBalancer")]
    for each, token in (*((f"{host}-entry", ":ApplicationGateway") for host in ("cell-a", "kingsmere-hosting", "tidewatch-hosting")), *doors):
        fronts = one(each, token).inputs["frontendIPConfigurations"]
        yield Thought("closed", "azure", each, {"frontendIPConfigurations": [*fronts, address]})
    translated = _allowing({"ruleType": "NatRule", "name": "in"}) | {"ruleCollectionType": "FirewallPolicyNatRuleCollection"}
    for number in (1, 7):
        yield Thought("closed", "azure", f"hub-uksouth-rules-egress-{number}", {"ruleCollections": [translated]})


def _subscription(body: str) -> str:
    return one(f"{body}-connection-vnet").id.split("/")[2]


def _allowing(rule: dict[str, Any]) -> dict[str, Any]:
    kind = "FirewallPolicyFilterRuleCollection"
    return {"name": "more", "priority": 100, "action": {"type": "Allow"}, "ruleCollectionType": kind, "rules": [rule]}
