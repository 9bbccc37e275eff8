"""The right to a name: it lies at or under a domain that its claimant holds and has shown, and under nobody else's.

What answers under a name (hosting, offers, voice controllers) waits until the domain was shown. Mailboxes need the domain in the record, and may be the
platform's; until it was shown a body is planned, with what is still to be shown, and nothing of it is brought up (decision 0057).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from civic.estate.estate import Estate
from civic.estate.name_claims import PLATFORM, NameClaim, bodies_claims, platform_claims, problem_at, record_of
from civic.records.domains import rented_under, suffix_of
from civic.records.errors import Problem, RecordError
from civic.records.held_domains import HeldDomain, lies_under, txt_record

CLOUDS_OWN = (
    "amazonaws.com", "aws.dev", "awsapps.com", "cloudfront.net", "elasticbeanstalk.com",
    "azure.com", "azure.net", "azurecontainerapps.io", "azurefd.net", "azurewebsites.net", "microsoft.com", "onmicrosoft.com", "windows.net",
)  # fmt: skip
"""Domains of AWS and Microsoft: no name under them is a body's to prove."""


@dataclass(frozen=True)
class _Held:
    """A domain in a body's record, at its place."""

    domain: HeldDomain
    body: str
    number: int

    def problem(self, estate: Estate, key: str, found: str, allowed: str) -> Problem:
        return problem_at(estate, record_of(self.body), ("domains", self.number, *((key,) if key else ())), found, allowed)


def name_problems(estate: Estate) -> Iterator[Problem]:
    """Names that two claim, names to which nobody can have a right, and names that the claimant holds nothing above."""
    names = _Names(estate)
    yield from names.held_twice()
    yield from names.nobodys()
    yield from names.meeting()
    yield from names.without_right()
    yield from names.platforms()


def refuse_unshown(estate: Estate, body: str) -> None:
    """Raises ``RecordError`` where a mailbox of the body lies under a domain that it has in its record and has not shown."""
    names = _Names(estate)
    waiting = dict.fromkeys(each for claim in names.of_bodies if claim.body == body and (each := names.unshown(claim)))
    problems = [each.problem(estate, "", f"'{each.domain.name}' without 'shown'", to_show(estate, body, each.domain)) for each in waiting]
    if problems:
        raise RecordError(problems)


def to_show(estate: Estate, slug: str, domain: HeldDomain) -> str:
    """What shows that a body holds a domain, for people."""
    name, text = txt_record(estate.platform.code, slug, domain.name)
    return f"'shown', the day on which the platform's team saw the TXT record {name} with the text \"{text}\" (dig +short TXT {name})"


