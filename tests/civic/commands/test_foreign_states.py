"""``civic check --state`` on other people's stacks: whatever they are called, written or made with, and with no false alarm."""

import json
from pathlib import Path
from typing import Any

import pytest
from junitparser import JUnitXml, Skipped

from civic.errors import InputError
from tests.civic.commands.test_check import ran
from tests.civic.commands.test_evidence import run_of
from tests.policies.examples import CLEAN

KEY = {"type": "aws:kms/key:Key", "inputs": {"enableKeyRotation": False}}
GOOD_KEY = {"type": "aws:kms/key:Key", "inputs": {"enableKeyRotation": True}}


def entry(stack: str, name: str, *, type: str, inputs: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"urn": f"urn:pulumi:{stack}::shop::{type}::{name}", "custom": True, "type": type, "id": name, "inputs": inputs, "outputs": inputs, **more}


def exported(*resources: dict[str, Any], stack: str = "dev", version: int = 3, **more: Any) -> dict[str, Any]:
    root = {"urn": f"urn:pulumi:{stack}::shop::pulumi:pulumi:Stack::shop-{stack}", "custom": False, "type": "pulumi:pulumi:Stack"}
    provider = entry(stack, "default_7_1_0", type="pulumi:providers:aws", inputs={"region": "eu-west-2"})
    return {"version": version, "deployment": {"manifest": {}, "resources": [root, provider, *resources], "metadata": {}, **more}}


def checked(folder: Path, document: Any, *, encoding: str = "utf-8", name: str = "whatever.json") -> tuple[int, dict[str, Any]]:
    path = folder / name
    path.write_bytes((document if isinstance(document, str) else json.dumps(document)).encode(encoding))
    code, text = ran("--state", path, "--format", "json")
    return code, json.loads(text)


def rules_of(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["rule"], one["stack"]) for one in found["findings"]]


@pytest.mark.parametrize("stack", ["dev", "acme/shop/prod", "live-eu", "a.b_c-1", "northshire-aws-tenancy-old"])
def test_any_stack_name_is_taken(tmp_path: Path, stack: str):
    code, found = checked(tmp_path, exported(entry(stack, "k", **KEY), stack=stack))
    assert (code, rules_of(found)) == (1, [("kms-key-rotated", f"shop/{stack}")])
    assert found["findings"][0]["mend"]["who"] == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_any_encoding_of_a_shell_is_taken(tmp_path: Path, encoding: str):
    assert rules_of(checked(tmp_path, exported(entry("dev", "k", **KEY)), encoding=encoding)[1]) == [("kms-key-rotated", "shop/dev")]


def test_the_newer_version_of_a_deployment_is_taken(tmp_path: Path):
    assert rules_of(checked(tmp_path, exported(entry("dev", "k", **KEY), version=4, features=["views"]))[1]) == [("kms-key-rotated", "shop/dev")]


def test_what_is_only_read_is_nobodys_fault_and_is_not_counted(tmp_path: Path):
    theirs = entry("dev", "theirs", **KEY, external=True)
    code, found = checked(tmp_path, exported(theirs, entry("dev", "ours", **GOOD_KEY)))
    assert (code, found["findings"], found["checked"]["under_rules"]["resources"]) == (0, [], 1)


def test_both_clouds_and_other_providers_in_one_stack(tmp_path: Path):
    others = [
        entry("dev", "pod", type="kubernetes:core/v1:Pod", inputs={"spec": {}}),
        entry("dev", "word", type="random:index/randomPassword:RandomPassword", inputs={"length": 12}),
        entry("dev", "zone", type="cloudflare:index/zone:Zone", inputs={"zone": "x"}),
    ]
    store = entry("dev", "store", type="azure-native:storage:StorageAccount", inputs={"allowBlobPublicAccess": True})
    code, found = checked(tmp_path, exported(entry("dev", "k", **KEY), store, *others))
    assert code == 1
    assert {rule for rule, _ in rules_of(found)} == {"kms-key-rotated", "storage-account-secure"}
    cover = found["checked"]["under_rules"]
    assert (cover["resources"], cover["resources_under_rules"], cover["types"], cover["types_under_rules"]) == (5, 2, 5, 2)
    assert set(cover["not_looked_at"]) == {one["type"] for one in others}


