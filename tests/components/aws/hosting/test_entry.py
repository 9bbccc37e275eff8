"""The entry of a cell on AWS: called by those who may, over modern TLS, past a firewall."""

import pulumi
import pulumi_aws
import pytest

from civic.plan import Deployment
from components import aws
from components.aws.hosting.entry import MANAGED_RULES, TLS_POLICY
from components.contracts import of_tier
from tests.components.aws.hosting_subjects import HOSTING_ACCOUNT, HOSTING_CELL
from tests.components.aws.subjects import plan_of, statements


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.HostingCell, "cell", HOSTING_CELL)


def test_the_entry_is_called_over_https_by_named_ranges_alone(plan: Deployment):
    group = plan.named("cell-entry-group")
    (rule,) = [
        each for each in plan.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule") if each.inputs["securityGroupId"] == group.id
    ]
    assert (rule.inputs["cidrIpv4"], rule.inputs["fromPort"], rule.inputs["toPort"]) == ("10.16.0.0/12", 443, 443)
    for shared in (group, plan.named("cell-database-group")):
        assert not shared.inputs.get("ingress")
        assert not shared.inputs.get("egress")


def test_the_balancer_is_internal_and_stays(plan: Deployment):
    balancer = plan.named("cell-entry")
    for key in ("internal", "dropInvalidHeaderFields", "enableDeletionProtection"):
        assert balancer.inputs[key] is True
    assert balancer.protect
    assert not balancer.inputs.get("enableWafFailOpen")
    assert balancer.inputs["subnets"] == of_tier(HOSTING_CELL.network.subnets, "application")
    bucket = plan.named("cell-entry-logs-bucket").outputs["bucket"]
    for logs in ("accessLogs", "connectionLogs"):
        assert (balancer.inputs[logs]["bucket"], balancer.inputs[logs]["enabled"]) == (bucket, True)


def test_what_the_balancer_writes_is_written_by_balancers_alone(plan: Deployment):
    policy = statements(plan.named("cell-entry-logs-policy"))
    assert policy.keys() == {"EncryptedTransportOnly", "Balancers"}
    assert policy["Balancers"]["Principal"] == {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
    assert policy["Balancers"]["Condition"]["StringEquals"] == {"aws:SourceAccount": HOSTING_ACCOUNT}
    rule = plan.named("cell-entry-logs-encryption").inputs["rules"][0]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}


def test_there_is_one_listener_and_it_speaks_modern_tls(plan: Deployment):
    (listener,) = plan.of_type("aws:lb/listener:Listener")
    assert (listener.inputs["protocol"], listener.inputs["port"], listener.inputs["sslPolicy"]) == ("HTTPS", 443, TLS_POLICY)
    assert "TLS13" in TLS_POLICY
    assert "-Res-" in TLS_POLICY
    (action,) = listener.inputs["defaultActions"]
    assert (action["type"], action["fixedResponse"]["statusCode"]) == ("fixed-response", "404")
    assert listener.inputs["certificateArn"] == plan.named("cell-issued").outputs["certificateArn"]


def test_the_certificate_is_of_every_name_and_proven_in_the_zone(plan: Deployment):
    assert plan.named("cell-certificate").inputs["domainName"] == f"*.{HOSTING_CELL.domain}"
    option = plan.named("cell-certificate").outputs["domainValidationOptions"][0]
    assert plan.named("cell-proof").inputs["name"] == option["resourceRecordName"]
    assert plan.named("cell-proof").inputs["records"] == [option["resourceRecordValue"]]
    assert plan.named("cell-zone").protect
    alias = plan.named("cell-addresses").inputs
    assert alias["name"] == f"*.{HOSTING_CELL.domain}"
    assert alias["aliases"][0]["name"] == plan.named("cell-entry").outputs["dnsName"]
    assert plan.named("cell-issuer").inputs["records"] == ['0 issue ";"', '0 issuewild "amazon.com"']


def test_a_web_acl_stands_before_every_application(plan: Deployment):
    rules = {rule["name"]: rule for rule in plan.named("cell-web-acl").inputs["rules"]}
    assert rules.keys() == {"rate", *MANAGED_RULES}
    assert rules["rate"]["action"] == {"block": {}}
    assert all(rules[name]["overrideAction"] == {"none": {}} for name in MANAGED_RULES)
    assert len({rule["priority"] for rule in rules.values()}) == len(rules)
    attached = plan.named("cell-web-acl-entry").inputs
    assert attached["resourceArn"] == plan.named("cell-entry").outputs["arn"]
    assert attached["webAclArn"] == plan.named("cell-web-acl").outputs["arn"]
    assert plan.named("cell-web-acl-logs").inputs["name"].startswith("aws-waf-logs-")


def test_nobody_waits_for_a_certificate_longer_than_a_session_lasts(monkeypatch: pytest.MonkeyPatch):
    waits: list[pulumi.ResourceOptions] = []

    def recorded(name: str, *, opts: pulumi.ResourceOptions, **inputs: pulumi.Input[str]) -> object:
        waits.append(opts)
        return validation(name, opts=opts, **inputs)

    validation = pulumi_aws.acm.CertificateValidation
    monkeypatch.setattr(pulumi_aws.acm, "CertificateValidation", recorded)
    plan_of(aws.HostingCell, "cell", HOSTING_CELL)
    assert [opts.custom_timeouts and opts.custom_timeouts.create for opts in waits] == ["20m"]


def test_while_the_domain_is_not_delegated_nothing_waits_and_nothing_answers():
    waiting = plan_of(aws.HostingCell, "cell", HOSTING_CELL, delegated=False)
    names = {resource.name for resource in waiting.resources}
    assert {"cell-zone", "cell-certificate", "cell-proof", "cell-addresses", "cell-cluster"} <= names
    assert not {"cell-issued", "cell-https"} & names
    (card,) = [resource.outputs["cell"] for resource in waiting.resources if resource.name == "cell"]
    assert card["listener"] == ""


def test_the_records_to_hand_over_are_told(monkeypatch: pytest.MonkeyPatch):
    told: list[str] = []
    monkeypatch.setattr(pulumi.log, "info", lambda text, **_: told.append(text))
    plan_of(aws.HostingCell, "cell", HOSTING_CELL, delegated=False)
    (line,) = told
    assert f"{HOSTING_CELL.domain} waits for its delegation" in line
    assert line.count(f"{HOSTING_CELL.domain}. NS ") == 4
