"""The foundation on AWS: a tree, guardrails that hold, an archive nobody can empty, and a watch in every region."""

import json

import pytest

from civic.plan import Deployment
from components import aws
from components.aws.foundation.guardrails import LONGEST, service_control_policies
from components.aws.state_rights import store_name
from components.contracts import PLATFORM_TENANCIES, ContractError
from tests.components.aws.buckets import PARTS
from tests.components.aws.subjects import BASELINE, FOUNDATION, PLATFORM, PRINCIPALS, inventory, plan_of, statements
from tests.looping import each

EVERYWHERE = {"root"}
GUARDRAILS = {
    "regions": EVERYWHERE,
    "baseline": EVERYWHERE,
    "identities": EVERYWHERE,
    "networks": EVERYWHERE,
    "archive": {"account-log-archive", "account-security"},
    "tenants": {"account-hosting"},
    "perimeter": EVERYWHERE,
    "ec2": EVERYWHERE,
    "gateways": {"account-network"},
}
FEATURES = ("s3-data-events", "rds-login-events", "ebs-malware-protection")
UNITS = ("platform", "bodies", "test", "suspended")


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Foundation, "foundation", FOUNDATION)


def expected(*regions: str) -> set[tuple[str, str]]:
    made = {
        ("Foundation", ""),
        ("Organization", "organisation"),
        ("SharingWithOrganization", "sharing"),
        ("aws", "in-log-archive"),
        ("aws", "in-network"),
        ("aws", "in-hosting"),
        ("Role", "hosting-role"),
        ("RolePolicy", "hosting-rights"),
        *(("Role", f"databases-{part}") for part in ("start", "prepare")),
        *(("RolePolicy", f"databases-{part}-rights") for part in ("start", "prepare")),
        ("Key", "archive-key"),
        ("LogDeliveryDestination", "archive-edge-calls"),
        ("LogDeliveryDestinationPolicy", "archive-edge-calls-policy"),
        ("BucketObjectLockConfiguration", "archive-lock"),
        ("BucketReplicationConfig", "archive-configuration-copied"),
        ("Role", "archive-configuration-copier"),
        ("RolePolicy", "archive-configuration-copier-rights"),
        ("Trail", "trail"),
        ("DelegatedAdministrator", "analyser-admin"),
        ("OrganizationAdminAccount", "posture-admin"),
        ("Account", "posture"),
        ("FindingAggregator", "posture-aggregator"),
        ("OrganizationConfiguration", "posture-members"),
        ("ConfigurationPolicy", "posture-policy"),
        ("ConfigurationPolicyAssociation", "posture-everywhere"),
        ("Role", "network-role"),
        ("RolePolicy", "network-rights"),
    }
    made |= {("OrganizationalUnit", unit) for unit in UNITS}
    made |= {("Account", purpose) for purpose in PLATFORM_TENANCIES}
    made |= {("Policy", f"guardrail-{role}") for role in GUARDRAILS}
    made |= {("PolicyAttachment", f"guardrail-{role}-{unit}") for role, units in GUARDRAILS.items() for unit in units}
    made |= {(kind, f"{stem}-{part}") for stem in ("archive", "archive-access", "archive-configuration") for kind, part in PARTS}
    made |= {("BucketLogging", "archive-access-log")}
    for region in regions:
        made |= {
            ("aws", f"in-security-{region}"),
            ("Detector", f"guardduty-{region}"),
            ("OrganizationAdminAccount", f"guardduty-admin-{region}"),
            ("OrganizationConfiguration", f"guardduty-members-{region}"),
            *(("OrganizationConfigurationFeature", f"guardduty-members-{region}-{feature}") for feature in FEATURES),
            ("Analyzer", f"analyser-{region}"),
            ("RegistryScanningConfiguration", f"images-scanned-{region}"),
        }
    return {(kind, f"foundation-{role}" if role else "foundation") for kind, role in made}


def beside_baselines(plan: Deployment) -> set[tuple[str, str]]:
    return {(kind, name) for kind, name in inventory(plan) if "-baseline" not in name.replace("guardrail-baseline", "")}


def test_a_foundation_is_exactly_these_resources(plan: Deployment):
    elsewhere = {("aws", "foundation-in-hosting-eu-west-1"), ("Key", "foundation-hosting-eu-west-1-backup-key")}
    parts = (("Vault", "vault"), ("VaultLockConfiguration", "vault-lock"), ("Plan", "backup-plan"), ("Selection", "backup-tagged"))
    elsewhere |= {(kind, f"foundation-hosting-eu-west-1-{part}") for kind, part in parts}
    assert beside_baselines(plan) == expected("eu-west-2", "eu-west-1") | elsewhere


