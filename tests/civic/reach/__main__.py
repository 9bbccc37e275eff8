"""``python -m tests.civic.reach [CLOUD]``: make every labelled change to the example's networks and print how many reach catches."""

import sys
from collections.abc import Collection, Iterator, Mapping
from types import ModuleType

from civic.reach.promises import KINDS
from civic.reach.proof import INVARIANTS
from tests.civic.reach import chosen, drawn_aws, drawn_azure, test_sabotage_aws, test_sabotage_azure
from tests.civic.reach.attempts import Attempt, rate, tried
from tests.civic.reach.thought import thoughts

LABELLED: Mapping[str, tuple[ModuleType, ...]] = {"aws": (drawn_aws, test_sabotage_aws), "azure": (drawn_azure, test_sabotage_azure)}


CHOSEN: Mapping[str, Collection[str]] = {"aws": chosen.AWS, "azure": chosen.AZURE}


def labelled(cloud: str, label: str) -> list[str]:
    """All drawn changes of a cloud with one of the labels."""
    return list(dict.fromkeys(each for module in LABELLED[cloud] for each in getattr(module, label)))


def report(cloud: str) -> Iterator[str]:
    """Lines for people: the rate, what escaped or alarmed, and how many of the harmful ones break each invariant and each kind of promise."""
    drawn, harmless = tried(labelled(cloud, "HARMFUL"), cloud), tried(labelled(cloud, "HARMLESS"), cloud)
    yield f"{cloud}, drawn: {rate(drawn, harmless)}; {len(labelled(cloud, 'NOT_SEEN'))} are harmful, known and not seen"
    others = tried([each for each in CHOSEN[cloud] if each not in labelled(cloud, "HARMFUL")], cloud)
    yield f"{cloud}, chosen: {rate(others, ())}"
    thought = [each.attempt() for each in thoughts(cloud)]
    yield f"{cloud}, thought of: {rate(thought, ())}"
    harmful = [*drawn, *others, *thought]
    yield from (f"  not caught: {each.sabotage.label}" for each in harmful if not each.caught)
    yield from (f"  false alarm: {each.sabotage.label}: {each.said[0]}" for each in harmless if each.caught)
    for kind in (*INVARIANTS, *KINDS):
        yield f"  {kind}: {_breaking(harmful, kind)}"


def _breaking(attempts: Collection[Attempt], kind: str) -> int:
    return sum(kind in each.harms for each in attempts)


def main(clouds: list[str]) -> None:
    for cloud in clouds or list(LABELLED):
        for line in report(cloud):
            print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
