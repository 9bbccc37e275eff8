"""The program makes nothing that no record asks for: a name mistyped in a pipeline makes no tenancy."""

import pytest

from civic.engine.project import Project
from civic.engine.run import run_stack
from civic.estate.layers import StackName, implied
from civic.estate.loading import load_estate, load_for_stack
from civic.estate.targets import UnknownTarget, refuse_unless_implied
from tests.looping import each
from tests.planning import ESTATE, ROOT


@pytest.mark.parametrize(
    ("stack", "hint"),
    [
        ("eastvale-azure-tenancy", "did you mean 'eastvale-aws-tenancy'"),
        ("eastvale-azure-landing-zone", "eastvale-aws-landing-zone"),
        ("platform-aws-hosting-z", "platform-aws-hosting-a"),
    ],
)
def test_a_stack_that_no_record_implies_is_refused(monkeypatch: pytest.MonkeyPatch, stack: str, hint: str):
    monkeypatch.setenv("CIVIC_ESTATE", str(ESTATE))
    run = run_stack(Project.read(ROOT), stack)
    assert not run.crashed
    assert f"no record implies the stack '{stack}'" in run.error
    assert hint in run.error
    assert "pulumi destroy" in run.error


def test_every_stack_that_is_implied_is_let_through_as_its_own_program_reads_the_records():
    for stack in each(implied(load_estate(ESTATE)), at_least=30):
        refuse_unless_implied(load_for_stack(ESTATE, stack), stack)


def test_what_is_in_no_record_is_told_without_a_hint():
    with pytest.raises(UnknownTarget, match="is not brought up; 'civic stacks'"):
        refuse_unless_implied(load_estate(ESTATE), StackName("nobody", "aws", "tenancy"))