def test_another_region_adds_its_watch_alone():
    one = plan_of(aws.Foundation, "foundation", FOUNDATION, regions=("eu-west-2",))
    assert beside_baselines(one) == expected("eu-west-2")
    assert one.named("foundation-posture-aggregator").inputs["linkingMode"] == "NO_REGIONS"


def test_posture_is_run_from_the_home_region_and_the_others_follow(plan: Deployment):
    """The hub is there before its account is designated, and both before the configuration that sets hubs and administrator in the linked regions."""
    hub, admin, aggregator, central = (plan.named(f"foundation-posture{part}") for part in ("", "-admin", "-aggregator", "-members"))
    assert len(each(plan.of_type("aws:securityhub/account:Account"))) == len(plan.of_type(admin.type)) == 1
    assert (aggregator.inputs["linkingMode"], aggregator.inputs["specifiedRegions"]) == ("SPECIFIED_REGIONS", ["eu-west-1"])
    for later, earlier in ((admin, hub), (aggregator, admin), (central, aggregator)):
        assert earlier.urn in later.dependencies


def test_images_of_shared_hosting_are_examined_in_every_region(plan: Deployment):
    hosting = plan.named("foundation-in-hosting")
    for region in each(FOUNDATION.regions):
        scanned = plan.named(f"foundation-images-scanned-{region}")
        assert (scanned.inputs["region"], scanned.inputs["scanType"]) == (region, "ENHANCED")
        assert scanned.provider.startswith(hosting.urn)


def test_each_region_is_watched_from_a_provider_of_its_own(plan: Deployment):
    for region in each(FOUNDATION.regions):
        for role in (f"guardduty-{region}", f"guardduty-members-{region}", f"analyser-{region}"):
            assert f"::foundation-in-security-{region}::" in plan.named(f"foundation-{role}").provider
        assert plan.named(f"foundation-in-security-{region}").inputs["region"] == region
        assert plan.named(f"foundation-guardduty-admin-{region}").inputs["region"] == region
        assert plan.named(f"foundation-guardduty-members-{region}").inputs["autoEnableOrganizationMembers"] == "ALL"


def test_guardduty_looks_at_what_members_have_one_change_after_another(plan: Deployment):
    for region in each(FOUNDATION.regions):
        before = plan.named(f"foundation-guardduty-members-{region}").urn
        for feature in each(FEATURES):
            switched = plan.named(f"foundation-guardduty-members-{region}-{feature}")
            assert (switched.inputs["autoEnable"], switched.inputs["detectorId"]) == ("ALL", plan.named(f"foundation-guardduty-{region}").id)
            assert before in switched.dependencies
            before = switched.urn


def recorded(plan: Deployment) -> dict[str, dict[str, dict[str, list[str]]]]:
    """By selector, then by field: what of it is recorded."""
    selectors = plan.named("foundation-trail").inputs["advancedEventSelectors"]
    return {
        one["name"]: {part["field"]: {key: value for key, value in part.items() if key != "field"} for part in one["fieldSelectors"]}
        for one in selectors
    }


def test_who_touched_state_cards_or_archive_is_recorded_and_the_trail_does_not_record_itself(plan: Deployment):
    selectors = recorded(plan)
    assert selectors["management"] == {"eventCategory": {"equals": ["Management"]}}
    store = store_name(FOUNDATION.owner)
    assert selectors["state and cards"]["resources.ARN"] == {"startsWiths": [f"arn:aws:s3:::{store}/"]}
    buckets = [plan.named(f"foundation-{stem}-bucket").inputs["bucket"] for stem in ("archive", "archive-configuration")]
    for name in each(("archive read", "archive changed")):
        assert selectors[name]["resources.ARN"] == {"startsWiths": [f"arn:aws:s3:::{bucket}/" for bucket in buckets]}
    assert selectors["archive read"]["readOnly"] == {"equals": ["true"]}
    assert "DeleteObject" in selectors["archive changed"]["eventName"]["equals"]
    assert not [action for action in selectors["archive changed"]["eventName"]["equals"] if action in ("PutObject", "CompleteMultipartUpload")]


