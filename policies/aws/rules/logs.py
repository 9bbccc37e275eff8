"""Audit on AWS."""

from collections.abc import Iterator

from policies.rule import Subject, every, must, rule


@rule(
    "cloudtrail-complete",
    title="The trail covers all regions, is validated and encrypted",
    why="An audit record with holes, or one that can be altered unseen, is no evidence.",
    severity="high",
    types=("aws:cloudtrail/trail:Trail",),
    remediation="Set is_multi_region_trail and enable_log_file_validation to true and give kms_key_id; leave enable_logging alone.",
)
def trail_complete(subject: Subject) -> Iterator[str]:
    yield from every(
        must(lambda: subject.value("isMultiRegionTrail") is True, "the trail covers one region only"),
        must(lambda: subject.value("enableLogFileValidation") is True, "the trail's files are not validated"),
        must(lambda: subject.is_set("kmsKeyId"), "the trail is not encrypted with a key of ours"),
        must(lambda: subject.value("enableLogging") is not False, "the trail is switched off"),
    )
