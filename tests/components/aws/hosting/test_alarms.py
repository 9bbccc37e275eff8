"""Alarms of a cell on AWS: somebody hears of it, where there is somebody to tell."""

from civic.plan import Deployment, Resource
from components import aws
from tests.components.aws.hosting_subjects import DEDICATED_CELL, HOSTING_ACCOUNT, HOSTING_CELL
from tests.components.aws.subjects import ALARMS, plan_of, statements
from tests.looping import each

CONTACT = "platform@commons.example"


def alarms(plan: Deployment) -> list[Resource]:
    found = plan.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
    roles = ("entry-errors", "certificate", "database-storage", "database-cpu")
    assert {alarm.name for alarm in found} == {f"cell-alarm-{role}" for role in roles}
    return found


def test_the_body_hears_of_it_by_its_own_alarms():
    assert all(alarm.inputs["alarmActions"] == [ALARMS] for alarm in each(alarms(plan_of(aws.HostingCell, "cell", DEDICATED_CELL))))


def test_nobody_hears_of_it_where_nobody_is_named():
    assert all(not alarm.inputs.get("alarmActions") for alarm in each(alarms(plan_of(aws.HostingCell, "cell", HOSTING_CELL))))


def test_the_contact_of_a_cell_that_nobody_else_watches_hears_of_it():
    plan = plan_of(aws.HostingCell, "cell", HOSTING_CELL, contact=CONTACT)
    topic = plan.named("cell-alarms")
    assert topic.inputs["kmsMasterKeyId"] == plan.named("cell-key").outputs["arn"]
    assert all(alarm.inputs["alarmActions"] == [topic.outputs["arn"]] for alarm in alarms(plan))
    subscription = plan.named("cell-alarms-to-contact").inputs
    assert (subscription["topic"], subscription["protocol"], subscription["endpoint"]) == (topic.outputs["arn"], "email", CONTACT)
    for resource in ("cell-alarms-policy", "cell-key"):
        statement = statements(plan.named(resource))["Alarms"]
        assert statement["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
        assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": HOSTING_ACCOUNT}}


def test_a_body_with_alarms_of_its_own_has_no_other():
    plan = plan_of(aws.HostingCell, "cell", DEDICATED_CELL, contact=CONTACT)
    assert all(alarm.inputs["alarmActions"] == [ALARMS] for alarm in alarms(plan))
    assert "Alarms" not in statements(plan.named("cell-key"))


def test_somebody_is_told_a_month_before_the_certificate_lapses():
    (alarm,) = (one for one in alarms(plan_of(aws.HostingCell, "cell", DEDICATED_CELL)) if one.name == "cell-alarm-certificate")
    assert (alarm.inputs["metricName"], alarm.inputs["comparisonOperator"], alarm.inputs["threshold"]) == ("DaysToExpiry", "LessThanThreshold", 30)
    assert alarm.inputs["dimensions"] == {"CertificateArn": plan_of(aws.HostingCell, "cell", DEDICATED_CELL).named("cell-certificate").outputs["arn"]}
