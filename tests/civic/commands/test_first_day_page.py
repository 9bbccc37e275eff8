"""The page of the first day on both clouds: each of its rollouts is a command that is taken, and one after another they bring everything up in order."""

import re

import pytest

from civic.estate.layers import StackName, implied, reads
from civic.estate.loading import load_estate
from tests.front_door import civic
from tests.looping import each
from tests.planning import ESTATE, ROOT

PAGE = ROOT / "docs" / "how-to" / "first-day.md"
FIRST_BODY = {"aws": "westholm", "azure": "larkfield"}
"""Of the example estate: the page's own has joined it already."""


def rollouts(cloud: str) -> list[list[str]]:
    """Words of the page's rollouts in their order, said for this cloud, without the word that runs them."""
    text = PAGE.read_text(encoding="utf-8").partition("## 5. A second cloud")
    last = text[2].partition("## 6. The first body")[2]
    lines = re.findall(r"^(?:\$ )?civic (rollout [^\n#]*)", text[0] + last, re.MULTILINE)
    said = [line.replace("-aws-", f"-{cloud}-").replace("eastvale", FIRST_BODY[cloud]).split() for line in lines]
    return [[word for word in words if word != "--run"] for words in said]


@pytest.mark.parametrize("cloud", FIRST_BODY)
def test_from_nothing_to_the_first_body(cloud: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("CIVIC_CARDS", raising=False)
    up: list[str] = []
    for words in each(rollouts(cloud)):
        ran = civic(*words, "--estate", ESTATE)
        assert ran.returncode == 0, (words, ran.stderr)
        for stack in re.findall(r"^begin (\S+)", ran.stdout, re.MULTILINE):
            above = {str(read) for read in reads(StackName.parse(stack), load_estate(ESTATE))}
            assert above <= {*up}, f"{stack} is begun by '{' '.join(words)}' before {', '.join(above - {*up})}"
            up.append(stack)
    body = [str(name) for name in implied(load_estate(ESTATE)) if name.cloud == cloud and name.body == FIRST_BODY[cloud]]
    cells = [str(name) for name in implied(load_estate(ESTATE)) if name.cloud == cloud and name.layer == "hosting"]
    layers = [f"platform-{cloud}-{layer}" for layer in ("bootstrap", "foundation", "network")]
    assert {*layers, *cells, *body} <= {*up}
