"""Every rule on passing, failing, not concerned, undecidable and malformed examples: in process and through the real pack."""

import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2 as pb
from pulumi.runtime.proto import analyzer_pb2_grpc

from civic.catalogue.tokens import canonical
from civic.clock import VARIABLE as TODAY
from civic.plan import UNKNOWN, Deployment, Resource, wire
from civic.simulator import sdk
from components.azure.voice import routing as sip_routing
from policies import access_rules, all_rules, check, pack_rules, reach_rules, rules_for
from policies.registry import COMPONENTS
from tests.looping import each
from tests.planning import ROOT
from tests.policies.asking import CLOUDS, OF_COMPONENTS, PACKS, RULES, findings_in, rule_of, stack_of
from tests.policies.case import Change, both, drop, put
from tests.policies.examples import CASES, CLEAN
from tests.policies.other_forms import AS_BAD, AS_GOOD
from tests.policies.services_aws import day

FINDING_KINDS = {"broken", "undecidable", "error"}


def in_process(cloud: str, stack: Deployment) -> set[tuple[str, str]]:
    return {(found.rule, found.name) for found in check(stack, rules_for(cloud), stack_name="s")}


@contextmanager
def served(cloud: str) -> Iterator[analyzer_pb2_grpc.AnalyzerStub]:
    """The pack of a cloud, started as the engine starts it."""
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", str(ROOT / "policies" / cloud)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT / "policies" / cloud) as process:
        assert process.stdout is not None
        try:
            with grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}") as channel:
                yield analyzer_pb2_grpc.AnalyzerStub(channel)
        finally:
            process.kill()


@pytest.fixture(scope="module", params=CLOUDS)
def pack(request: pytest.FixtureRequest) -> Iterator[tuple[str, analyzer_pb2_grpc.AnalyzerStub]]:
    """The pack as the Pulumi engine starts it."""
    with served(request.param) as analyzer:
        yield request.param, analyzer


def through_pack(analyzer: analyzer_pb2_grpc.AnalyzerStub, stack: Deployment) -> set[tuple[str, str]]:
    """(rule, resource) of every finding of the rules of services; the components of an example are bare names, and test_components.py has whole ones."""
    return {(rule, name) for rule, name in asked_of_pack(analyzer, stack) if rule not in OF_COMPONENTS}


def asked_of_pack(analyzer: analyzer_pb2_grpc.AnalyzerStub, stack: Deployment) -> set[tuple[str, str]]:
    """(rule, resource) of every finding."""
    found: set[tuple[str, str]] = set()
    entries = []
    for resource in stack:
        properties = wire.struct(resource.inputs)
        asked = pb.AnalyzeRequest(type=resource.type, urn=resource.urn, name=resource.name, properties=properties)
        found |= {(d.policyName, resource.name) for d in analyzer.Analyze(asked).diagnostics}
        shown = wire.struct({**resource.inputs, "id": resource.id})
        options = pb.AnalyzerResourceOptions(protect=resource.protect)
        entries.append(pb.AnalyzerResource(type=resource.type, urn=resource.urn, parent=resource.parent, properties=shown, options=options))
    response = analyzer.AnalyzeStack(pb.AnalyzeStackRequest(resources=entries))
    return found | {(d.policyName, d.urn.rsplit("::", 1)[1]) for d in response.diagnostics}


@pytest.mark.parametrize("pack", PACKS)
def test_the_clean_example_passes(pack: str):
    assert findings_in(pack) == []
    # A rule that meets no resource would pass as well.
    types = {chain.rpartition("$")[2] for chain, _ in CLEAN[pack].values()}
    assert [rule.id for whose, rule in all_rules() if whose == pack and not types & {*rule.types}] == []


def test_every_rule_has_examples_and_an_id_of_its_own():
    ids = [rule.id for _, rule in all_rules()]
    assert len(ids) == len(set(ids)) > 0
    # Those about rights and reach are asked of whole estates: tests/civic/access and tests/civic/reach have their examples; test_components.py of components.
    elsewhere = (*access_rules(), *reach_rules())
    assert {(pack, rule.id) for pack, rule in all_rules() if rule not in elsewhere and pack != COMPONENTS} == set(RULES)


@pytest.mark.parametrize(("pack", "rule_id"), RULES)
def test_each_failing_example_breaks_exactly_its_rule(pack: str, rule_id: str):
    for change in each(CASES[pack][rule_id].failing):
        found = findings_in(pack, change)
        assert {(f.rule, f.kind) for f in found} == {(rule_id, "broken")}
        assert all(f.level == rule_of(rule_id).level and f.remediation and f.message for f in found)


