"""What is left unasked, because a boundary forbids it, is the same as what would be answered: steps with and without asking are equal."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from civic.access.asked import StackAsks
from civic.access.aws.actors import Actor
from civic.access.azure import state
from civic.access.azure.world import World
from civic.access.graph import Graph, Step
from civic.access.path_proof import wrong_paths
from civic.access.paths import Path
from civic.access.runs import StateStore
from tests.civic.access.judging import example_asks, judge_example
from tests.civic.access.path_estates import TENANCY, Estate, role_arn
from tests.looping import each

BUCKET = "arn:aws:s3:::papers"
HANDED = "Allow to service:lambda.amazonaws.com sts:AssumeRole"
SENTENCES = (
    "Allow * on *",
    "Allow s3:* on *",
    f"Allow s3:PutBucketPolicy on {BUCKET}",
    f"Allow s3:GetObject on {BUCKET}/a/*",
    "Allow s3:GetObject on arn:aws:s3:::p*",
    f"Allow iam:PassRole on {role_arn('other')}",
    "Allow lambda:CreateFunction on *",
    f"Allow iam:UpdateAssumeRolePolicy on {role_arn('o')}*",
    f"Allow sts:AssumeRole on {role_arn('*')}",
    f"Allow iam:PutRolePolicy on {role_arn('other')}",
    f"Allow iam:CreateRole on {role_arn('n')}*",
    "Allow secretsmanager:GetSecretValue on *",
)


def _steps(graph: Graph) -> tuple[tuple[list[Path], list[Path]], dict[str, tuple[Step, ...]]]:
    """Wrong paths, and every step of everybody."""
    found = wrong_paths(graph, 1)
    nodes = [node for reach in graph.reaches for node in reach.nodes.values()]
    return found, {node.id: graph.steps(node) for node in nodes}


def _plainly(monkeypatch: pytest.MonkeyPatch, graph: Graph) -> object:
    """The same, each question asked whatever a boundary says of it."""
    with monkeypatch.context() as patched:
        patched.setattr(Actor, "bounding", lambda self, action: None)
        return _steps(graph)


def _estate(chosen: random.Random) -> Estate:
    estate = Estate()
    bound = estate.managed(TENANCY, "bound", *chosen.sample(SENTENCES, chosen.randint(1, 5)))
    estate.role(TENANCY, "bounded", *chosen.sample(SENTENCES, chosen.randint(1, 4)), boundary=bound)
    estate.role(TENANCY, "other", *chosen.sample(SENTENCES, 2), boundary=chosen.choice(["", bound]), trust=[HANDED], runs=False)
    estate.add(TENANCY, "aws:s3/bucket:Bucket", "papers", {"bucket": "papers"}, arn=BUCKET)
    return estate


def test_what_a_boundary_forbids_need_not_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen, possible = random.Random(7), 0
    for _ in range(60):
        estate = _estate(chosen)
        found = _steps(estate.graph())
        assert found == _plainly(monkeypatch, estate.graph())
        possible += sum(map(len, found[1].values()))
    assert possible > 200


def test_of_the_example_the_same_steps_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _steps(judge_example().graph)
    assert sum(map(len, found[1].values())) > 100
    assert found == _plainly(monkeypatch, judge_example().graph)


def _without_some(chosen: random.Random) -> Sequence[StackAsks]:
    """The example without calls, and without some of its policies' documents and boundaries."""

    def kept(kind: str) -> bool:
        return not kind.startswith(("aws:iam/rolePolicy", "aws:s3/bucketPolicy")) or chosen.random() > 0.2

    return [replace(each, calls=(), carriers=tuple(one for one in each.carriers if kept(one.type))) for each in example_asks()]


def test_of_alterations_of_the_example_the_same_steps_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = random.Random(11)
    for _ in range(3):
        asks = _without_some(chosen)
        assert _steps(judge_example(asks).graph) == _plainly(monkeypatch, judge_example(asks).graph)


def test_an_account_is_found_by_its_name_as_by_a_look_at_each() -> None:
    world = judge_example().worlds.azure
    kinds = ("microsoft.storage/storageaccounts", "microsoft.keyvault/vaults")
    for scope in each(scope for scope in world.resources if scope.rpartition("/")[0].endswith(kinds)):
        kind, name = "/".join(scope.split("/")[-3:-1]), scope.rpartition("/")[2]
        first = next(one for one in world.resources if one.endswith(f"/{kind}/{name}"))
        assert world.named[kind, name] == first
    assert state.container_of(World(), "azblob://cards?storage_account=Nobodys") == "/unknown/nobodys/blobservices/default/containers/cards"
    assert state.key_of(World(), StateStore("p", "", "", "azurekeyvault://nobodys.vault.azure.net/keys/k")) == "/unknown/nobodys/keys/k"


def test_a_token_becomes_whom_a_look_at_each_identity_finds() -> None:
    judged = judge_example()
    world = judged.worlds.azure
    for run in each(run for run in judged.runs.values() if run.cloud == "azure"):
        keys = {one.identity for one in world.federations if one.accepts(run.issuer, run.subject, "api://AzureADTokenExchange")}
        expected = {identity for identity in world.identities.values() if identity.key in keys}
        assert set(world.federated(run.issuer, run.subject)) == expected != set()