class _Names:
    """All claims of an estate, and who holds what."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self.of_platform, self.of_bodies = tuple(platform_claims(estate)), tuple(dict.fromkeys(bodies_claims(estate)))
        held = [_Held(domain, slug, n) for slug, record in sorted(estate.organisations.items()) for n, domain in enumerate(record.domains)]
        # Whoever showed a domain has it before whoever only says so, and the first to show it before all others.
        self.held = sorted(held, key=lambda each: (each.domain.shown is None, each.domain.shown or "", each.body))

    @cached_property
    def shown(self) -> Mapping[str, _Held]:
        """Whose each domain is, as was shown."""
        return {each.domain.name: each for each in reversed(self.held) if each.domain.shown}

    @cached_property
    def zones(self) -> tuple[NameClaim, ...]:
        return tuple(claim for claim in (*self.of_platform, *self.of_bodies) if claim.use == "zone")

    @cached_property
    def cells(self) -> tuple[str, ...]:
        return tuple(claim.domain for claim in self.of_platform if claim.use == "zone")

    def held_twice(self) -> Iterator[Problem]:
        holders: dict[str, str] = {}
        for each in self.held:
            holder = holders.setdefault(each.domain.name, each.body)
            if holder != each.body:
                yield each.problem(self.estate, "name", f"'{each.domain.name}', which {holder} holds", "a domain of its own")

    def nobodys(self) -> Iterator[Problem]:
        allowed = "a name under a domain that is registered for whoever uses it"
        for claim in (*self.of_platform, *self.of_bodies):
            if reason := _nobodys(claim.domain):
                yield claim.problem(self.estate, f"'{claim.written}', {reason}", allowed)
        for each in self.held:
            if reason := _nobodys(each.domain.name):
                yield each.problem(self.estate, "name", f"'{each.domain.name}', {reason}", allowed)

    def meeting(self) -> Iterator[Problem]:
        """Zones that lie over or under another's, and the platform's own that are the same."""
        for place, claim in enumerate(self.zones):
            for other in self.zones[:place]:
                if not _meet(claim.domain, other.domain) or (other.body == claim.body and (claim.body != PLATFORM or claim.domain != other.domain)):
                    continue
                # Two bodies' domains that are the same are told where hosting is looked at.
                told = claim.domain == other.domain and PLATFORM not in (claim.body, other.body) and _is_hosting(claim) and _is_hosting(other)
                if not told:
                    under = "" if claim.domain == other.domain else f", which meets '{other.domain}'"
                    yield claim.problem(self.estate, f"'{claim.domain}'{under} of {other.body}", "a name that lies neither over nor under another's")

    def without_right(self) -> Iterator[Problem]:
        """A name is a body's where the closest domain above it that anybody holds is its own, and was shown."""
        for claim in self.of_bodies:
            # What is nobody's, or meets another's zone, is told as that.
            met = claim.use == "zone" and any(zone.body != claim.body and _meet(claim.domain, zone.domain) for zone in self.zones)
            if not met and not _nobodys(claim.domain):
                yield from self._right(claim)

    def _right(self, claim: NameClaim) -> Iterator[Problem]:
        own, other = self._own(claim), self._closest_of_others(claim)
        if claim.use != "zone" and (cell := next((cell for cell in self.cells if lies_under(claim.domain, cell)), "")):
            yield claim.problem(self.estate, f"'{claim.written}', which lies under '{cell}' of {PLATFORM}", self._allowed(claim))
        elif own and (own.domain.shown or not other) and not _is_over(other, own):
            if own.domain.shown is None and claim.use != "mailbox":
                yield own.problem(self.estate, "", f"'{own.domain.name}' without 'shown'", to_show(self.estate, claim.body, own.domain))
        elif own and other and not own.domain.shown and not _is_over(other, own):
            found = f"'{own.domain.name}' without 'shown', which lies under '{other.domain.name}' of {other.body}"
            yield own.problem(self.estate, "", found, to_show(self.estate, claim.body, own.domain))
        elif not (claim.use == "mailbox" and self._is_platforms(claim.domain, other)):
            whose = f", which lies under '{other.domain.name}' of {other.body}" if other else ""
            yield claim.problem(self.estate, f"'{claim.written}'{whose}", self._allowed(claim), self._hint(claim, taken=other is not None))

    def unshown(self, claim: NameClaim) -> _Held | None:
        """The domain of a mailbox that is still to be shown; none where it was, or where the mailbox is the platform's."""
        own = self._own(claim) if claim.use == "mailbox" else None
        if own is None or own.domain.shown or self._is_platforms(claim.domain, self._closest_of_others(claim)):
            return None
        return own

    def platforms(self) -> Iterator[Problem]:
        """Names of the platform lie under its own domains, and no body holds a part of one that they lie under."""
        for claim in self.of_platform:
            if _nobodys(claim.domain):
                continue
            other = self._closest_of_others(claim)
            if not self._is_platforms(claim.domain, other):
                whose = f", which lies under '{other.domain.name}' of {other.body}" if other else ""
                allowed = f"a name at or under a domain of the platform's: {', '.join(self.estate.platform.held_domains)}"
                yield claim.problem(
                    self.estate, f"'{claim.written}'{whose}", allowed, "a domain that it has besides stands in 'domains' of platform.yaml"
                )

    @cached_property
    def by_body(self) -> Mapping[str, Sequence[_Held]]:
        found: dict[str, list[_Held]] = {}
        for each in self.held:
            found.setdefault(each.body, []).append(each)
        return found

    def _own(self, claim: NameClaim) -> _Held | None:
        mine = [each for each in self.by_body.get(claim.body, ()) if lies_under(claim.domain, each.domain.name)]
        return max(mine, key=lambda each: len(each.domain.name), default=None)

    def _closest_of_others(self, claim: NameClaim) -> _Held | None:
        """The closest domain above a name that was shown to be another body's."""
        labels = claim.domain.split(".")
        above = (self.shown.get(".".join(labels[start:])) for start in range(len(labels)))
        return next((each for each in above if each and each.body != claim.body), None)

    def _is_platforms(self, name: str, other: _Held | None) -> bool:
        """Whether the closest domain above a name is the platform's, which may be one of a body's that runs it."""
        own = max((domain for domain in self.estate.platform.held_domains if lies_under(name, domain)), key=len, default="")
        return bool(own) and (other is None or len(other.domain.name) <= len(own))

    def _allowed(self, claim: NameClaim) -> str:
        if claim.use == "mailbox":
            return f"a mailbox at or under one of the body's 'domains', or of the platform's: {', '.join(self.estate.platform.held_domains)}"
        return "a name at or under one of the body's 'domains'"

    def _hint(self, claim: NameClaim, *, taken: bool) -> str:
        if taken:
            return ""
        domain = claim.domain if claim.use == "mailbox" else claim.domain.partition(".")[2]
        shown = f"{self.estate.root.name}/{claim.file}"
        return f"add the domain to {shown}: 'domains: [{{name: {domain}}}]', and the next plan says how it is shown"


def _is_over(other: _Held | None, own: _Held) -> bool:
    """Whether another's domain is closer than one's own."""
    return other is not None and len(other.domain.name) > len(own.domain.name)


def _is_hosting(claim: NameClaim) -> bool:
    return claim.path[-1] == "domain"


def _nobodys(domain: str) -> str:
    """Why nobody can have a right to a name; empty where somebody can."""
    if suffix_of(domain) == domain or rented_under(domain) == domain:
        return f"and anybody may register under {domain}"
    own = next((each for each in CLOUDS_OWN if lies_under(domain, each)), "")
    return f"which lies under the cloud's own {own}" if own else ""


def _meet(one: str, other: str) -> bool:
    return lies_under(one, other) or lies_under(other, one)