@pytest.mark.parametrize(("pack", "rule_id"), RULES)
def test_what_cannot_be_decided_is_never_passed_over(pack: str, rule_id: str):
    change = CASES[pack][rule_id].undecidable
    mine = [f for f in findings_in(pack, change) if f.rule == rule_id]
    assert [(f.kind, f.level) for f in mine] == [("undecidable", "mandatory")]
    if pack in CLOUDS:
        preview = [f for f in findings_in(pack, change, preview=True) if f.rule == rule_id]
        assert [f.level for f in preview] == ["advisory"]
    assert mine[0].message.startswith("cannot be decided: ")
    assert mine[0].message.endswith(" is not known yet")
    assert "a value" not in mine[0].message, "the message must say which value"


@pytest.mark.parametrize(("pack", "rule_id"), RULES)
def test_what_is_malformed_is_a_finding_and_never_a_crash(pack: str, rule_id: str):
    found = findings_in(pack, CASES[pack][rule_id].malformed)
    assert {f.rule for f in found} == {rule_id}
    assert {f.kind for f in found} <= FINDING_KINDS


@pytest.mark.parametrize(("pack", "rule_id"), RULES)
def test_a_rule_leaves_alone_what_does_not_concern_it(pack: str, rule_id: str):
    assert findings_in(pack, CASES[pack][rule_id].not_concerned) == []


@pytest.mark.parametrize(("cloud", "other"), [("aws", "azure"), ("azure", "aws")])
def test_the_rules_of_one_cloud_have_nothing_to_say_of_another(cloud: str, other: str):
    assert check(stack_of(other), rules_for(cloud), stack_name="s") == []


@pytest.mark.parametrize(
    ("cloud", "known", "unknown"),
    [
        ("aws", drop("bucket-private"), put("bucket-policy", "policy", to=UNKNOWN)),
        ("aws", put("vault-lock", "minRetentionDays", to=1), put("vault-lock", "changeableForDays", to=UNKNOWN)),
        ("azure", put("store", "minimumTlsVersion", to="TLS1_0"), put("store", "allowBlobPublicAccess", to=UNKNOWN)),
        ("aws", put("database", "multiAz", to=False), put("parameters", "parameters", to=UNKNOWN)),
        ("aws", drop("web-acl"), put("balancer", "internal", to=UNKNOWN)),
        ("azure", put("entry", "sslPolicy", "policyName", to="AppGwSslPolicy20150501"), put("entry", "httpListeners", 0, "protocol", to=UNKNOWN)),
        (
            "azure",
            put("forms/app", "configuration", "secrets", to=[{"name": "a"}]),
            put("forms/app", "template", "containers", 0, "image", to=UNKNOWN),
        ),
    ],
)
def test_what_is_not_known_yet_hides_nothing_that_is_broken(cloud: str, known: Change, unknown: Change):
    found = check(stack_of(cloud, both(known, unknown)), rules_for(cloud), stack_name="s", preview=True)
    assert [(f.kind, f.level) for f in found] == [("broken", "mandatory"), ("undecidable", "advisory")]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_day_runs_out_by_itself(cloud: str, monkeypatch: pytest.MonkeyPatch):
    ends, voice = {"aws": ("iam-access-ends", "chime-voice-bounded"), "azure": ("authorization-access-ends", "communication-voice-bounded")}[cloud]
    found: list[set[str]] = []
    for later in (30, 31, 400):
        monkeypatch.setenv(TODAY, day(later))
        found.append({finding.rule for finding in check(stack_of(cloud), rules_for(cloud), stack_name="s")})
        monkeypatch.undo()
    assert found == [set(), {ends}, {ends, voice}]


def test_the_real_pack_agrees_on_every_example(pack: tuple[str, analyzer_pb2_grpc.AnalyzerStub]):
    cloud, analyzer = pack
    assert through_pack(analyzer, stack_of(cloud)) == set()
    for case in CASES[cloud].values():
        for change in (*case.failing, case.undecidable, case.malformed):
            stack = stack_of(cloud, change)
            assert through_pack(analyzer, stack) == in_process(cloud, stack) != set()
        assert through_pack(analyzer, stack_of(cloud, case.not_concerned)) == set()


