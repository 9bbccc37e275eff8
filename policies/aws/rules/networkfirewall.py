"""AWS Network Firewall."""

from collections.abc import Iterator
from typing import NamedTuple

from policies.rule import Subject, every, must, rule
from policies.values import known, value

WAITING = ("aws:drop_established_app_layer_to_server", "aws:drop_established_app_layer")
"""Default actions that drop once the name that is called is known, however many packets the hello takes."""
INSPECTED = ["aws:forward_to_sfe"]
REFERENCES = ("firewallPolicy", "statefulRuleGroupReferences")
MANAGED = ":aws-managed:stateful-rulegroup/"
THREATS = {
    "names": ("MalwareDomains", "BotNetCommandAndControlDomains", "AttackInfrastructure"),
    "signatures": ("ThreatSignatures", "AttackInfrastructure"),
}
"""What a firewall knows of attackers -> beginnings of the names of AWS's rule groups that know it ("AWS managed rule groups")."""


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


@rule(
    "networkfirewall-denies-threats",
    title="The firewall refuses known attackers before it lets anything pass",
    why="An allowed name does not say what answers there; AWS keeps lists of what attackers use, and asks nothing for them.",
    severity="high",
    types=("aws:networkfirewall/firewallPolicy:FirewallPolicy",),
    remediation=(
        "Refer to rule groups of AWS's own, as 'MalwareDomainsStrictOrder' and 'ThreatSignaturesMalwareStrictOrder' of the ARN "
        "'arn:aws:network-firewall:REGION:aws-managed:stateful-rulegroup/NAME', with lower priorities than your own and without an override."
    ),
)
def denies_threats(subject: Subject) -> Iterator[str]:
    groups = [_reference(subject, number) for number in range(len(subject.entries(*REFERENCES)))]
    managed = [group for group in groups if group.managed]
    told = [group for group in managed if group.told]
    missing = [what for what, names in THREATS.items() if not any(group.managed.startswith(names) for group in managed if not group.told)]
    if missing:
        yield f"{' and '.join(missing)} that attackers use are not refused" + (": they are told of and let pass" if told else "")
    own = [group.priority for group in groups if not group.managed]
    if managed and own and max(own) < min(group.priority for group in managed):
        yield "the lists of attackers come after every group of one's own, so what one of those lets pass is not compared with them"


class _Reference(NamedTuple):
    managed: str
    """Name of a rule group of AWS's own; empty for all others, whose ARN may not be known yet."""
    told: bool
    """Whether what it refuses is told of and let pass."""
    priority: float


def _reference(subject: Subject, number: int) -> _Reference:
    arn = subject.get(*REFERENCES, number, "resourceArn")
    return _Reference(
        str(value(arn)).partition(MANAGED)[2] if known(arn) else "",
        subject.value(*REFERENCES, number, "override", "action") == "DROP_TO_ALERT",
        float(subject.value(*REFERENCES, number, "priority") or 0),
    )
