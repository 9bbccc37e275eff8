"""Good programs of other people give no false alarm, and bad ones do not pass for their spelling: in process and through the real pack."""

import pytest
from pulumi.runtime.proto import analyzer_pb2_grpc

from tests.looping import each
from tests.policies.asking import findings_in, stack_of
from tests.policies.other_forms import AS_BAD, AS_GOOD
from tests.policies.test_rules import pack, through_pack

__all__ = ["pack"]

GOOD = [(cloud, rule_id) for cloud, cases in AS_GOOD.items() for rule_id in cases]
BAD = [(cloud, rule_id) for cloud, cases in AS_BAD.items() for rule_id in cases]


@pytest.mark.parametrize(("cloud", "rule_id"), GOOD)
def test_what_is_as_good_is_no_finding(cloud: str, rule_id: str):
    for change in each(AS_GOOD[cloud][rule_id]):
        assert [(found.rule, found.message) for found in findings_in(cloud, change)] == []


@pytest.mark.parametrize(("cloud", "rule_id"), BAD)
def test_what_is_as_bad_is_found(cloud: str, rule_id: str):
    for change in each(AS_BAD[cloud][rule_id]):
        assert {(found.rule, found.kind) for found in findings_in(cloud, change)} == {(rule_id, "broken")}


def test_the_real_pack_says_the_same(pack: tuple[str, analyzer_pb2_grpc.AnalyzerStub]):
    cloud, analyzer = pack
    for rule_id, changes in each(AS_GOOD[cloud].items()):
        assert [rule_id for change in changes if through_pack(analyzer, stack_of(cloud, change))] == []
    for rule_id, changes in each(AS_BAD[cloud].items()):
        assert [found for change in changes for found, _ in through_pack(analyzer, stack_of(cloud, change)) if found != rule_id] == []
