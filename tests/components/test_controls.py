"""Both clouds answer for the same controls of the baseline."""

from components import aws, azure


def test_both_clouds_answer_for_the_same_controls():
    assert [control.id for control in aws.CONTROLS] == [control.id for control in azure.CONTROLS]
    assert len({control.id for control in aws.CONTROLS}) == len(aws.CONTROLS) > 0