@pytest.mark.parametrize(
    ("token", "inputs", "rule"),
    [
        ("azure-native:storage/v20230101:StorageAccount", {"allowBlobPublicAccess": True}, "storage-account-secure"),
        ("azure-native_storage_v20230101:storage:StorageAccount", {"allowBlobPublicAccess": True}, "storage-account-secure"),
        ("azure-native:network/v20220701:FirewallPolicy", {"threatIntelMode": "Off"}, "network-firewall-denies-threats"),
        ("aws:s3/bucketV2:BucketV2", {"bucket": "x"}, "s3-secure"),
        (
            "aws:alb/listener:Listener",
            {"port": 443, "protocol": "HTTPS", "sslPolicy": "ELBSecurityPolicy-2016-08", "defaultActions": []},
            "elb-tls-only",
        ),
        (
            "aws:ec2/securityGroupRule:SecurityGroupRule",
            {"type": "ingress", "protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["0.0.0.0/0"]},
            "ec2-no-public-administration",
        ),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {"policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}, "iam-no-star-on-star"),
        ("aws:rds/cluster:Cluster", {"engine": "aurora-postgresql"}, "rds-secure"),
    ],
)
def test_older_and_versioned_types_are_under_the_same_rules(tmp_path: Path, token: str, inputs: dict[str, Any], rule: str):
    code, found = checked(tmp_path, exported(entry("dev", "one", type=token, inputs=inputs)))
    assert code == 1
    assert {found for found, _ in rules_of(found)} == {rule}
    assert {one["type"] for one in found["findings"]} == {token}, "a finding names what the program says"


@pytest.mark.parametrize("cloud", ["aws", "azure"])
def test_a_good_stack_of_somebody_else_passes(tmp_path: Path, cloud: str):
    """Without the components that only this platform's stacks have."""
    foreign = {name: (chain, inputs) for name, (chain, inputs) in CLEAN[cloud].items() if "civic" not in chain}
    # Grants of this platform's have a last day by the component that makes them.
    resources = [entry("prod", name, type=token, inputs=inputs) | {"id": f"{name}-id"} for name, (token, inputs) in foreign.items()]
    code, found = checked(tmp_path, exported(*resources, stack="prod"))
    assert (code, rules_of(found)) == (0, [])


def test_what_the_provider_chose_counts_where_the_program_left_it_open(tmp_path: Path):
    """As real states have it: a version that only the outputs name, a subnet's name that the provider drew, null for no dependencies."""
    database = entry("dev", "db", type="aws:rds/instance:Instance", inputs={"__defaults": [], "engine": "postgres"})
    database |= {"outputs": {"engine": "postgres", "engineVersion": "15.3"}, "propertyDependencies": {"engine": None}}
    assert "it can be spoken to in the clear" not in messages_of(checked(tmp_path, exported(database))[1])
    database["outputs"] = {"engine": "postgres", "engineVersion": "14.9"}
    assert "it can be spoken to in the clear" in messages_of(checked(tmp_path, exported(database))[1])
    store = entry("dev", "store", type="azure-native:storage:StorageAccount", inputs={"resourceGroupName": "rg"})
    settled = {"allowBlobPublicAccess": False, "allowSharedKeyAccess": False, "enableHttpsTrafficOnly": True, "minimumTlsVersion": "TLS1_2"}
    assert checked(tmp_path, exported(store | {"outputs": settled}))[0] == 0
    assert checked(tmp_path, exported(store | {"outputs": {**settled, "minimumTlsVersion": "TLS1_0"}}))[0] == 1


def messages_of(found: dict[str, Any]) -> list[str]:
    return [one["message"] for one in found["findings"]]


def test_an_empty_stack_is_nothing_to_find_and_fails_a_strict_check(tmp_path: Path):
    for document in ({"version": 3, "deployment": None}, {"version": 3, "deployment": {"resources": []}}, exported()):
        code, found = checked(tmp_path, document)
        assert (code, found["checked"]["under_rules"]["resources"]) == (0, 0)
        assert ran("--state", tmp_path / "whatever.json", "--strict")[0] == 1


def test_one_oddly_named_file_stops_nothing(tmp_path: Path):
    (tmp_path / "Copy of plan (2).json").write_text(json.dumps(exported(entry("dev", "k", **KEY))))
    (tmp_path / "northshire-aws-tenancy.json").write_text(json.dumps(exported(stack="northshire-aws-tenancy")))
    code, text = ran("--plans", tmp_path, "--format", "json")
    assert (code, rules_of(json.loads(text))) == (1, [("kms-key-rotated", "shop/dev")])
    assert ran("--plans", tmp_path, "northshire")[0] == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "found list; allowed: a deployment document of version 3 or 4, as 'pulumi stack export' writes it"),
        ('{"name": "a file of something else"}', "found no version; allowed: a deployment document of version 3 or 4"),
        ('{"version": 2}', "found version '2'; allowed: a deployment document of version 3 or 4"),
        ('{"version": 3, "checkpoint": {}}', "found a checkpoint"),
        ('{"version": 3, "version": 3}', "a second time"),
        ('{"version": NaN}', "NaN"),
        ("{", "malformed JSON"),
        ('{"version": 3, "deployment": []}', "deployment: found a list; allowed: an object"),
        ('{"version": 3, "deployment": {"resources": {}}}', "deployment.resources: found an object; allowed: a list"),
        ('{"version": 3, "deployment": {"resources": [7]}}', "deployment.resources[0]: found a number; allowed: an object"),
        ('{"version": 3, "deployment": {"resources": [{"urn": "x"}]}}', "deployment.resources[0].type: found nothing; allowed: text"),
        (
            '{"version": 3, "deployment": {"resources": [{"urn": "x", "type": "t"}]}}',
            "urn: found 'x'; allowed: urn:pulumi:STACK::PROJECT::TYPE::NAME",
        ),
        (
            '{"version": 3, "deployment": {"resources": [{"urn": "urn:pulumi:a::b::c::d", "type": "c", "inputs": []}]}}',
            "deployment.resources[0].inputs: found a list; allowed: an object",
        ),
        (
            '{"version": 3, "deployment": {"resources": [{"urn": "urn:pulumi:a::b::c::d", "type": "c", "dependencies": [1]}]}}',
            "deployment.resources[0].dependencies[0]: found a number; allowed: text",
        ),
        ('{"a": ' * 400 + "1" + "}" * 400, "nesting deeper"),
    ],
)
def test_what_is_no_state_is_one_message_with_the_file_and_the_place(tmp_path: Path, text: str, message: str):
    path = tmp_path / "state.json"
    path.write_text(text)
    with pytest.raises(InputError) as refused:
        ran("--state", path)
    assert str(refused.value).startswith(str(path))
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


