"""Ways to premises on Azure: connections of a hub's gateways."""

from collections.abc import Iterator, Mapping

from policies import bridges
from policies.rule import Subject, every, must, rule

STRONG = {
    "ikeEncryption": {"GCMAES256", "AES256"},
    "ikeIntegrity": {"SHA384", "GCMAES256"},
    "dhGroup": {"ECP256", "ECP384"},
    "ipsecEncryption": {"GCMAES256"},
    "ipsecIntegrity": {"GCMAES256"},
    "pfsGroup": {"ECP256", "ECP384"},
}
"""What a proposal may be made of (Microsoft Learn, "IPsec policies for Site-to-Site connections" of Virtual WAN)."""


@rule(
    "network-vpn-strong",
    title="VPN connections speak IKEv2 with strong proposals alone, and BGP, with keys that nobody wrote down",
    why="The weakest proposal that an end takes is the one that an attacker chooses; a key in a program or its state is everybody's who reads it.",
    severity="high",
    types=("azure-native:network:VpnConnection",),
    remediation=(
        "For each link: vpn_connection_protocol_type IKEv2, ipsec_policies of GCMAES256, SHA384 and ECP384, enable_bgp; "
        "no shared_key, so that Azure makes one."
    ),
)
def vpn_strong(subject: Subject) -> Iterator[str]:
    # Ids of links are not known before they are made, so only what is asked for is read of each.
    links = subject.get("vpnLinkConnections")
    found = links if isinstance(links, list) else subject.value("vpnLinkConnections") or []
    yield from every(
        must(lambda: bool(found), "it has no links whose proposals are told"),
        must(lambda: subject.value("sharedKey") is None, "its key is written in the program"),
        *(demand for number in range(len(found)) for demand in _link(subject, number)),
    )


def _link(subject: Subject, number: int) -> Iterator[Iterator[str]]:
    def held(*path: str | int) -> object:
        return subject.value("vpnLinkConnections", number, *path)

    yield must(lambda: held("vpnConnectionProtocolType") == "IKEv2", "a link takes IKEv1")
    yield must(lambda: held("enableBgp") is True, "a link does not speak BGP, so that nothing filters what it leads to")
    yield must(lambda: held("sharedKey") is None, "the key of a link is written in the program")
    yield must(lambda: _strong(held("ipsecPolicies")), "a link takes weak proposals, or Azure's own list")


def _strong(policies: object) -> bool:
    if not isinstance(policies, list | tuple) or not policies:
        return False
    return all(isinstance(policy, Mapping) and policy.get(key) in allowed for policy in policies for key, allowed in STRONG.items())


@rule(
    "network-bridge-ends",
    title=bridges.TITLE,
    why=bridges.WHY,
    severity="high",
    types=("azure-native:network:VpnSite", "azure-native:network:ExpressRouteGateway"),
    remediation=bridges.CURE,
)
def bridge_ends(subject: Subject) -> Iterator[str]:
    yield from bridges.ended(subject)
