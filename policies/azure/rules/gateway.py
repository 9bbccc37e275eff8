"""Application gateways and their firewalls."""

from collections.abc import Iterator

from policies.rule import Subject, entries, every, must, rule

GATEWAY = "azure-native:network:ApplicationGateway"
FIREWALL = "azure-native:network:WebApplicationFirewallPolicy"
BOTS = "Microsoft_BotManagerRuleSet"
TLS_POLICIES = ("AppGwSslPolicy20220101", "AppGwSslPolicy20220101S")
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
        must(lambda: subject.is_set("firewallPolicy") and subject.value("sku", "tier") == "WAF_v2", "no firewall stands before the applications"),
        must(lambda: _new_tls(subject), "TLS older than 1.2, or weak ciphers, are accepted"),
        must(lambda: _all(subject, "httpListeners", "protocol", "Https"), "the entry is called in the clear"),
        must(lambda: _all(subject, "backendHttpSettingsCollection", "protocol", "Https"), "the entry calls in the clear"),
        must(lambda: not _public(subject), "the entry has a public address"),
    )


def _rule_sets(subject: Subject) -> set[str]:
    return {entry["ruleSetType"] for entry in subject.value("managedRules", "managedRuleSets") or ()}


def _new_tls(subject: Subject) -> bool:
    return subject.value("sslPolicy", "policyName") in TLS_POLICIES or subject.value("sslPolicy", "minProtocolVersion") in TLS_VERSIONS


def _all(subject: Subject, part: str, key: str, wanted: str) -> bool:
    return all(subject.value(part, number, key) == wanted for number, _ in enumerate(entries(subject.get(part))))


def _public(subject: Subject) -> bool:
    return any(
        subject.is_set("frontendIPConfigurations", number, "publicIPAddress")
        for number, _ in enumerate(entries(subject.get("frontendIPConfigurations")))
    )
