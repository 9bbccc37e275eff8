"""The commands of ``docs/how-to/first-day.md``, in their order and whole, for a walk with no cloud."""

import re
from collections.abc import Mapping

from tests.planning import ROOT

PAGE = ROOT / "docs" / "how-to" / "first-day.md"
HEADING = re.compile(r"^## (.*)$", re.MULTILINE)
BLOCK = re.compile(r"^```(sh|console)\n(.*?)^```$", re.DOTALL | re.MULTILINE)

LEFT_OUT: Mapping[str, str] = {
    "aws sts get-caller-identity": "there is nobody to sign in as",
    "az account show": "the same",
    "export PULUMI_CONFIG_PASSPHRASE=first-day": "the adoption at a store of one's own: tests/state_store/test_first_day.py",
    'pulumi login "file://$PWD/out/first-day"': "the same",
    "of=urn:pulumi:platform-aws-bootstrap::civic-cloud::": "the same",
    "pulumi import --stack platform-aws-bootstrap": "the same",
    "pulumi stack export --stack platform-aws-bootstrap | grep": "nothing moves where there is no store, as the page says; the same test has it",
    "rm -r out/first-day": "the same",
    "civic rehearse platform-aws-foundation --much-exists": "a rehearsal, not a step of the day: tests/civic/rehearsal",
}
"""How a line of the page begins that is not run, and why."""


def commands() -> list[tuple[str, str]]:
    """Each command of the page with the heading that it stands under: all but those of ``LEFT_OUT``."""
    text = PAGE.read_text(encoding="utf-8")
    headings = [(found.start(), found[1]) for found in HEADING.finditer(text)]
    found: list[tuple[str, str]] = []
    for block in BLOCK.finditer(text):
        heading = [name for start, name in headings if start < block.start()][-1]
        lines = block[2].replace("\\\n", "").splitlines()
        said = [line.removeprefix("$ ").partition("  #")[0].strip() for line in lines if block[1] == "sh" or line.startswith("$ ")]
        found += [(heading, line) for line in said if line]
    return [(heading, line) for heading, line in found if not any(line.startswith(left_out) for left_out in LEFT_OUT)]


def body_commands(cloud: str, slug: str, digit: str) -> list[str]:
    """The first body's, and those of every day after it, said for another body and cloud: the page's own has joined the example already."""
    said = [line for heading, line in commands() if heading.startswith("6.") or heading == "Every day"]
    changes = {
        "eastvale-aws": f"{slug}-{cloud}", "Eastvale": slug.title(), "eastvale": slug, "--cloud aws": f"--cloud {cloud}",
        "policies/aws": f"policies/{cloud}",
    }  # fmt: skip
    for old, new in changes.items():
        said = [line.replace(old, new) for line in said]
    return [re.sub(r"(--phone \S+)\d", rf"\g<1>{digit}", line) for line in said]
