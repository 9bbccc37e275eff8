"""What a cloud refuses of a free text is refused by the simulated one, in the words of whoever must mend it."""

import pytest

from civic.catalogue import Text, row, rows
from civic.plan.wire import UNKNOWN
from civic.simulator.texts import texts

RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
ROLE = "aws:iam/role:Role"
ACL = "aws:wafv2/webAcl:WebAcl"


@pytest.mark.parametrize(
    ("token", "inputs", "where", "why"),
    [
        (RULE, {"description": "The body's applications"}, "description", 'has "\'" and does not match'),
        (RULE, {"description": "x" * 256}, "description", "has 256 characters; at most 255 are allowed"),
        (ROLE, {"description": "Deploys – carefully"}, "description", "has '–' and does not match"),
        (ACL, {"rules": [{"name": "rate"}, {"name": "two words"}]}, "rules[1].name", "has ' ' and does not match"),
        (ACL, {"visibilityConfig": {"metricName": "a b"}}, "visibilityConfig.metricName", "has ' ' and does not match"),
        ("aws:acm/certificate:Certificate", {"domainName": f"*.{'a' * 60}.example"}, "domainName", "has 70 characters; at most 64 are allowed"),
        ("azure-native:keyvault:Secret", {"secretName": "api_key"}, "secretName", "has '_' and does not match"),
        ("azure-native:monitor:ActionGroup", {"groupShortName": "the platform team"}, "groupShortName", "has 17 characters; at most 12"),
        ("azure-native:resources:Deployment", {"deploymentName": "x" * 65}, "deploymentName", "has 65 characters; at most 64"),
        (
            "azure-native:network:PrivateEndpoint",
            {"manualPrivateLinkServiceConnections": [{"requestMessage": "x" * 141}]},
            "manualPrivateLinkServiceConnections[0].requestMessage",
            "has 141 characters; at most 140",
        ),
        ("azure-native:containerregistry:CacheRule", {"cacheRuleName": "ghcr.io"}, "cacheRuleName", "has '.' and does not match"),
        ("aws:backup/plan:Plan", {"rules": [{"ruleName": "each day"}]}, "rules[0].ruleName", "has ' ' and does not match"),
        ("aws:organizations/account:Account", {"email": f"{'a' * 60}@a.example"}, "email", "has 70 characters; at most 64"),
        ("aws:s3/bucket:Bucket", {"tags": {"owner": "King's Northshire"}}, "tags.owner", 'has "\'"; allowed: letters, numbers, spaces and'),
        ("aws:s3/bucket:Bucket", {"tags": {"aws:owner": "northshire"}}, "tags.aws:owner", "AWS keeps the beginning aws: for itself"),
        ("aws:s3/bucket:Bucket", {"tags": {str(number): "" for number in range(51)}}, "tags", "51 tags; at most 50 are allowed"),
    ],
)
def test_a_text_that_the_cloud_does_not_take_is_refused_at_its_place(token: str, inputs: dict[str, object], where: str, why: str):
    (failure,) = texts(token, inputs)
    assert failure.property == where
    assert why in failure.reason


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        (RULE, {"description": "HTTPS: who may call (all of them), & more"}),
        (ROLE, {"description": "Dienstleistungen für Bürger"}),
        (RULE, {"description": f"{UNKNOWN}'s"}),
        ("aws:s3/bucket:Bucket", {"tags": {"Eigentümer": "Bürgermeister +1"}}),
    ],
)
def test_what_the_cloud_takes_or_nobody_knows_yet_is_not_refused(token: str, inputs: dict[str, object]):
    assert list(texts(token, inputs)) == []


def test_a_limit_says_where_it_was_read():
    limits = [(found.type, path, text) for found in rows() for path, text in found.texts.items()]
    assert len(limits) > 50
    assert [(token, path) for token, path, text in limits if not text.source or text.longest < 1] == []
    known = row(RULE)
    assert known is not None
    assert isinstance(known.texts["description"], Text)