ARN = "arn:aws:kms:eu-west-2:111122223333:key/k-1"


def test_a_finding_names_the_real_thing_and_where_the_state_says_it(tmp_path: Path):
    """Several resources share a logical name, and an id such as a VPC's says no account: an auditor needs type, ARN and line."""
    key = entry("dev", "k", **KEY)
    key["outputs"] = {**KEY["inputs"], "arn": ARN}
    path = tmp_path / "state.json"
    path.write_text(json.dumps(exported(key), indent=4))
    line = 1 + next(number for number, text in enumerate(path.read_text().splitlines()) if "Key::k" in text)
    (finding,) = json.loads(ran("--state", path, "--format", "json")[1])["findings"]
    assert finding["state"] == {"id": ARN, "file": str(path), "line": line}
    people = ran("--state", path)[1]
    assert f"shop/dev  k  aws:kms/key:Key\n            {ARN}  {path}:{line}\n" in people
    (result,) = json.loads(ran("--state", path, "--format", "sarif")[1])["runs"][0]["results"]
    assert result["properties"]["id"] == ARN
    (place,) = result["locations"]
    assert place["physicalLocation"] == {"artifactLocation": {"uri": str(path)}, "region": {"startLine": line}}
    assert f"{ARN}  {path}:{line}" in ran("--state", path, "--format", "junit")[1]


def test_where_the_program_is_known_the_state_stands_beside_it(tmp_path: Path):
    path = tmp_path / "state.json"
    path.write_text(json.dumps(exported(entry("dev", "k", **KEY, sourcePosition="project:///index.ts#7,3"))))
    (result,) = run_of("--state", path)["results"]
    places = [one["physicalLocation"]["artifactLocation"]["uri"] for one in (*result["locations"], *result["relatedLocations"])]
    assert places == ["index.ts", str(path)]