def test_the_real_pack_is_lenient_in_a_preview_alone(pack: tuple[str, analyzer_pb2_grpc.AnalyzerStub]):
    cloud, analyzer = pack
    token, inputs = {"aws": ("aws:kms/key:Key", {"enableKeyRotation": UNKNOWN}), "azure": ("azure-native:storage:StorageAccount", {})}[cloud]
    unknown = pb.AnalyzeRequest(type=token, urn=f"urn:pulumi:s::p::{token}::n", properties=wire.struct({**inputs, "minimumTlsVersion": UNKNOWN}))
    malformed = pb.AnalyzeRequest(type="aws:iam/role:Role", urn="urn:pulumi:s::p::aws:iam/role:Role::n", properties=wire.struct({}))
    try:
        for preview, lenient in ((True, pb.ADVISORY), (False, pb.MANDATORY)):
            analyzer.ConfigureStack(pb.AnalyzerStackConfigureRequest(dry_run=preview))
            levels = {("cannot be decided" in d.message): d.enforcementLevel for d in analyzer.Analyze(unknown).diagnostics}
            assert levels.get(True) == lenient
            assert levels.get(False, pb.MANDATORY) == pb.MANDATORY
            if cloud == "aws":
                assert [d.enforcementLevel for d in analyzer.Analyze(malformed).diagnostics] == [lenient]
    finally:
        analyzer.ConfigureStack(pb.AnalyzerStackConfigureRequest(dry_run=False))


def test_a_preview_that_shows_no_outputs_yet_is_decided_by_the_inputs(pack: tuple[str, analyzer_pb2_grpc.AnalyzerStub]):
    cloud, analyzer = pack
    stack = stack_of(cloud)
    for resource in stack:
        analyzer.Analyze(pb.AnalyzeRequest(type=resource.type, urn=resource.urn, properties=wire.struct(resource.inputs)))
    nothing_yet = [pb.AnalyzerResource(type=r.type, urn=r.urn, parent=r.parent, properties=wire.struct({"id": r.id})) for r in stack]
    found = analyzer.AnalyzeStack(pb.AnalyzeStackRequest(resources=nothing_yet)).diagnostics
    assert {one.policyName for one in found} <= OF_COMPONENTS


def test_the_real_pack_announces_every_rule(pack: tuple[str, analyzer_pb2_grpc.AnalyzerStub]):
    cloud, analyzer = pack
    info = analyzer.GetAnalyzerInfo(empty_pb2.Empty())
    assert info.version == "1.0.0"
    levels = {"mandatory": pb.MANDATORY, "advisory": pb.ADVISORY}
    assert {policy.name: policy.enforcementLevel for policy in info.policies} == {rule.id: levels[rule.level] for rule in pack_rules(cloud)}
    assert all(policy.severity and policy.remediation_steps and policy.description for policy in info.policies)


def exists(token: str) -> bool:
    if match := re.fullmatch(r"civic-([a-z]+):index:(\w+)", token):
        return hasattr(importlib.import_module(f"components.{match[1]}"), match[2])
    if token == "pulumi-python:dynamic/civic:SipRouting":
        return hasattr(sip_routing, "SipRouting")
    return token == "pulumi:pulumi:Stack" or sdk.resource_class(token) is not None


@pytest.mark.parametrize(("pack", "rule_id"), RULES)
def test_every_rule_is_whole(pack: str, rule_id: str):
    rule = rule_of(rule_id)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.id)
    for text in (rule.title, rule.why, rule.remediation):
        assert text.strip() == text != ""
    assert not rule.title.endswith(".")
    assert rule.why.endswith(".")
    assert rule.remediation.endswith(".")
    assert (rule.scope == "estate") == (pack == "estate")
    unknown = [token for token in (*rule.types, *rule.reads) if not exists(token)]
    assert unknown == [], f"in no installed SDK and no component of ours, so {rule.id} would never fire"
    assert rule.types
    old = [token for token in (*rule.types, *rule.reads) if canonical(token) != token]
    assert old == [], "stacks are looked at by today's tokens, so that a rule for an older one would never fire"


@pytest.mark.parametrize(("pack", "rule_id"), RULES)
def test_a_rule_says_which_other_types_it_reads(pack: str, rule_id: str, monkeypatch: pytest.MonkeyPatch):
    """What it reads counts as looked at, so that none may be left out, and none may be named that it never reads."""
    rule, asked_for = rule_of(rule_id), set[str]()
    real = Deployment.of_type

    def of_type(deployment: Deployment, token: str) -> tuple[Resource, ...]:
        asked_for.add(token)
        return real(deployment, token)

    monkeypatch.setattr(Deployment, "of_type", of_type)
    case = CASES[pack][rule_id]
    others = (*AS_GOOD.get(pack, {}).get(rule_id, ()), *AS_BAD.get(pack, {}).get(rule_id, ()))
    for change in (*case.failing, case.undecidable, case.malformed, case.not_concerned, *others, lambda stack: None):
        if pack in CLOUDS:
            check(stack_of(pack, change), [rule], stack_name="s")
    if rule.scope == "stack":
        assert asked_for - {*rule.types} == {*rule.reads} - {*rule.types}
    assert asked_for <= {*rule.types, *rule.reads}
