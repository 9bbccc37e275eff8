"""AWS Network Firewall."""

from collections.abc import Iterator

from policies.rule import Subject, every, must, rule

WAITING = ("aws:drop_established_app_layer_to_server", "aws:drop_established_app_layer")
"""Default actions that drop once the name that is called is known, however many packets the hello takes."""
INSPECTED = ["aws:forward_to_sfe"]


@rule(
    "networkfirewall-drops-by-default",
    title="The firewall drops, and tells of, what no rule lets pass, and judges a connection once its name is known",
    why=(
        "Without a default that drops, every way is open that no rule closes; with one that judges the first packet, a modern TLS handshake "
        "in two packets fails though its name is allowed."
    ),
    severity="critical",
    types=("aws:networkfirewall/firewallPolicy:FirewallPolicy",),
    remediation=(
        "Set rule_order STRICT_ORDER, stateful_default_actions 'aws:drop_established_app_layer_to_server' and "
        "'aws:alert_established_app_layer_to_server', and both stateless defaults 'aws:forward_to_sfe'."
    ),
)
def drops_by_default(subject: Subject) -> Iterator[str]:
    policy = "firewallPolicy"
    yield from every(
        must(
            lambda: subject.value(policy, "statefulEngineOptions", "ruleOrder") == "STRICT_ORDER", "rules have no order, so no default follows them"
        ),
        _default(subject),
        must(
            lambda: subject.value(policy, "statelessDefaultActions") == subject.value(policy, "statelessFragmentDefaultActions") == INSPECTED,
            "not every packet comes before the rules",
        ),
    )


def _default(subject: Subject) -> Iterator[str]:
    actions = subject.value("firewallPolicy", "statefulDefaultActions") or []
    dropping = [action for action in WAITING if action in actions]
    if not dropping:
        found = ", ".join(map(str, actions)) or "none"
        yield f"the default action is {found}: it lets connections pass that no rule names, or drops a TLS handshake in two packets"
    elif dropping[0].replace("drop", "alert", 1) not in actions:
        yield "nobody is told of what the default drops"
