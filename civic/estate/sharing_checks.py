"""Subscriptions that name what nobody has, and something near it that somebody has: a misspelling, not a request."""

from collections.abc import Collection, Mapping
from pathlib import Path

from civic.estate.agreements import Agreement
from civic.records.errors import Problem, nearest
from civic.records.organisation import OrganisationRecord
from civic.records.reading import read


def misspelt_subscriptions(
    root: Path,
    record: OrganisationRecord,
    records: Mapping[str, OrganisationRecord],
    slugs: Collection[str],
    published: Collection[Agreement],
) -> list[Problem]:
    """What is misspelt in one record.

    ``records`` are those at hand and ``slugs`` all bodies of the estate, whose records may be elsewhere or unreadable. A provider or offer
    that was once published is not misspelt but gone; one that is like no other may be still to come. Both remain requests.
    """
    problems: list[Problem] = []
    bodies = {*slugs, *(each.provider for each in published)} - {record.slug}
    for number, choice in enumerate(record.subscriptions):
        provider = records.get(choice.provider)
        offers = {each.offer for each in published if each.provider == choice.provider}
        if provider is not None:
            offers |= {offer.name for offer in provider.offers}
        for key, name, known in (("provider", choice.provider, bodies), ("offer", choice.offer, offers)):
            if name not in known and (hint := nearest(name, known)):
                text = read(root / "organisations" / f"{record.slug}.yaml", f"{root.name}/organisations/{record.slug}.yaml")
                whose = "a body of the estate" if key == "provider" else f"an offer of {choice.provider}: {', '.join(sorted(known))}"
                problems.append(text.problem(("subscriptions", number, key), f"'{name}'", whose, hint))
    return problems
