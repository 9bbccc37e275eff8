"""A hosting cell on AWS: called by those who may, over modern TLS, past a firewall; and what it keeps is kept."""

import pytest

from civic.plan import Deployment
from components import aws
from components.aws.hosting.entry import MANAGED_RULES, TLS_POLICY
from components.aws.hosting.registry import PLACEHOLDER, repository
from tests.components.aws.subjects import ALARMS, DEDICATED_CELL, HOSTING_ACCOUNT, HOSTING_CELL, inventory, plan_of, statements

RESIDENTS = ("north", "north-shire")
BUCKET_PARTS = {
    ("Bucket", "bucket"),
    ("BucketVersioning", "versions"),
    ("BucketServerSideEncryptionConfiguration", "encryption"),
    ("BucketOwnershipControls", "ownership"),
    ("BucketPublicAccessBlock", "private"),
    ("BucketPolicy", "policy"),
    ("BucketLifecycleConfiguration", "lifecycle"),
}
FOLDERS = ("ecr-public", "quay", "kubernetes", "docker-hub", "github")
WITH_TOKEN = ("docker-hub", "github")
CONTACT = "platform@commons.example"


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.HostingCell, "cell", HOSTING_CELL)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(aws.HostingCell, "cell", DEDICATED_CELL)


def expected(*sources: str, residents: tuple[str, ...] = ()) -> set[tuple[str, str]]:
    made = {
        ("HostingCell", ""),
        ("Key", "key"),
        ("Alias", "key-alias"),
        ("SecurityGroup", "entry-group"),
        ("LoadBalancer", "entry"),
        ("WebAcl", "shield"),
        ("WebAclAssociation", "shield-entry"),
        ("LogGroup", "shield-logs"),
        ("WebAclLoggingConfiguration", "shield-logging"),
        ("Zone", "zone"),
        ("Record", "issuer"),
        ("Certificate", "certificate"),
        ("Record", "proof"),
        ("CertificateValidation", "issued"),
        ("Record", "addresses"),
        ("Listener", "https"),
        ("SecurityGroup", "database-group"),
        ("SubnetGroup", "database-subnets"),
        ("ParameterGroup", "database-parameters"),
        ("LogGroup", "database-logs-postgresql"),
        ("LogGroup", "database-logs-upgrade"),
        ("Instance", "database"),
        ("LogGroup", "sessions"),
        ("LogGroup", "insights"),
        ("Cluster", "cluster"),
        ("ClusterCapacityProviders", "cluster-capacity"),
        ("MetricAlarm", "alarm-entry-errors"),
        ("MetricAlarm", "alarm-database-storage"),
        ("MetricAlarm", "alarm-database-busy"),
    }
    made |= {("SecurityGroupIngressRule", f"entry-from-{source}") for source in sources}
    made |= {(kind, f"entry-logs-{part}") for kind, part in BUCKET_PARTS}
    made |= {("PullThroughCacheRule", f"cache-{folder}") for folder in FOLDERS}
    made |= {("RepositoryCreationTemplate", f"cache-{folder}-repositories") for folder in FOLDERS}
    made |= {("Secret", f"cache-{folder}-credential") for folder in WITH_TOKEN}
    made |= {("SecretVersion", f"cache-{folder}-credential-placeholder") for folder in WITH_TOKEN}
    for slug in residents:
        made |= {("Policy", f"place-{slug}-boundary"), ("Role", f"place-{slug}"), ("RolePolicy", f"place-{slug}-rights")}
    return {(kind, f"cell-{role}" if role else "cell") for kind, role in made}


def test_a_shared_cell_is_exactly_these_resources(plan: Deployment):
    assert inventory(plan) == expected("10.16.0.0/12", residents=RESIDENTS)


def test_a_bodys_own_cell_has_no_places(hardened: Deployment):
    assert inventory(hardened) == expected("10.20.0.0/22") | {("RegistryScanningConfiguration", "cell-images-scanned")}


def test_every_image_in_a_bodys_own_registry_is_examined_again_and_again(hardened: Deployment):
    scanned = hardened.named("cell-images-scanned").inputs
    assert scanned["scanType"] == "ENHANCED"
    assert scanned["rules"] == [{"scanFrequency": "CONTINUOUS_SCAN", "repositoryFilters": [{"filter": "*", "filterType": "WILDCARD"}]}]


def test_the_entry_is_called_over_https_by_named_ranges_alone(plan: Deployment):
    guard = plan.named("cell-entry-group")
    (rule,) = plan.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert rule.inputs["securityGroupId"] == guard.id
    assert (rule.inputs["cidrIpv4"], rule.inputs["fromPort"], rule.inputs["toPort"]) == ("10.16.0.0/12", 443, 443)
    for group in (guard, plan.named("cell-database-group")):
        assert not group.inputs.get("ingress")
        assert not group.inputs.get("egress")


