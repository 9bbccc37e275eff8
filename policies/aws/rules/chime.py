"""Telephones on AWS."""

from collections.abc import Iterator
from ipaddress import ip_network

from policies.emergency_calls import emergency_calls
from policies.rule import Fault, Subject, every, must, rule

VOICE = "civic-aws:index:VoiceConnection"
CONNECTOR = "aws:chime/voiceConnector:VoiceConnector"
TERMINATION = "aws:chime/voiceConnectorTermination:VoiceConnectorTermination"
NARROW = 27
"""Amazon Chime allows nothing wider; half a dozen controllers fit into much less."""
COUNTRIES = ("GB", "IE")
"""What a body's record may name. Toll fraud dials the others."""


@rule(
    "chime-voice-bounded",
    title="A trunk is encrypted, takes calls from named controllers to named countries, and 999 has a tested trunk of its own",
    why="An open trunk is dialled by fraudsters within hours, and a council that cannot dial 999 costs lives.",
    severity="high",
    types=(CONNECTOR, TERMINATION, VOICE),
    remediation=(
        f"Set require_encryption and aws_region, ranges of /{NARROW} or smaller in cidr_allow_lists and {' and '.join(COUNTRIES)} at most in calling_regions; "
        "in the body's record name the trunk of emergency calls, and test it every year."
    ),
    scope="stack",
)
def voice_bounded(subject: Subject) -> Iterator[str | Fault]:
    if subject.type == VOICE:
        yield from emergency_calls(subject)
    elif subject.type == CONNECTOR:
        yield from every(
            must(lambda: subject.value("requireEncryption") is True, "calls are sent in the clear"),
            must(lambda: subject.is_set("awsRegion"), "the trunk would be made in Virginia"),
            must(lambda: bool(subject.referred_by(TERMINATION, "voiceConnectorId")), "nothing says who may call out, and where to"),
        )
    else:
        yield from every(_callers(subject), _countries(subject))


def _callers(subject: Subject) -> Iterator[str]:
    blocks = subject.value("cidrAllowLists") or []
    if not blocks:
        yield "no controller is named"
    yield from (f"{block} is wider than one body's controllers" for block in blocks if ip_network(block).prefixlen < NARROW)


def _countries(subject: Subject) -> Iterator[str | Fault]:
    named = subject.value("callingRegions") or []
    if not named:
        yield "no country is named"
    write = f"calling_regions: [{', '.join(COUNTRIES)}] at most"
    yield from (Fault(f"'{country}' may be called", ("voice", "calling_regions"), write) for country in named if country not in COUNTRIES)
