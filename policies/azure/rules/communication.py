"""Telephones on Azure."""

import re
from collections.abc import Iterator

from policies.emergency_calls import emergency_calls
from policies.rule import Fault, Subject, entries, every, must, rule

VOICE = "civic-azure:index:VoiceConnection"
SERVICE = "azure-native:communication:CommunicationService"
ROUTING = "pulumi-python:dynamic/civic:SipRouting"
DATA_LOCATIONS = ("UK", "Europe")
COUNTRY = re.compile(r"\^\\\+(44|353)[^|]*\$")
"""A number in full, of one of the countries that a body's record may name (ITU-T E.164), and no choice of others beside it."""
EMERGENCY = ("999", "112", "+44999", "+44112")
DEAR = ("+449098790123", "+447012345678", "+448712345678", "+353700123456")
"""One number of each range that costs whoever calls more than a call: premium, personal, special (Ofcom's and ComReg's numbering plans)."""


@rule(
    "communication-voice-bounded",
    title="A trunk keeps its data here, takes no keys, calls named countries alone, and 999 has a tested trunk of its own",
    why="An open trunk is dialled by fraudsters within hours, and a council that cannot dial 999 costs lives.",
    severity="high",
    types=(SERVICE, ROUTING, VOICE),
    remediation=(
        f"Set data_location to {' or '.join(DATA_LOCATIONS)} and disable_local_auth, bound every route's pattern as ^\\+44 or ^\\+353, digits and $; "
        "in the body's record name the trunk of emergency calls, and test it every year."
    ),
    scope="stack",
)
def voice_bounded(subject: Subject) -> Iterator[str | Fault]:
    if subject.type == VOICE:
        yield from emergency_calls(subject)
    elif subject.type == SERVICE:
        yield from every(
            must(lambda: subject.value("dataLocation") in DATA_LOCATIONS, "what is known of calls is kept abroad"),
            must(lambda: subject.value("disableLocalAuth") is True, "whoever has the service's key may call as the body"),
        )
    else:
        yield from every(*(_bounded(subject, number) for number, _ in enumerate(entries(subject.get("routes")))))


def _bounded(subject: Subject, number: int) -> Iterator[str]:
    pattern = subject.value("routes", number, "pattern")
    if not COUNTRY.fullmatch(pattern):
        yield f"the route '{pattern}' leads to a country that no body may call"
    elif any(re.search(pattern, number) for number in EMERGENCY):
        yield f"the route '{pattern}' takes emergency calls, which must not leave by this trunk"
    elif dear := [number for number in DEAR if re.search(pattern, number)]:
        yield f"the route '{pattern}' takes premium or personal numbers, such as {dear[0]}, which is what toll fraud dials"
