"""Which stacks a body's record reaches into besides its own: they are brought up with it, each in its layer's place."""

from collections.abc import Collection, Iterator

from civic.estate.agreements import consumed, provided
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.estate.targets import own_stacks, targets
from civic.records.owners import PLATFORM


def with_touched(estate: Estate, wanted: Collection[str]) -> list[StackName]:
    """The stacks of ``wanted`` as ``targets`` finds them, and for each owner among them those that it touches, in layer order.

    A stack that is named itself brings no other with it. Raises ``UnknownTarget``.
    """
    chosen = set(targets(estate, wanted))
    touched = {name for word in wanted if word in estate.owners for name in touched_by(estate, word)}
    return [name for name in own_stacks(estate) if name in chosen or name in touched]


def touched_by(estate: Estate, owner: str) -> Iterator[StackName]:
    """The hub's rules for its ranges, its place in a shared cell, and the other side of each agreement that it has."""
    record, ledger = estate.owners[owner], estate.ledgers.get(owner)
    for cloud in record.clouds_taken:
        yield StackName(PLATFORM, cloud, "network")
        # A place is kept, whether or not it is used today.
        if ledger and (cell := ledger.cell(cloud)):
            yield StackName(PLATFORM, cloud, "hosting", cell)
        for agreement in consumed(estate.agreements, owner, cloud):
            # Which lets it in by name.
            yield StackName(agreement.provider, cloud, "landing-zone")
        for agreement in provided(estate.agreements, owner, cloud):
            yield StackName(agreement.consumer, cloud, "applications")
