"""From the words of a command line to stacks, and from those to everything they read."""

from collections.abc import Collection, Iterable

from civic.errors import InputError
from civic.estate import layers
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.estate.standing import standing
from civic.records.clouds import CLOUD_IDS
from civic.records.errors import RecordError, nearest
from civic.records.owners import PLATFORM, TEST, body_of


class UnknownTarget(InputError):
    """A word is neither an owner nor a stack of this estate. The message names the nearest."""


def targets(estate: Estate, wanted: Collection[str]) -> list[StackName]:
    """The stacks that ``wanted`` (owners or stack names; none for all) stands for, in layer order. Raises ``UnknownTarget``.

    In a fork only stacks of the bodies in it count.
    """
    built = own_stacks(estate)
    _refuse_standing(estate, wanted)
    if not wanted:
        return built
    owners, names = {name.owner for name in built}, {str(name) for name in built}
    for word in wanted:
        if word not in owners | names:
            _refuse_if_unreadable(estate, word)
            _refuse_if_elsewhere(estate, word)
            if word in estate.ledgers:
                raise UnknownTarget(
                    f"'{word}' has a ledger and no record: bring estate/organisations/{word}.yaml back from the repository's history. "
                    "What was deployed of it is taken down by 'pulumi destroy' (docs/how-to/changes.md)"
                )
            hint = f"; {close}" if (close := nearest(word, owners | names)) else ";"
            raise UnknownTarget(f"'{word}' is neither an organisation nor a stack of this estate{hint} 'civic stacks' lists them")
    return [name for name in built if name.owner in wanted or str(name) in wanted]


def _refuse_standing(estate: Estate, wanted: Collection[str]) -> None:
    """Raises ``RecordError`` where all is wanted, the platform, or the very body, and something that the records no longer imply is deployed."""
    found = standing(estate)
    concerned = {
        slug for slug in found for word in wanted if word.partition("-")[0] == PLATFORM or word == slug or word.startswith((f"{slug}-", f"{slug}."))
    }
    if problems := [problem for slug, each in found.items() if not wanted or slug in concerned for problem in each]:
        raise RecordError(problems)


def own_stacks(estate: Estate) -> list[StackName]:
    """Every stack that the records imply, or in a fork those of the bodies in it, in layer order."""
    return [name for name in layers.implied(estate) if not estate.published or name.owner in estate.owners]


def _refuse_if_elsewhere(estate: Estate, word: str) -> None:
    """Raises ``UnknownTarget`` for the platform and its stacks in a fork, which has nothing of them but cards."""
    if estate.published and any(word in (name.owner, str(name)) for name in layers.implied(estate)):
        own = ", ".join(estate.owners) or "nobody"
        raise UnknownTarget(
            f"'{word}' is the platform's, and this fork reads its cards alone (Pulumi.yaml: cards: published); allowed here: stacks of {own}"
        )


def _refuse_if_unreadable(estate: Estate, word: str) -> None:
    """Raises ``RecordError`` for the owner, or a stack, of a body whose files cannot be read: it is here, and not unknown."""
    for slug, found in estate.unreadable.items():
        if slug == body_of(word) or word.startswith(tuple(f"{slug}{mark}" for mark in (f".{TEST}-", *(f"-{cloud}-" for cloud in CLOUD_IDS)))):
            raise RecordError(found)


def refuse_unless_stack(estate: Estate, word: str) -> None:
    """Raises ``InputError``, with the nearest stack there is, for a word that is no stack's name."""
    try:
        StackName.parse(word)
    except InputError as error:
        hint = nearest(word, [str(name) for name in layers.implied(estate)])
        raise InputError(f"{error}; {hint}" if hint else str(error)) from None


def refuse_unless_implied(estate: Estate, stack: StackName) -> None:
    """Raises ``UnknownTarget`` for a stack that no record implies, with the nearest one. What runs the program would make it all the same."""
    names = layers.implied(estate)
    if stack in names:
        return
    hint = nearest(str(stack), [str(name) for name in names if name.owner == stack.owner])
    raise UnknownTarget(
        f"no record implies the stack '{stack}', so it is not brought up{f' ({hint})' if hint else ''}; 'civic stacks' lists those that are implied. "
        "Where it is up, 'pulumi destroy' takes it down: that does not run this program"
    )


def with_reads(stacks: Iterable[StackName], estate: Estate) -> dict[str, tuple[str, ...]]:
    """``stacks`` and every stack they read, in layer order, each with the names of those it reads; in a fork others' are not among them."""
    found: dict[StackName, tuple[str, ...]] = {}
    waiting = list(stacks)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        above = [read for read in layers.reads(name, estate) if not estate.published or read.owner in estate.owners]
        found[name] = tuple(map(str, above))
        waiting += above
    order = {layer.name: layer.number for layer in layers.LAYERS}
    return {str(name): found[name] for name in sorted(found, key=lambda name: (order[name.layer], name))}