def test_every_request_to_the_archive_is_logged_beside_it(plan: Deployment):
    log = plan.named("foundation-archive-access-log").inputs
    assert (log["bucket"], log["targetBucket"]) == (plan.named("foundation-archive-bucket").id, plan.named("foundation-archive-access-bucket").id)
    written = statements(plan.named("foundation-archive-access-policy"))["AccessLog"]
    assert written["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert written["Condition"]["ArnLike"] == {"aws:SourceArn": plan.named("foundation-archive-bucket").outputs["arn"]}


def test_new_findings_of_any_tenancy_are_told_to_the_platforms_contact(plan: Deployment):
    rule = plan.named("foundation-security-baseline-alarm-finding")
    pattern = json.loads(rule.inputs["eventPattern"])
    assert pattern["source"] == ["aws.securityhub"]
    assert pattern["detail"]["findings"]["Severity"] == {"Label": ["CRITICAL", "HIGH"]}
    topic = plan.named("foundation-security-baseline-alarms")
    assert plan.named("foundation-security-baseline-alarm-finding-told").inputs["arn"] == topic.outputs["arn"]
    assert plan.named("foundation-security-baseline-alarms-to-security").inputs["endpoint"] == FOUNDATION.contact
    # Elsewhere the same would be told again, of the account itself.
    assert [one.name for one in plan.of_type("aws:cloudwatch/eventRule:EventRule") if one.name.endswith("-finding")] == [rule.name]


def test_providers_are_pinned_to_their_account(plan: Deployment):
    for provider in each(plan.of_type("pulumi:providers:aws")):
        assert provider.inputs["allowedAccountIds"], provider.name


def test_nobody_can_empty_the_archive_before_time(plan: Deployment):
    lock = plan.named("foundation-archive-lock")
    assert lock.inputs["rule"]["defaultRetention"] == {"mode": "COMPLIANCE", "days": FOUNDATION.retention_days}
    bucket = plan.named("foundation-archive-bucket")
    assert bucket.inputs["objectLockEnabled"] is True
    for kept in (bucket, lock, plan.named("foundation-archive-key"), plan.named("foundation-archive-configuration-bucket")):
        assert kept.protect
        assert kept.retain_on_delete
    assert plan.named("foundation-archive-lifecycle").inputs["rules"][0]["expiration"]["days"] > FOUNDATION.retention_days


@pytest.mark.parametrize("stem", ["foundation-archive", "foundation-archive-configuration"])
def test_a_bucket_is_private_versioned_and_encrypted(plan: Deployment, stem: str):
    assert plan.named(f"{stem}-versions").inputs["versioningConfiguration"]["status"] == "Enabled"
    private = plan.named(f"{stem}-private").inputs
    assert all(private[key] is True for key in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"))
    rule = plan.named(f"{stem}-encryption").inputs["rules"][0]
    assert rule["bucketKeyEnabled"] is True
    assert rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"] == plan.named("foundation-archive-key").outputs["arn"]
    assert plan.named(f"{stem}-ownership").inputs["rule"]["objectOwnership"] == "BucketOwnerEnforced"


@pytest.mark.parametrize("stem", ["foundation-archive", "foundation-archive-configuration"])
def test_only_services_of_the_organisation_write(plan: Deployment, stem: str):
    made = statements(plan.named(f"{stem}-policy"))
    assert made["EncryptedTransportOnly"]["Effect"] == "Deny"
    organisation = plan.named("foundation-organisation").id
    allowed = [statement for statement in made.values() if statement["Effect"] == "Allow"]
    assert made["WritersWrite"]["Condition"] == {"StringEquals": {"aws:SourceOrgID": organisation}}
    # Looking whether they can write, they say for nobody that they ask.
    assert set(made["WritersLook"]["Action"]) == {"s3:GetBucketAcl", "s3:GetBucketLocation", "s3:ListBucket"}
    assert "Condition" not in made["WritersLook"]
    assert all(set(statement["Principal"]) == {"Service"} for statement in allowed)


def test_the_recorder_delivers_beside_the_lock_and_is_copied_behind_it(plan: Deployment):
    locked = {resource.inputs["bucket"] for resource in plan.of_type("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration")}
    beside = plan.named("foundation-archive-configuration-bucket")
    assert beside.id not in locked
    assert not beside.inputs.get("objectLockEnabled")
    assert statements(plan.named("foundation-archive-configuration-policy"))["WritersWrite"]["Principal"]["Service"] == ["config.amazonaws.com"]
    writers = statements(plan.named("foundation-archive-policy"))["WritersWrite"]["Principal"]["Service"]
    assert "config.amazonaws.com" not in writers
    copied = plan.named("foundation-archive-configuration-copied").inputs
    assert copied["bucket"] == beside.id
    assert copied["rules"][0]["destination"]["bucket"] == plan.named("foundation-archive-bucket").outputs["arn"]


def test_the_trail_is_whole_and_waits_for_the_archive(plan: Deployment):
    trail = plan.named("foundation-trail")
    whole = ("isOrganizationTrail", "isMultiRegionTrail", "includeGlobalServiceEvents", "enableLogFileValidation", "enableLogging")
    assert all(trail.inputs[key] is True for key in whole)
    assert trail.inputs["kmsKeyId"] == plan.named("foundation-archive-key").outputs["arn"]
    assert plan.named("foundation-archive-policy").urn in trail.dependencies
    assert trail.protect


def test_accounts_are_never_closed_by_a_plan(plan: Deployment):
    for purpose in PLATFORM_TENANCIES:
        account = plan.named(f"foundation-{purpose}")
        assert account.protect
        assert account.retain_on_delete
        assert not account.inputs.get("closeOnDeletion")
    assert plan.named("foundation-organisation").protect


def test_guardrails_hang_where_they_should(plan: Deployment):
    root = plan.named("foundation-organisation").outputs["roots"][0]["id"]
    for role, units in GUARDRAILS.items():
        policy = plan.named(f"foundation-guardrail-{role}")
        assert len(policy.inputs["content"]) <= LONGEST
        for unit in units:
            attached = plan.named(f"foundation-guardrail-{role}-{unit}").inputs
            target = root if unit == "root" else plan.named(f"foundation-{unit.removeprefix('account-')}").id
            assert (attached["policyId"], attached["targetId"]) == (policy.id, target)


def test_every_guardrail_denies(plan: Deployment):
    for policy in each(plan.of_type("aws:organizations/policy:Policy")):
        if policy.inputs["type"] == "DECLARATIVE_POLICY_EC2":
            continue
        for statement in each(statements(policy, "content").values()):
            assert statement["Effect"] == "Deny"


def test_data_stays_in_the_organisation(plan: Deployment):
    perimeter = plan.named("foundation-guardrail-perimeter")
    assert perimeter.inputs["type"] == "RESOURCE_CONTROL_POLICY"
    ours = statements(perimeter, "content")["OursAlone"]
    assert ours["Condition"]["StringNotEqualsIfExists"] == {"aws:PrincipalOrgID": plan.named("foundation-organisation").id}
    assert ours["Condition"]["BoolIfExists"] == {"aws:PrincipalIsAWSService": "false"}
    assert {"s3:*", "kms:*", "secretsmanager:*", "sqs:*", "sts:AssumeRole"} <= set(ours["Action"])


@pytest.mark.parametrize(("role", "layer"), [("hosting-role", "hosting"), ("network-role", "network")])
def test_a_role_trusts_one_pipeline_and_is_no_administrator(plan: Deployment, role: str, layer: str):
    made = plan.named(f"foundation-{role}")
    trust = json.loads(made.inputs["assumeRolePolicy"])["Statement"]
    assert [statement["Principal"] for statement in trust] == [{"AWS": [PRINCIPALS[layer]]}]
    rights = statements(plan.named(f"foundation-{role.removesuffix('-role')}-rights"))
    assert not any({"*", "iam:*", "organizations:*", "organizations:CloseAccount"} & set(statement["Action"]) for statement in rights.values())


def test_each_environment_has_a_unit_of_its_own(plan: Deployment):
    organisation = plan.named("foundation").outputs["organisation"]
    assert organisation["units"] == {"live": plan.named("foundation-bodies").id, "test": plan.named("foundation-test").id}
    for unit in UNITS:
        resource = plan.named(f"foundation-{unit}")
        assert (resource.inputs["name"], resource.protect) == (unit, True)


def test_a_tenancy_names_the_role_that_its_layer_acts_as(plan: Deployment):
    tenancies = plan.named("foundation").outputs["tenancies"]
    assert tenancies == {
        "log-archive": {"account": plan.named("foundation-log-archive").id, "deploy": "", "application": ""},
        "security": {"account": plan.named("foundation-security").id, "deploy": "", "application": ""},
        "network": {
            "account": plan.named("foundation-network").id,
            "deploy": plan.named("foundation-network-role").outputs["arn"],
            "application": "",
        },
        "hosting": {
            "account": plan.named("foundation-hosting").id,
            "deploy": plan.named("foundation-hosting-role").outputs["arn"],
            "application": "",
        },
    }


def test_lower_layers_know_archive_and_tree_by_handles(plan: Deployment):
    outputs = plan.named("foundation").outputs
    assert outputs["archive"] == {
        "bucket": plan.named("foundation-archive-bucket").outputs["arn"],
        "key": plan.named("foundation-archive-key").outputs["arn"],
        "configuration_bucket": plan.named("foundation-archive-configuration-bucket").inputs["bucket"],
        "edge_logs": plan.named("foundation-archive-edge-calls").outputs["arn"],
    }
    organisation = outputs["organisation"]
    assert organisation["id"] == plan.named("foundation-organisation").id


@pytest.mark.parametrize("account", ["log-archive", "network", "hosting", "security-eu-west-2"])
def test_the_platforms_own_is_tagged_as_the_most_sensitive_bodys(plan: Deployment, account: str):
    tags = json.loads(plan.named(f"foundation-in-{account}").inputs["defaultTags"])["tags"]
    assert tags == {**PLATFORM.tags, "layer": "foundation"}
    assert (tags["owner"], tags["data-classification"]) == ("platform", "official-sensitive")


def test_a_longer_retention_reaches_lock_and_lifecycle():
    hardened = plan_of(aws.Foundation, "foundation", FOUNDATION, retention_days=2557)
    assert hardened.named("foundation-archive-lock").inputs["rule"]["defaultRetention"]["days"] == 2557
    rule = hardened.named("foundation-archive-lifecycle").inputs["rules"][0]
    assert rule["expiration"]["days"] > rule["noncurrentVersionExpiration"]["noncurrentDays"] == 2557


def test_a_guardrail_longer_than_aws_takes_is_refused():
    with pytest.raises(ContractError, match=f"guardrail 'regions' has .* AWS Organizations takes {LONGEST}"):
        service_control_policies([f"region-{number}" for number in range(300)], "o-abcdefghij")


@pytest.mark.parametrize("purpose", PLATFORM_TENANCIES)
def test_each_of_the_platforms_accounts_has_the_baseline_that_bodies_have(plan: Deployment, purpose: str):
    # To the security account every other's findings come besides.
    body = plan_of(aws.SecurityBaseline, "base", BASELINE, owner=PLATFORM, regions=FOUNDATION.regions, phone="", findings=purpose == "security")
    stem = f"foundation-{purpose}-baseline"
    made = {(kind, f"base{name.removeprefix(stem)}") for kind, name in inventory(plan) if name.startswith(stem)}
    roles = {(kind, name) for kind, name in made if kind in ("Role", "RolePolicy", "RolePolicyAttachment")}
    assert ("Role", "base-backup-role") in roles
    assert made - roles == inventory(body)
    provider = {"security": "in-security-eu-west-2"}.get(purpose, f"in-{purpose}")
    assert f"::foundation-{provider}::" in plan.named(f"{stem}-alarm-root-use").provider
    assert plan.named(f"{stem}-alarms-to-security").inputs["endpoint"] == FOUNDATION.contact


def test_the_management_account_has_a_baseline_by_the_foundations_own_provider(plan: Deployment):
    stem = "foundation-management-baseline"
    for part in (
        "recorder-on",
        "buckets-private",
        "disks-encrypted",
        "analyser",
        "alarm-root-use",
        "alarm-guardrail-change",
        "alarm-administration-use",
    ):
        assert "::platform-acting::" in plan.named(f"{stem}-{part}").provider, part
    # Organisations records its calls in one region for all.
    for alarm in ("guardrail-change", "root-use"):
        assert plan.named(f"{stem}-global-{alarm}-sent").inputs["region"] == "us-east-1"


def test_what_shared_hosting_holds_is_backed_up_in_every_region(plan: Deployment):
    vaults = {"eu-west-2": "foundation-hosting-baseline-vault", "eu-west-1": "foundation-hosting-eu-west-1-vault"}
    assert vaults.keys() == set(FOUNDATION.regions)
    for region, name in vaults.items():
        vault = plan.named(name)
        assert vault.protect
        assert f"::foundation-in-hosting{'' if region == 'eu-west-2' else '-' + region}::" in vault.provider
        lock = plan.named(f"{name}-lock").inputs
        assert lock["backupVaultName"] == vault.inputs["name"]
