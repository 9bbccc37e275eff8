"""docs/engines.md says how much the simulated clouds know, and the numbers are theirs."""

import re

import pytest

from civic.catalogue import Row, rows
from civic.simulator.aws.deletions import KEPT as KEPT_ON_AWS
from civic.simulator.aws.existing import EXISTING as ON_AWS
from civic.simulator.azure.deletions import KEPT as KEPT_ON_AZURE
from civic.simulator.azure.existing import EXISTING as ON_AZURE
from tests.looping import each
from tests.planning import ROOT


def of_cloud(package: str) -> list[Row]:
    return [known for known in rows() if known.type.startswith(f"{package}:")]


CLOUDS = ((of_cloud("aws"), ON_AWS), (of_cloud("azure-native"), ON_AZURE))
COUNTS = {
    "things that are there already": [len(existing) for _, existing in CLOUDS],
    "types of which it is written down what replaces": [sum(known.replaced_by is not None for known in types) for types, _ in CLOUDS],
    "... and of which something can never change": [sum(bool(known.fixed) for known in types) for types, _ in CLOUDS],
    "quotas (": [sum(len(known.quotas) for known in types) for types, _ in CLOUDS],
    "... of which no more can be asked for": [
        sum(not quota.adjustable and not quota.rate for known in types for quota in known.quotas) for types, _ in CLOUDS
    ],
    "types of which it is written down what keeps": [len({entry.type for entry in kept}) for kept in (KEPT_ON_AWS, KEPT_ON_AZURE)],
    "names whose length": [sum(known.name is not None for known in types) for types, _ in CLOUDS],
    "free texts whose length": [sum(len(known.texts) for known in types) for types, _ in CLOUDS],
}


@pytest.mark.parametrize("begins", COUNTS)
def test_the_numbers_of_the_page_are_the_clouds_own(begins: str):
    page = (ROOT / "docs" / "engines.md").read_text(encoding="utf-8")
    (line,) = [line for line in page.splitlines() if line.startswith(f"| {begins}")]
    told = [int(number) for number in re.findall(r"\| (\d+) ", line + " ")]
    on_aws, on_azure = COUNTS[begins]
    assert told == [on_aws, on_azure], f"docs/engines.md: end the line with | {on_aws} | {on_azure} |"


def test_every_row_of_the_table_is_held():
    page = (ROOT / "docs" / "engines.md").read_text(encoding="utf-8")
    table = page.partition("## What the simulated clouds hold and refuse")[2].partition("\n\nOffline each")[0]
    lines = [line for line in table.splitlines() if re.search(r"\| \d+ \|", line)]
    assert len(each(lines)) == len(COUNTS)
