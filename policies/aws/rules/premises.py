"""Ways to premises on AWS: VPN connections and Direct Connect gateways."""

from collections.abc import Iterator

from policies import bridges
from policies.rule import Subject, every, must, rule

STRONG = {"AES256-GCM-16"}
HASHES = {"SHA2-384", "SHA2-512"}
LEAST_GROUP = 19
"""Elliptic curves of 256 bits and more (NCSC, "Using IPsec to protect data")."""
TUNNELS = (1, 2)


@rule(
    "ec2-vpn-strong",
    title="VPN connections speak IKEv2 with strong proposals alone, in two tunnels that are logged, with keys that nobody wrote down",
    why="The weakest proposal that an end takes is the one that an attacker chooses; a key in a program or its state is everybody's who reads it.",
    severity="high",
    types=("aws:ec2/vpnConnection:VpnConnection",),
    remediation=(
        "For both tunnels: ike_versions ['ikev2'], AES256-GCM-16, SHA2-384 or better, groups 19 and above, log_options with a group; "
        "preshared_key_storage 'SecretsManager', and no preshared key of one's own."
    ),
)
def vpn_strong(subject: Subject) -> Iterator[str]:
    yield from every(
        must(lambda: subject.value("presharedKeyStorage") == "SecretsManager", "its keys are not kept in Secrets Manager"),
        must(lambda: subject.value("staticRoutesOnly") is not True, "it does not speak BGP, so a tunnel that fails is not noticed"),
        *(demand for number in TUNNELS for demand in _tunnel(subject, number)),
    )


def _tunnel(subject: Subject, number: int) -> Iterator[Iterator[str]]:
    def held(option: str) -> set[object]:
        found = subject.value(f"tunnel{number}{option}")
        return set(found) if isinstance(found, list | tuple) else set()

    yield must(lambda: held("IkeVersions") == {"ikev2"}, f"tunnel {number} takes IKEv1")
    for phase in ("Phase1", "Phase2"):
        # What is not said is AWS's own list, in which there are SHA-1 and groups of 1,024 bits.
        yield must(lambda phase=phase: _within(held(f"{phase}EncryptionAlgorithms"), STRONG), f"tunnel {number}, {phase}: weak encryption")
        yield must(lambda phase=phase: _within(held(f"{phase}IntegrityAlgorithms"), HASHES), f"tunnel {number}, {phase}: weak integrity")
        yield must(lambda phase=phase: _large(held(f"{phase}DhGroupNumbers")), f"tunnel {number}, {phase}: small groups")
    yield must(lambda: subject.value(f"tunnel{number}PresharedKey") is None, f"the key of tunnel {number} is written in the program")
    yield must(
        lambda: subject.value(f"tunnel{number}LogOptions", "cloudwatchLogOptions", "logEnabled") is True, f"nothing is kept of tunnel {number}"
    )


def _within(found: set[object], allowed: set[str]) -> bool:
    return bool(found) and found <= allowed


def _large(groups: set[object]) -> bool:
    return bool(groups) and all(isinstance(group, int | float) and group >= LEAST_GROUP for group in groups)


@rule(
    "ec2-bridge-ends",
    title=bridges.TITLE,
    why=bridges.WHY,
    severity="high",
    types=("aws:ec2/vpnConnection:VpnConnection", "aws:directconnect/gateway:Gateway"),
    remediation=bridges.CURE,
)
def bridge_ends(subject: Subject) -> Iterator[str]:
    yield from bridges.ended(subject)
