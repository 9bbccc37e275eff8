"""Telephones on Azure."""

import re
from collections.abc import Iterator

from policies.emergency import emergency
from policies.rule import Subject, entries, every, must, rule

VOICE = "civic-azure:index:VoiceConnection"
SERVICE = "azure-native:communication:CommunicationService"
ROUTING = "pulumi-python:dynamic/civic:SipRouting"
DATA_LOCATIONS = ("UK", "Europe")
COUNTRY = re.compile(r"\^\\\+[1-9][0-9]{0,2}[^|]*\$")
"""A number in full, of one country: no choice of others beside it."""
EMERGENCY = ("999", "112", "+44999", "+44112")
MOST_ROUTES = 5


@rule(
    "communication-voice-bounded",
    title="A trunk keeps its data here, takes no keys, calls named countries alone, and 999 has a tested way of its own",
    why="An open trunk is dialled by fraudsters within hours, and a council that cannot dial 999 costs lives.",
    severity="high",
    types=(SERVICE, ROUTING, VOICE),
    controls={"ncsc-csp": ("2.1", "2.5", "10", "11"), "ncsc-caf-v3.2": ("B2.a", "B3.a", "B4.a", "B5.a")},
    remediation=(
        f"Set data_location to {' or '.join(DATA_LOCATIONS)} and disable_local_auth, bound every route's pattern as ^\\+<country><digits>$; "
        "in the body's record name the way of emergency calls, and test it every year."
    ),
    joins=True,
)
def voice_bounded(subject: Subject) -> Iterator[str]:
    if subject.type == VOICE:
        yield from emergency(subject)
    elif subject.type == SERVICE:
        yield from every(
            must(lambda: subject.value("dataLocation") in DATA_LOCATIONS, "what is known of calls is kept abroad"),
            must(lambda: subject.value("disableLocalAuth") is True, "whoever has the service's key may call as the body"),
        )
    else:
        routes = entries(subject.get("routes"))
        yield from every(
            must(lambda: len(routes) <= MOST_ROUTES, f"{len(routes)} routes lead out"),
            *(_bounded(subject, number) for number, _ in enumerate(routes)),
        )


def _bounded(subject: Subject, number: int) -> Iterator[str]:
    pattern = subject.value("routes", number, "pattern")
    if not COUNTRY.fullmatch(pattern):
        yield f"the route '{pattern}' leads to more than one country"
    elif any(re.search(pattern, number) for number in EMERGENCY):
        yield f"the route '{pattern}' takes emergency calls, which must not leave by this trunk"