def test_the_balancer_is_internal_and_stays(plan: Deployment):
    balancer = plan.named("cell-entry")
    for key in ("internal", "dropInvalidHeaderFields", "enableDeletionProtection"):
        assert balancer.inputs[key] is True
    assert balancer.protect
    assert not balancer.inputs.get("enableWafFailOpen")
    assert sorted(balancer.inputs["subnets"]) == sorted(HOSTING_CELL.subnets[key] for key in HOSTING_CELL.subnets if key.startswith("application-"))
    bucket = plan.named("cell-entry-logs-bucket").outputs["bucket"]
    for logs in ("accessLogs", "connectionLogs"):
        assert (balancer.inputs[logs]["bucket"], balancer.inputs[logs]["enabled"]) == (bucket, True)


def test_what_the_balancer_writes_is_written_by_balancers_alone(plan: Deployment):
    made = statements(plan.named("cell-entry-logs-policy"))
    assert made.keys() == {"EncryptedTransportOnly", "Balancers"}
    assert made["Balancers"]["Principal"] == {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
    assert made["Balancers"]["Condition"]["StringEquals"] == {"aws:SourceAccount": HOSTING_ACCOUNT}
    rule = plan.named("cell-entry-logs-encryption").inputs["rules"][0]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}


def test_there_is_one_listener_and_it_speaks_modern_tls(plan: Deployment):
    (listener,) = plan.of_type("aws:lb/listener:Listener")
    assert (listener.inputs["protocol"], listener.inputs["port"], listener.inputs["sslPolicy"]) == ("HTTPS", 443, TLS_POLICY)
    assert "TLS13" in TLS_POLICY
    assert "-Res-" in TLS_POLICY
    (nothing,) = listener.inputs["defaultActions"]
    assert (nothing["type"], nothing["fixedResponse"]["statusCode"]) == ("fixed-response", "404")
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


def test_a_firewall_stands_before_every_application(plan: Deployment):
    rules = {rule["name"]: rule for rule in plan.named("cell-shield").inputs["rules"]}
    assert rules.keys() == {"rate", *MANAGED_RULES}
    assert rules["rate"]["action"] == {"block": {}}
    assert all(rules[name]["overrideAction"] == {"none": {}} for name in MANAGED_RULES)
    assert len({rule["priority"] for rule in rules.values()}) == len(rules)
    attached = plan.named("cell-shield-entry").inputs
    assert attached["resourceArn"] == plan.named("cell-entry").outputs["arn"]
    assert attached["webAclArn"] == plan.named("cell-shield").outputs["arn"]
    assert plan.named("cell-shield-logs").inputs["name"].startswith("aws-waf-logs-")


def test_every_log_is_encrypted_and_ends(plan: Deployment):
    for group in plan.of_type("aws:cloudwatch/logGroup:LogGroup"):
        assert group.inputs["kmsKeyId"] == plan.named("cell-key").outputs["arn"]
        assert group.inputs["retentionInDays"] == HOSTING_CELL.retention_days


def test_the_database_is_private_encrypted_and_survives(plan: Deployment):
    database = plan.named("cell-database")
    assert database.protect
    assert database.retain_on_delete
    for key in (
        "multiAz", "storageEncrypted", "deletionProtection", "iamDatabaseAuthenticationEnabled", "autoMinorVersionUpgrade",
        "performanceInsightsEnabled", "manageMasterUserPassword", "copyTagsToSnapshot",
    ):  # fmt: skip
        assert database.inputs[key] is True, key
    for key in ("publiclyAccessible", "skipFinalSnapshot", "deleteAutomatedBackups"):
        assert not database.inputs[key], key
    key = plan.named("cell-key").outputs["arn"]
    assert {database.inputs[name] for name in ("kmsKeyId", "masterUserSecretKmsKeyId", "performanceInsightsKmsKeyId")} == {key}
    assert database.inputs["backupRetentionPeriod"] == HOSTING_CELL.backup_days
    assert "password" not in database.inputs
    assert database.inputs["vpcSecurityGroupIds"] == [plan.named("cell-database-group").id]
    assert plan.named("cell-database-subnets").inputs["subnetIds"] == [HOSTING_CELL.subnets[f"data-{zone}"] for zone in "ab"]


def parameters(plan: Deployment) -> dict[str, str]:
    return {entry["name"]: entry["value"] for entry in plan.named("cell-database-parameters").inputs["parameters"]}


def test_the_database_talks_over_tls_alone_and_logs_no_statement(plan: Deployment):
    assert parameters(plan)["rds.force_ssl"] == "1"
    assert "log_statement" not in parameters(plan)


