"""Application gateways and their firewalls."""

import re
from collections.abc import Iterator

from policies.rule import Subject, entries, every, must, rule

GATEWAY = "azure-native:network:ApplicationGateway"
FIREWALL = "azure-native:network:WebApplicationFirewallPolicy"
BOTS = "Microsoft_BotManagerRuleSet"
TLS_POLICIES = ("AppGwSslPolicy20170401S", "AppGwSslPolicy20220101", "AppGwSslPolicy20220101S")
"""Those that take TLS 1.2 or later alone (Application Gateway, "TLS policy overview")."""
TLS_VERSIONS = ("TLSv1_2", "TLSv1_3")


@rule(
    "network-entry-protected",
    title="An entry is private, speaks TLS 1.2 or later alone, and stands behind a firewall that prevents",
    why="What everybody's applications share is what an attacker tries first.",
    severity="high",
    types=(GATEWAY, FIREWALL),
    remediation=(
        f"Give the gateway a firewall_policy, listeners of protocol Https, an ssl_policy of {TLS_POLICIES[-1]} and no public address; "
        "set the policy's mode to Prevention with request_body_check and managed rules against attacks and bots."
    ),
)
def entry_protected(subject: Subject) -> Iterator[str]:
    if subject.type == FIREWALL:
        settings = "policySettings"
        yield from every(
            must(
                lambda: subject.value(settings, "state") == "Enabled" and subject.value(settings, "mode") == "Prevention", "the firewall only watches"
            ),
            must(lambda: subject.value(settings, "requestBodyCheck") is True, "the firewall does not look into requests"),
            must(lambda: bool(_rule_sets(subject) - {BOTS}), "the firewall knows no attacks"),
            must(lambda: BOTS in _rule_sets(subject), "the firewall knows no bots"),
        )
        return
    yield from every(
        must(lambda: _behind_firewall(subject), "no firewall stands before the applications"),
        must(lambda: _new_tls(subject), "TLS older than 1.2 is accepted"),
        must(lambda: not [*_in_the_clear(subject)], "the entry is called in the clear"),
        must(lambda: _all_https(subject, "backendHttpSettingsCollection"), "the entry calls in the clear"),
        must(lambda: not _public(subject), "the entry has a public address"),
    )


def _rule_sets(subject: Subject) -> set[str]:
    return {entry["ruleSetType"] for entry in subject.value("managedRules", "managedRuleSets") or ()}


def _behind_firewall(subject: Subject) -> bool:
    inside = "webApplicationFirewallConfiguration"
    if subject.value("sku", "tier") not in ("WAF_v2", "WAF"):
        return False
    return subject.is_set("firewallPolicy") or (subject.value(inside, "enabled") is True and subject.value(inside, "firewallMode") == "Prevention")


def _new_tls(subject: Subject) -> bool:
    policy = subject.settled("sslPolicy")
    if policy is None:
        # What is made without one takes TLS 1.2 or later since API version 2023-02-01, which is older than the provider's version 2.
        version = re.search(r"/v(\d{8})", subject.resource.token)
        return version is None or version[1] >= "20230201"
    return policy.get("policyName") in TLS_POLICIES or policy.get("minProtocolVersion") in TLS_VERSIONS


def _in_the_clear(subject: Subject) -> Iterator[str]:
    """Names of the listeners that are called by HTTP and do not just send the caller on to HTTPS."""
    redirecting, routing = set[str](), set[str]()
    for number, _ in enumerate(entries(subject.get("requestRoutingRules"))):
        rule = ("requestRoutingRules", number)
        name = str(subject.value(*rule, "httpListener", "id") or "").rsplit("/", 1)[-1]
        (redirecting if subject.is_set(*rule, "redirectConfiguration") else routing).add(name)
    for number, _ in enumerate(entries(subject.get("httpListeners"))):
        if subject.value("httpListeners", number, "protocol") != "Https":
            name = str(subject.value("httpListeners", number, "name") or "")
            if name not in redirecting - routing:
                yield name


def _all_https(subject: Subject, part: str) -> bool:
    return all(subject.value(part, number, "protocol") == "Https" for number, _ in enumerate(entries(subject.get(part))))


def _public(subject: Subject) -> bool:
    return any(
        subject.is_set("frontendIPConfigurations", number, "publicIPAddress")
        for number, _ in enumerate(entries(subject.get("frontendIPConfigurations")))
    )
