"""Audit on AWS."""

from collections.abc import Iterator

from policies.rule import Subject, rule


@rule(
    "cloudtrail-complete",
    title="The trail covers all regions, is validated and encrypted",
    why="An audit record with holes, or one that can be altered unseen, is no evidence.",
    severity="high",
    types=("aws:cloudtrail/trail:Trail",),
    controls={"ncsc-csp": ("13.1",), "ncsc-caf-v3.2": ("C1.a", "C1.b")},
    remediation="Set is_multi_region_trail, enable_log_file_validation and kms_key_id.",
)
def trail_complete(subject: Subject) -> Iterator[str]:
    if subject.value("isMultiRegionTrail") is not True:
        yield "the trail covers one region only"
    if subject.value("enableLogFileValidation") is not True:
        yield "the trail's files are not validated"
    if not subject.is_set("kmsKeyId"):
        yield "the trail is not encrypted with a key of ours"
    if subject.value("enableLogging") is False:
        yield "the trail is switched off"