def test_two_faults_of_one_resource_are_two_results_for_a_code_host(tmp_path: Path):
    bucket = entry("dev", "files", type="aws:s3/bucket:Bucket", inputs={"bucket": "files"})
    (tmp_path / "state.json").write_text(json.dumps(exported(bucket)))
    results = json.loads(ran("--state", tmp_path / "state.json", "--format", "sarif")[1])["runs"][0]["results"]
    assert len(results) == 2
    assert len({one["partialFingerprints"]["civicFinding/v2"] for one in results}) == 2


def test_a_folder_of_exports_is_one_run_and_its_stacks_are_told_apart_by_project(tmp_path: Path):
    """Most projects call their stack dev."""
    one, other = exported(entry("dev", "k", **KEY)), exported(entry("dev", "k", **GOOD_KEY))
    (tmp_path / "a.json").write_text(json.dumps(one))
    (tmp_path / "b.json").write_text(json.dumps(other).replace("::shop::", "::bank::"))
    code, text = ran("--state", tmp_path, "--format", "junit")
    suites = {suite.name: suite for suite in JUnitXml.fromstring(text)}
    assert (code, {name: suite.failures for name, suite in suites.items()}) == (1, {"shop/dev": 1, "bank/dev": 0, "run": 0})
    (tmp_path / "c.json").write_text(json.dumps(one))
    with pytest.raises(InputError, match=r"c\.json: found the stack shop/dev, which .*a\.json is of too; allowed: one file for each stack"):
        ran("--state", tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no states here"):
        ran("--state", tmp_path / "empty")


def test_a_stack_of_another_project_is_not_this_platforms_whatever_its_name(tmp_path: Path):
    _, found = checked(tmp_path, exported(entry("northshire-aws-tenancy", "k", **KEY), stack="northshire-aws-tenancy"))
    assert (found["findings"][0]["stack"], found["findings"][0]["mend"]["who"]) == ("shop/northshire-aws-tenancy", "")


def test_where_no_rule_looks_at_anything_no_form_says_that_all_is_well(tmp_path: Path):
    """As with a provider whose types the rules do not know."""
    account = entry("dev", "store", type="azure:storage/account:Account", inputs={"allowNestedItemsToBePublic": True})
    path = tmp_path / "state.json"
    path.write_text(json.dumps(exported(account)))
    code, people = ran("--state", path)
    assert code == 0
    assert "0 of 1 resource, 0 of 1 type are under rules. 2 more are stacks, providers, components, or only read." in people
    assert people.strip().endswith("1 stack, 3 resources read.  No findings, since no rule looks at anything here.")
    cases = {case.name: case.result for suite in JUnitXml.fromstring(ran("--state", path, "--format", "junit")[1]) for case in suite}
    (skipped,) = cases["under rules"]
    assert (type(skipped), skipped.text) == (Skipped, "azure:storage/account:Account")


def test_a_database_without_encryption_is_not_said_to_have_the_wrong_key(tmp_path: Path):
    database = entry("dev", "db", type="aws:rds/instance:Instance", inputs={"engine": "postgres"})
    messages = messages_of(checked(tmp_path, exported(database))[1])
    assert "its storage is not encrypted" in messages
    assert "its storage is not encrypted with a key of ours" not in messages
    database["inputs"] = database["outputs"] = {"engine": "postgres", "storageEncrypted": True}
    assert "its storage is not encrypted with a key of ours" in messages_of(checked(tmp_path, exported(database))[1])


def test_a_control_has_the_findings_that_are_faults_by_it_and_no_others(tmp_path: Path):
    """One rule is evidence for several controls: a database that can be deleted is not thereby a public one."""
    database = entry("dev", "db", type="aws:rds/instance:Instance", inputs={"engine": "postgres", "storageEncrypted": True})
    _, found = checked(tmp_path, exported(database))
    counts = {one["control"]: one["findings"] for one in found["controls"] if one["framework"] == "cis-aws-v7.0" and one["rules"] == ["rds-secure"]}
    assert counts == {"3.2.1": 1, "3.2.2": 0, "3.2.3": 0, "3.2.4": 1}
    people = ran("--state", tmp_path / "whatever.json")[1]
    assert "controls  CIS AWS Foundations Benchmark 7.0.0: 3.2.1, 3.2.4; NCSC" in people
