"""The way in from the internet: exactly what is published, by its name, past the firewall; and what breaks that is told."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from civic.reach.asked import StackReach
from civic.reach.places import ask
from tests.civic.reach.reaching import Inputs, altered, beside, example, found, one, without
from tests.looping import each

ODOO, FLOWABLE = "northshire-edge-odoo", "tidewatch-edge-flowable"
STAFF, REPORT = "people.northshire.example", "report.tidewatch.example"
SEEN = {STAFF: "aws", REPORT: "azure"}


def wrong(networks: Sequence[StackReach], cloud: str) -> list[tuple[str, str, str]]:
    return found(networks)[cloud]


def said(networks: Sequence[StackReach], cloud: str, invariant: str, text: str) -> bool:
    return any(kind == invariant and text in message for kind, _, message in wrong(networks, cloud))


def test_what_is_published_is_delivered_and_nothing_else_is_called() -> None:
    graphs = example().graphs
    for name, cloud in each(SEEN.items()):
        assert name in {called for edge in graphs[cloud].edges for called in edge.names}
        assert [len(edge.names) for edge in graphs[cloud].edges] == [1]
    assert found(example().networks) == {"aws": [], "azure": []}


def test_a_person_asks_how_the_internet_comes_in() -> None:
    for name, cloud in each(SEEN.items()):
        (answer,) = ask(example().graphs, "internet", name, port=443)
        assert answer.cloud == cloud
        assert answer.trace.arrives, answer.trace.stopped
        assert "firewall" in str(answer.trace.steps) or "web-acl" in str(answer.trace.steps)
        assert not ask(example().graphs, "internet", name, port=80)[0].trace.arrives


def set_(*path: str | int, to: Any) -> Callable[[Inputs], None]:
    def change(inputs: Inputs) -> None:
        place: Any = inputs
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to

    return change


def dropped(key: str) -> Callable[[Inputs], None]:
    return lambda inputs: inputs.pop(key)


def counted(inputs: Inputs) -> None:
    for rule in inputs["rules"]:
        if "overrideAction" in rule:
            rule["overrideAction"] = {"count": {}}


def public_origin(inputs: Inputs) -> None:
    inputs["origins"][0].pop("vpcOriginConfig")
    inputs["origins"][0]["customOriginConfig"] = {"originProtocolPolicy": "https-only"}


AWS = {
    "no web ACL": (f"{ODOO}-distribution", dropped("webAclId"), "closed", "it has no webAclId"),
    "a web ACL of nobody's": (
        f"{ODOO}-distribution",
        set_("webAclId", to="arn:aws:wafv2:us-east-1:1:global/webacl/x/1"),
        "closed",
        "which no plan makes",
    ),
    "a web ACL that only counts": ("northshire-edge-web-acl", counted, "closed", "no group of managed rules"),
    "a web ACL for balancers": ("northshire-edge-web-acl", set_("scope", to="REGIONAL"), "closed", "not CLOUDFRONT"),
    "another name besides": (
        f"{ODOO}-distribution",
        set_("aliases", to=[STAFF, "pay.northshire.example"]),
        "closed",
        "pay.northshire.example, which no record publishes",
    ),
    "no name at all": (f"{ODOO}-distribution", dropped("aliases"), "closed", "cloudfront.net, which no record publishes"),
    "its own name answers too": (
        f"{ODOO}-answers",
        set_("code", to="function handler(event) { return event.request; }"),
        "closed",
        "cloudfront.net, which no record publishes",
    ),
    "in the clear": (f"{ODOO}-distribution", set_("defaultCacheBehavior", "viewerProtocolPolicy", to="allow-all"), "closed", "without encryption"),
    "an origin outside": (f"{ODOO}-distribution", public_origin, "closed", "an origin outside"),
    "the entry open to strangers": ("northshire-hosting-entry-from-10.71.48.0/21", set_("cidrIpv4", to="0.0.0.0/0"), "closed", "besides the edge"),
    "another application's name": (
        f"{ODOO}-distribution",
        set_("origins", 0, "domainName", to="wiki.apps.northshire.example"),
        "delivered",
        "passes nothing on",
    ),
    "by HTTP to the entry": (
        "northshire-hosting-edge-origin",
        set_("vpcOriginEndpointConfig", "originProtocolPolicy", to="http-only"),
        "delivered",
        "HTTPS on 443 alone",
    ),
}
AZURE = {
    "a firewall that watches": (f"{FLOWABLE}-firewall", set_("policySettings", "mode", to="Detection"), "closed", "it watches, and refuses nothing"),
    "a firewall switched off": (f"{FLOWABLE}-firewall", set_("policySettings", "enabledState", to="Disabled"), "closed", "enabledState is Disabled"),
    "no managed rules": (f"{FLOWABLE}-firewall", set_("managedRules", to={"managedRuleSets": []}), "closed", "no managed rules"),
    "a part of its calls": (
        f"{FLOWABLE}-guarded",
        set_("parameters", "associations", 0, "patternsToMatch", to=["/app/*"]),
        "closed",
        "no security policy",
    ),
    "the endpoint's own name": (f"{FLOWABLE}-route", set_("linkToDefaultDomain", to="Enabled"), "closed", "azurefd.net, which no record publishes"),
    "a name that nobody publishes": (f"{FLOWABLE}-domain", set_("hostName", to="pay.tidewatch.example"), "closed", "which no record publishes"),
    "over the internet": (f"{FLOWABLE}-origin", dropped("sharedPrivateLinkResource"), "closed", "over the internet"),
    "without encryption": (f"{FLOWABLE}-route", set_("httpsRedirect", to="Disabled"), "closed", "without encryption"),
    "another application": (f"{FLOWABLE}-origin", set_("originHostHeader", to="wiki.apps.tidewatch.example"), "delivered", "no application in"),
    "restricted to the entry": (
        "tidewatch-flowable-app",
        set_("configuration", "ingress", "ipSecurityRestrictions", to=[{"name": "entry", "ipAddressRange": "10.191.113.0/28", "action": "Allow"}]),
        "delivered",
        "lets the edge in by no rule",
    ),
    "nobody's approval": ("tidewatch-edge-approved", set_("message", to="Edge of somebody"), "delivered", "nobody approves the private link"),
}


@pytest.mark.parametrize(("cloud", "case"), [*(("aws", case) for case in AWS), *(("azure", case) for case in AZURE)])
def test_a_mistake_at_the_edge_is_told(cloud: str, case: str) -> None:
    name, change, invariant, text = (AWS if cloud == "aws" else AZURE)[case]
    assert said(altered(name, change), cloud, invariant, text), wrong(altered(name, change), cloud)


@pytest.mark.parametrize(
    ("cloud", "name", "invariant", "text"),
    [
        ("aws", f"{ODOO}-answers", "closed", "cloudfront.net"),
        ("aws", f"{ODOO}-distribution", "delivered", "nothing on the edge answers"),
        ("aws", "northshire-edge-web-acl", "closed", "which no plan makes"),
        ("aws", "northshire-hosting-edge-origin", "closed", "which no plan makes"),
        ("aws", "northshire-hosting-edge-gateway", "delivered", "has no internet gateway"),
        ("aws", "northshire-hosting-edge-let-through", "delivered", "block of public access"),
        ("aws", "northshire-hosting-edge-in", "delivered", "lets the edge in by no rule"),
        ("azure", f"{FLOWABLE}-guarded", "closed", "no security policy"),
        ("azure", f"{FLOWABLE}-firewall", "closed", "that no plan makes"),
        ("azure", f"{FLOWABLE}-route", "delivered", "nothing on the edge answers"),
        ("azure", f"{FLOWABLE}-origin", "delivered", "leads nowhere"),
        ("azure", "tidewatch-edge-approved", "delivered", "nobody approves"),
    ],
)
def test_what_is_missing_at_the_edge_is_told(cloud: str, name: str, invariant: str, text: str) -> None:
    assert said(without(name), cloud, invariant, text), wrong(without(name), cloud)


def test_a_route_to_the_edges_gateway_is_told() -> None:
    gateway = one("northshire-hosting-edge-gateway")
    table = next(
        each
        for stack in example().networks
        for each in stack.resources
        if each.name.startswith("northshire-connection") and each.type.endswith(":RouteTable")
    )
    inputs = {"routeTableId": table.id, "destinationCidrBlock": "8.0.0.0/8", "gatewayId": gateway.id}
    networks = beside("northshire-hosting-edge-gateway", "aws:ec2/route:Route", inputs, arn="")
    assert said(networks, "aws", "inspected", "past inspection"), wrong(networks, "aws")


def test_a_switched_off_edge_answers_nobody() -> None:
    off = altered(f"{ODOO}-distribution", set_("enabled", to=False))
    assert said(off, "aws", "delivered", "nothing on the edge answers")
    assert not any(kind == "closed" for kind, _, _ in wrong(off, "aws"))
