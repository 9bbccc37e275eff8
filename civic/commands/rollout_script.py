"""A rollout as one shell script: every stack after those that it reads, and a stack that fails stops those alone."""

import os
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from civic.estate.layers import StackName

FUNCTIONS = """\
not_up=
begin() { # STACK READ...: nothing is begun that reads what is not up
  stack=$1; shift
  for above do
    case " $not_up " in *" $above "*) echo "left out: $stack, which reads $above" >&2; not_up="$not_up $stack"; return 1 ;; esac
  done
  echo "begun: $stack" >&2
}
failed() { echo "failed: $1; what does not read it goes on" >&2; not_up="$not_up $1"; }
trap 'echo "stopped at $stack; to go on: $again --from $stack" >&2; exit 130' INT TERM"""
"""Read by any POSIX shell. ``again`` is the command that printed it."""


@dataclass(frozen=True)
class Step:
    """One stack of the script."""

    name: StackName
    reads: tuple[str, ...]
    """Stacks that it reads, whether or not the script brings them up."""
    commands: Sequence[str]
    images: str = ""
    """The command that copies the images it runs into the registry; empty where it runs none."""


def script(steps: Sequence[Step], environment: Mapping[str, str], again: str, *, own_store: bool) -> Iterator[str]:
    """Lines of the script that the command ``again`` prints. It ends with 1 where a stack is not up, and says which and how to go on."""
    yield f"again={shlex.quote(again)}"
    yield FUNCTIONS
    if own_store:
        # Printed here and run where the simulated clouds' variables are, states would go to one store and cards to another.
        yield 'if test -n "$CIVIC_CARDS"; then echo "CIVIC_CARDS names another store than this was printed for: print it anew here" >&2; exit 2; fi'
    for name, value in environment.items():
        yield f"export {name}={shlex.quote(value)}"
    wave, here = "", {str(step.name) for step in steps}
    for step in steps:
        if step.name.layer != wave:
            wave = step.name.layer
            yield f"# {wave}"
        yield from _lines(step, [above for above in step.reads if above in here])
    yield 'if test -n "$not_up"; then echo "not up:$not_up" >&2; echo "when that is mended: civic rollout$not_up" >&2; exit 1; fi'


def _lines(step: Step, reads: Sequence[str]) -> Iterator[str]:
    if step.images:
        yield f"echo {shlex.quote(f'images of {step.name}, unless they are in the registry: {step.images}')} >&2"
    # A shell of its own, so that what one stack exports does not reach the next; interrupted, it waits until Pulumi has ended in order.
    yield f"begin {' '.join((str(step.name), *reads))} && {{ ( trap : INT TERM"
    yield " &&\n".join(step.commands)
    yield f") || failed {step.name}; }}"


def environment_of(names: Iterable[str]) -> dict[str, str]:
    """The variables of these that are set here, for a script that is run elsewhere."""
    return {name: os.environ[name] for name in names if os.environ.get(name)}
