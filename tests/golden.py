"""The golden inventory: type, name and parent of every resource of the example estate, one file for each stack.

A logical name is a contract: the engine takes a resource of another name for another resource, and destroys the old one.
``pytest tests/stacks/test_golden.py --rewrite-golden`` writes what is new and what an alias explains. A line without an
alias it keeps: what is really to go, a person deletes from the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from civic.plan import Deployment, Resource
from tests.planning import ROOT

FOLDER = ROOT / "tests" / "stacks" / "golden"
COMMAND = "pytest tests/stacks/test_golden.py --rewrite-golden"


@dataclass(frozen=True)
class Difference:
    """How a stack's plan differs from its golden inventory."""

    stack: str
    new: frozenset[str]
    renamed: frozenset[str]
    """Lines that are gone, and which an alias leads to a resource of the plan."""
    lost: frozenset[str]
    """Lines that are gone without an alias: whatever they name would be destroyed."""

    def told(self) -> str:
        """What a person does about it; nothing where there is no difference."""
        parts = []
        if self.lost:
            parts.append(
                f"{self.stack} no longer has these resources, so a rollout would destroy them:\n{_lines('-', self.lost)}"
                "If one was renamed or moved to another parent, give the resource an alias: opts=pulumi.ResourceOptions("
                'aliases=[pulumi.Alias(name="<old name>")]) (parent=... for another parent, type_=... for another type).\n'
                f"If it is really to go, delete its line from {(FOLDER / self.stack).relative_to(ROOT)}.txt."
            )
        if self.new or self.renamed:
            seen = _lines("+", self.new) + _lines("~", self.renamed)
            parts.append(f"{self.stack} has resources that its inventory does not know yet:\n{seen}'{COMMAND}' writes them down.")
        return "\n".join(parts)


def inventory(plan: Deployment) -> dict[str, frozenset[str]]:
    """Each resource of ``plan`` as a line, with the lines that its aliases stand for."""
    return {_line(resource, plan): frozenset(_aliased(resource, plan)) for resource in plan if resource.type != "pulumi:pulumi:Stack"}


def difference(stack: str, made: Mapping[str, frozenset[str]], golden: frozenset[str]) -> Difference:
    """``made`` as ``inventory`` gives it against the lines of the golden file."""
    gone = golden - made.keys()
    renamed = gone & frozenset(line for lines in made.values() for line in lines)
    return Difference(stack, frozenset(made.keys() - golden), renamed, gone - renamed)


def read(stack: str) -> frozenset[str]:
    """Lines of a stack's golden file; none where it has no file yet."""
    path = FOLDER / f"{stack}.txt"
    return frozenset(path.read_text(encoding="utf-8").splitlines()) if path.exists() else frozenset()


def accept(found: Difference, made: Mapping[str, frozenset[str]]) -> None:
    """Write down what is new and what was renamed with an alias; keep what was lost, for a person to decide."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{found.stack}.txt").write_text("".join(f"{line}\n" for line in sorted({*made, *found.lost})), encoding="utf-8")


def _line(resource: Resource, plan: Deployment) -> str:
    parent = plan.by_urn.get(resource.parent)
    return f"{resource.type}  {resource.name}  in {_called(parent.urn) if parent else 'the stack'}"


def _called(urn: str) -> str:
    token, name = urn.split("::")[2:]
    return "the stack" if token == "pulumi:pulumi:Stack" else name


def _aliased(resource: Resource, plan: Deployment) -> list[str]:
    """An alias is a URN, which has the parent's type and not its name: any parent of that type will do."""
    found = []
    for urn in resource.aliases:
        qualified, name = urn.split("::")[2:]
        above, _, token = qualified.rpartition("$")
        parents = {other.name for other in plan if other.urn.split("::")[2] == above} if above else {"the stack"}
        found += [f"{token}  {name}  in {parent}" for parent in parents]
    return found


def _lines(mark: str, lines: frozenset[str]) -> str:
    return "".join(f"  {mark} {line}\n" for line in sorted(lines))
