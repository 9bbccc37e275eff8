"""Numbers, words, schedules and addresses that a provider's own code or its service refuses, as their documents say."""

from typing import Any

import pytest

from civic.catalogue import row
from civic.plan import UNKNOWN
from civic.simulator.allowed import ALLOWED, disallowed
from tests.civic.simulator.support import refusals
from tests.looping import each

BAD: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    # type, bad inputs, the same with the nearest that is taken, part of the message
    ("aws:kms/key:Key", {"deletionWindowInDays": 3}, {"deletionWindowInDays": 7}, "3 is not between 7 and 30"),
    ("aws:kms/key:Key", {"rotationPeriodInDays": 30}, {"rotationPeriodInDays": 90}, "30 is not between 90 and 2560"),
    ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 100}, {"retentionInDays": 120}, "100 is none of 0, 1, 3"),
    ("aws:rds/instance:Instance", {"backupWindow": "3am-4am"}, {"backupWindow": "03:00-04:00"}, "hh:mm-hh:mm in UTC"),
    ("aws:rds/instance:Instance", {"maintenanceWindow": "sun:3:00-sun:4:00"}, {"maintenanceWindow": "Sun:03:00-Sun:04:00"}, "ddd:hh:mm"),
    ("aws:rds/instance:Instance", {"backupRetentionPeriod": 60}, {"backupRetentionPeriod": 35}, "60 is not between 0 and 35"),
    ("aws:backup/plan:Plan", {"rules": [{"schedule": "cron(0 2 * * *)"}]}, {"rules": [{"schedule": "cron(0 2 * * ? *)"}]}, "six fields"),
    ("aws:cloudwatch/eventRule:EventRule", {"scheduleExpression": "rate(1 minutes)"}, {"scheduleExpression": "rate(1 minute)"}, "rate(1 minute)"),
    ("aws:cloudwatch/eventRule:EventRule", {"eventPattern": "{source: aws}"}, {"eventPattern": '{"source": ["aws"]}'}, "a JSON object"),
    ("aws:budgets/budget:Budget", {"timePeriodStart": "2026-11-01"}, {"timePeriodStart": "2026-11-01_00:00"}, "YYYY-MM-DD_HH:MM"),
    ("aws:budgets/budget:Budget", {"limitAmount": "0"}, {"limitAmount": "0.5"}, "a number above zero"),
    ("aws:iam/role:Role", {"path": "civic"}, {"path": "/civic/"}, "begins and ends with '/'"),
    ("aws:iam/role:Role", {"maxSessionDuration": 600}, {"maxSessionDuration": 3600}, "600 is not between 3600 and 43200"),
    ("aws:iam/openIdConnectProvider:OpenIdConnectProvider", {"url": "http://a.example"}, {"url": "https://a.example"}, "begins with https://"),
    ("aws:s3/bucket:Bucket", {"bucket": "192.168.5.4"}, {"bucket": "192.168.5.four"}, "in the form of an address"),
    ("aws:chime/voiceConnectorTermination:VoiceConnectorTermination", {"callingRegions": ["UK"]}, {"callingRegions": ["GB"]}, "ISO 3166-1"),
    (
        "aws:chime/voiceConnectorTermination:VoiceConnectorTermination",
        {"cidrAllowLists": ["203.0.113.0/24"]},
        {"cidrAllowLists": ["203.0.113.0/27"]},
        "a range of /27 or smaller",
    ),
    ("aws:organizations/policy:Policy", {"type": "SCP"}, {"type": "SERVICE_CONTROL_POLICY"}, "SERVICE_CONTROL_POLICY, TAG_POLICY"),
    (
        "azure-native:keyvault:Vault",
        {"properties": {"softDeleteRetentionInDays": 5}},
        {"properties": {"softDeleteRetentionInDays": 7}},
        "between 7 and 90",
    ),
    ("azure-native:keyvault:Key", {"properties": {"keySize": 1024}}, {"properties": {"keySize": 2048}}, "1024 is none of 2048, 3072, 4096"),
    ("azure-native:network:VirtualHub", {"addressPrefix": "10.48.0.0/25"}, {"addressPrefix": "10.48.0.0/24"}, "/24 or larger"),
    ("azure-native:monitor:ScheduledQueryRule", {"evaluationFrequency": "PT3M"}, {"evaluationFrequency": "PT5M"}, "PT1M, PT5M"),
    ("azure-native:monitor:MetricAlert", {"severity": 7}, {"severity": 4}, "7 is not between 0 and 4"),
    ("azure-native:consumption:Budget", {"amount": 0}, {"amount": 1}, "0 is not between 0.01"),
    (
        "azure-native:storage:BlobServiceProperties",
        {"deleteRetentionPolicy": {"enabled": True, "days": 400}},
        {"deleteRetentionPolicy": {"enabled": True, "days": 365}},
        "400 is not between 1 and 365",
    ),
]


@pytest.mark.parametrize(("token", "bad", "good", "said"), BAD, ids=[f"{token.rpartition(':')[2]} {next(iter(bad))}" for token, bad, _, _ in BAD])
def test_a_value_that_no_service_takes_is_refused_and_the_nearest_that_it_takes_is_not(
    token: str, bad: dict[str, Any], good: dict[str, Any], said: str
):
    told = [str(failure) for failure in refusals(token, bad)]
    assert any(said in each for each in told), told
    assert not list(disallowed(token, good))


def test_what_is_not_known_yet_is_not_refused():
    assert not list(disallowed("aws:iam/role:Role", {"path": UNKNOWN, "maxSessionDuration": UNKNOWN}))


def test_every_type_is_one_that_the_catalogue_knows():
    assert all(row(token) for token in each(ALLOWED))