def test_no_command_is_run_in_a_container_unseen(plan: Deployment):
    cluster = plan.named("cell-cluster").inputs
    commands = cluster["configuration"]["executeCommandConfiguration"]
    assert commands["logging"] == "OVERRIDE"
    assert commands["logConfiguration"] == {
        "cloudWatchLogGroupName": plan.named("cell-sessions").inputs["name"],
        "cloudWatchEncryptionEnabled": True,
    }
    assert cluster["settings"] == [{"name": "containerInsights", "value": "enhanced"}]


def test_official_sensitive_adds_an_own_key_for_disks_and_an_audit(plan: Deployment, hardened: Deployment):
    key = hardened.named("cell-key").outputs["arn"]
    storage = hardened.named("cell-cluster").inputs["configuration"]["managedStorageConfiguration"]
    assert storage == {"fargateEphemeralStorageKmsKeyId": key}
    disks = statements(hardened.named("cell-key"))["Disks"]["Condition"]["StringEquals"]
    assert disks["kms:EncryptionContext:aws:ecs:clusterName"] == hardened.named("cell-cluster").inputs["name"]
    assert "pgaudit" in parameters(hardened)["shared_preload_libraries"]
    assert "managedStorageConfiguration" not in plan.named("cell-cluster").inputs["configuration"]
    assert "shared_preload_libraries" not in parameters(plan)


def test_the_body_is_told_where_there_is_somebody_to_tell(plan: Deployment, hardened: Deployment):
    for alarm in hardened.of_type("aws:cloudwatch/metricAlarm:MetricAlarm"):
        assert alarm.inputs["alarmActions"] == [ALARMS]
    assert all(not alarm.inputs.get("alarmActions") for alarm in plan.of_type("aws:cloudwatch/metricAlarm:MetricAlarm"))


def test_a_cell_that_nobody_else_watches_tells_its_contact():
    told = plan_of(aws.HostingCell, "cell", HOSTING_CELL, contact=CONTACT)
    own = {("Topic", "cell-alarms"), ("TopicPolicy", "cell-alarms-policy"), ("TopicSubscription", "cell-alarms-to-contact")}
    assert inventory(told) == expected("10.16.0.0/12", residents=RESIDENTS) | own
    topic = told.named("cell-alarms")
    assert topic.inputs["kmsMasterKeyId"] == told.named("cell-key").outputs["arn"]
    assert all(alarm.inputs["alarmActions"] == [topic.outputs["arn"]] for alarm in told.of_type("aws:cloudwatch/metricAlarm:MetricAlarm"))
    asked = told.named("cell-alarms-to-contact").inputs
    assert (asked["topic"], asked["protocol"], asked["endpoint"]) == (topic.outputs["arn"], "email", CONTACT)
    for resource in ("cell-alarms-policy", "cell-key"):
        teller = statements(told.named(resource))["Alarms"]
        assert teller["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
        assert teller["Condition"] == {"StringEquals": {"aws:SourceAccount": HOSTING_ACCOUNT}}


def test_a_body_with_alarms_of_its_own_gets_no_second_topic(hardened: Deployment):
    told = plan_of(aws.HostingCell, "cell", DEDICATED_CELL, contact=CONTACT)
    assert inventory(told) == inventory(hardened)
    assert told.named("cell-alarm-entry-errors").inputs["alarmActions"] == [ALARMS]
    assert "Alarms" not in statements(told.named("cell-key"))


def test_images_come_from_registries_that_are_cached(plan: Deployment):
    for folder in FOLDERS:
        assert plan.named(f"cell-cache-{folder}").inputs["ecrRepositoryPrefix"] == f"one/{folder}"
        assert plan.named(f"cell-cache-{folder}-repositories").inputs["imageTagMutability"] == "IMMUTABLE"
    digest = "sha256:" + "0123456789abcdef" * 4
    assert repository(f"quay.io/fictional/forms@{digest}") == "quay/fictional/forms"
    assert repository(f"docker.io/library/forms@{digest}") == "docker-hub/library/forms"
    with pytest.raises(ValueError, match=r"registry\.example/fictional/forms.* a cell runs what its cache holds"):
        repository(f"registry.example/fictional/forms@{digest}")


def test_a_registrys_token_is_not_in_the_plan(plan: Deployment):
    for folder in FOLDERS:
        rule = plan.named(f"cell-cache-{folder}").inputs
        if folder in WITH_TOKEN:
            secret = plan.named(f"cell-cache-{folder}-credential")
            assert secret.inputs["name"].startswith("ecr-pullthroughcache/")
            assert rule["credentialArn"] == secret.outputs["arn"]
        else:
            assert not rule.get("credentialArn")
    assert {version.name for version in plan.of_type("aws:secretsmanager/secretVersion:SecretVersion")} == {
        f"cell-cache-{folder}-credential-placeholder" for folder in WITH_TOKEN
    }
    assert set(PLACEHOLDER.values()) == {""}
