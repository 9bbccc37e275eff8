"""Every resource of the example estate keeps its type, its name and its parent. ``tests.golden`` says how a change is accepted."""

import json

import pulumi
import pulumi_aws as aws
import pytest

from civic.plan import Deployment
from tests import golden
from tests.planning import planned, plans_of


def test_no_resource_of_the_example_estate_is_lost(request: pytest.FixtureRequest) -> None:
    told = []
    plans = plans_of()
    for stack, run in plans.items():
        assert not run.error, run.error
        made = golden.inventory(Deployment.from_json(json.loads(run.plan)))
        found = golden.difference(stack, made, golden.read(stack))
        if request.config.getoption("--rewrite-golden"):
            golden.accept(found, made)
            found = golden.difference(stack, made, golden.read(stack))
        told.append(found.told())
    stale = sorted(path.name for path in golden.FOLDER.glob("*.txt") if path.stem not in plans)
    told += [f"{golden.FOLDER / name}: the estate no longer has this stack; delete the file if that is meant" for name in stale]
    assert not any(told), "\n" + "\n".join(filter(None, told))


class Box(pulumi.ComponentResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("test:index:Box", name, {}, opts)


def network(name: str, *, old: str = "", boxed: bool = False, moved: bool = False) -> dict[str, frozenset[str]]:
    """Inventory of a program with one network: renamed with an alias from ``old``, in a component, moved there with an alias."""

    def build() -> None:
        provider = aws.Provider("here", region="eu-west-2")
        parent = Box("box") if boxed or moved else None
        aliases = [pulumi.Alias(name=old)] if old else [pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)] if moved else None
        aws.ec2.Vpc(name, cidr_block="10.64.0.0/22", opts=pulumi.ResourceOptions(provider=provider, parent=parent, aliases=aliases))

    return golden.inventory(planned(build))


VPC = "aws:ec2/vpc:Vpc"


def test_a_rename_asks_for_an_alias() -> None:
    found = golden.difference("a-stack", network("new"), frozenset(network("old")))
    assert found.lost == {f"{VPC}  old  in the stack"}
    assert 'aliases=[pulumi.Alias(name="<old name>")]' in found.told()
    assert "delete its line from tests/stacks/golden/a-stack.txt" in found.told()


def test_a_rename_with_an_alias_is_only_to_be_written_down() -> None:
    found = golden.difference("a-stack", network("new", old="old"), frozenset(network("old")))
    assert (found.lost, found.renamed, found.new) == (frozenset(), {f"{VPC}  old  in the stack"}, {f"{VPC}  new  in the stack"})
    assert golden.COMMAND in found.told()


def test_another_parent_asks_for_an_alias_too() -> None:
    before = frozenset(network("same"))
    assert golden.difference("a-stack", network("same", boxed=True), before).lost == {f"{VPC}  same  in the stack"}
    assert golden.difference("a-stack", network("same", moved=True), before).lost == frozenset()


def test_what_is_new_is_accepted_with_one_command(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(golden, "FOLDER", tmp_path)
    made = network("first", boxed=True)
    golden.accept(golden.difference("a-stack", made, golden.read("a-stack")), made)
    assert golden.difference("a-stack", made, golden.read("a-stack")).told() == ""
    assert f"{VPC}  first  in box" in golden.read("a-stack")


def test_accepting_never_drops_what_was_lost(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(golden, "FOLDER", tmp_path)
    before, after = network("old"), network("new")
    golden.accept(golden.difference("a-stack", before, frozenset()), before)
    golden.accept(golden.difference("a-stack", after, golden.read("a-stack")), after)
    assert golden.difference("a-stack", after, golden.read("a-stack")).lost == {f"{VPC}  old  in the stack"}
