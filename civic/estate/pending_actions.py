"""What waits for somebody: each a sentence that names the body and who must do what."""

import re
from collections.abc import Collection, Iterator
from datetime import date

from civic.estate.delegation import waiting_for_delegation
from civic.estate.estate import Estate
from civic.records.clouds import CLOUDS
from civic.records.held_domains import txt_record
from civic.records.organisation import OrganisationRecord
from civic.records.owners import PLATFORM
from civic.records.voice import AnalogueLine

SWITCH_OFF = date(2027, 1, 31)
"""Day by which the public switched telephone network is to be off (GOV.UK, "UK transition from analogue to digital landlines")."""
SOON = 60
"""Days ahead in which an ending right is told."""
TEST_DAYS = 365
"""Days for which a test of emergency calls holds."""


def pending_actions(estate: Estate, today: date, of: Collection[str] | None = None) -> list[str]:
    """Every decision that the records ask for, or those that concern the bodies ``of``; agreements first, then body by body."""
    concerned = set(estate.organisations) if of is None else set(of)
    actions = [*unknown_agreements(estate, concerned), *_agreements(estate, concerned)]
    if concerned >= set(estate.organisations) or PLATFORM in concerned:
        actions += _without_copies(estate)
    for body, told in waiting_for_delegation(estate):
        if not body or body in concerned:
            actions.append(f"needs a decision from {body or 'the platform'}: {told}")
    for slug in sorted(concerned & estate.organisations.keys()):
        actions += [f"needs a decision from {slug}: {line}" for line in _body(estate, slug, today)]
    return actions


def unknown_agreements(estate: Estate, of: Collection[str] | None = None) -> list[str]:
    """In a fork to which no agreements were published: each subscription not known to be agreed, and each offer whose takers are not known.

    A plan made there leaves out what they would make, and would take it away where it stands.
    """
    if not estate.agreements_unknown:
        return []
    concerned = set(estate.organisations) if of is None else set(of)
    found = [each for each in estate.agreements if concerned & {each.provider, each.consumer} and each.todo.startswith(("whether", "who"))]
    return [
        f"needs a decision from the platform: {each.consumer} asks for {each.provider}/{each.offer}, but {each.todo}. This plan is without it."
        if each.consumer
        else f"needs a decision from the platform: {each.provider} offers {each.offer}, but {each.todo}. This plan is without takers."
        for each in found
    ]


def _without_copies(estate: Estate) -> Iterator[str]:
    """Clouds for which nobody has said where copies stand, and where nothing may be taken for granted."""
    for cloud in estate.platform.clouds:
        section = estate.platform.cloud(cloud)
        if section and section.second_region is None and not section.copies_in:
            yield (
                f"needs a decision from the platform: state and log archive on {CLOUDS[cloud].title} stand in {section.home} alone. Write "
                f"'second_region' under '{cloud}' in platform.yaml: the region where copies may stand, or 'none' where there shall be none."
            )


def _agreements(estate: Estate, concerned: set[str]) -> Iterator[str]:
    for agreement in estate.agreements:
        known = not (estate.agreements_unknown and agreement.todo.startswith("whether"))
        if known and agreement.state == "requested" and concerned & {agreement.provider, agreement.consumer}:
            parties = (agreement.provider, agreement.consumer, "the platform")
            who = [party for party in dict.fromkeys(parties) if re.search(rf"(?<![a-z0-9-]){party} must ", agreement.todo)]
            name = f"{agreement.provider}/{agreement.offer}"
            yield f"needs a decision from {' or '.join(who)}: {agreement.consumer} asks for {name}, but {agreement.todo}."


def _body(estate: Estate, slug: str, today: date) -> Iterator[str]:
    record = estate.organisations[slug]
    owner = record.contact("owner")
    if record.review_by and date.fromisoformat(record.review_by) < today:
        yield f"{owner} must read its record again and set a new 'review_by': it was due on {record.review_by}."
    for grant in record.access:
        left = (date.fromisoformat(grant.until) - today).days
        what = f"the {grant.role} access of the group {grant.group}"
        if left < 0:
            yield f"{owner} must take out {what}, or renew it: it ended on {grant.until}."
        elif left <= SOON:
            yield f"{owner} must renew {what} or let it end: it ends on {grant.until}."
    if record.voice and (today - date.fromisoformat(record.voice.emergency.tested)).days > TEST_DAYS:
        tested, through = record.voice.emergency.tested, record.voice.emergency.through
        yield f"{owner} must test 999 and 112 with its carrier ({through}): the last test was on {tested}, more than a year ago."
    for domain in record.domains:
        if domain.shown is None:
            name, text = txt_record(estate.platform.code, slug, domain.name)
            yield f"{owner} must show that it holds {domain.name}, by the TXT record {name} with the text \"{text}\"; it is then written as 'shown'."
    yield from _unproved(record, owner)
    yield from _lines(owner, record.analogue_lines, today)


def _unproved(record: OrganisationRecord, owner: str) -> Iterator[str]:
    """Names under which nothing is published before their zone has a record."""
    for cloud in record.clouds_taken:
        for each in record.published_on(cloud):
            if not each.proved:
                yield (
                    f"{owner} must put the record that 'pulumi up' of {record.slug}-{cloud}-landing-zone prints for {each.host} into its zone, and then "
                    f"take out 'proved' of 'publish': until then {each.application} is not published."
                )


def _lines(owner: str, lines: tuple[AnalogueLine, ...], today: date) -> Iterator[str]:
    for line in lines:
        move_by, what = date.fromisoformat(line.move_by), f"the analogue line {line.line} ({line.serves})"
        if move_by < today:
            ending = "went silent" if today > SWITCH_OFF else "goes silent"
            yield f"{owner} must move {what}: it was to move by {line.move_by}, and it {ending} at the switch-off on {SWITCH_OFF}."
        elif move_by > SWITCH_OFF:
            yield f"{owner} must move {what} earlier than {line.move_by}: the switch-off is on {SWITCH_OFF}."
        elif line.to is None:
            yield f"{owner} must decide what takes the place of {what}: it must move by {line.move_by}, before the switch-off on {SWITCH_OFF}."
