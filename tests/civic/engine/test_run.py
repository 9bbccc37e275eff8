"""The offline engine keeps the Pulumi engine's rules, and one stack's trouble stays its own."""

import json
import os
import sys
import textwrap
from pathlib import Path

import pulumi
import pulumi.dynamic
import pulumi_aws as aws
import pytest

from civic.engine.project import Project, ProjectError
from civic.engine.workers import Job, Pool
from tests.planning import PlanFailed, planned, ran


class Box(pulumi.ComponentResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("test:index:Box", name, {}, opts)
        self.register_outputs({"size": 3})


class Dynamic(pulumi.dynamic.Resource):
    """Something written in Python."""

    def __init__(self, text: str) -> None:
        opts = pulumi.ResourceOptions(provider=pulumi.ProviderResource("pulumi-python", "plane", {}))
        super().__init__(pulumi.dynamic.ResourceProvider(), "dynamic", {"text": text}, opts)


def provider(name: str = "here") -> aws.Provider:
    return aws.Provider(name, region="eu-west-2", allowed_account_ids=["111122223333"])


def test_urns_carry_the_types_of_all_parents():
    def build() -> None:
        outer = Box("outer", pulumi.ResourceOptions(provider=provider()))
        inner = Box("inner", pulumi.ResourceOptions(parent=outer))
        aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", opts=pulumi.ResourceOptions(parent=inner))

    plan = planned(build)
    assert plan.named("net").urn == "urn:pulumi:test-aws-landing-zone::civic-cloud::test:index:Box$test:index:Box$aws:ec2/vpc:Vpc::net"
    assert plan.named("outer").urn.endswith("::test:index:Box::outer")
    assert plan.named("inner").parent == plan.named("outer").urn
    assert plan.named("inner").outputs == {"size": 3}


def test_a_name_used_twice_is_an_error():
    def build() -> None:
        Box("one")
        Box("one")

    with pytest.raises(PlanFailed, match="Duplicate resource URN"):
        planned(build)


@pytest.mark.parametrize("where", ["input", "key", "name", "component", "provider", "output", "dynamic"])
def test_a_text_made_of_an_output_is_refused_wherever_it_stands(where: str):
    def build() -> None:
        topic = aws.sns.Topic("topic", opts=pulumi.ResourceOptions(provider=provider()))
        text, opts = f"arn {topic.arn}", pulumi.ResourceOptions(provider=provider("there"))
        if where == "input":
            aws.sqs.Queue("queue", policy=text, opts=opts)
        elif where == "key":
            aws.sqs.Queue("queue", tags={text: "1"}, opts=opts)
        elif where == "name":
            aws.sqs.Queue(text, opts=opts)
        elif where == "component":
            pulumi.ComponentResource("test:index:Group", "group", {"of": text})
        elif where == "provider":
            aws.Provider("other", region="eu-west-2", profile=text)
        elif where == "output":
            pulumi.export("address", text)
        else:
            Dynamic(text)

    with pytest.raises(PlanFailed, match="a text was made of an output that was not resolved"):
        planned(build)


def test_a_resource_without_a_provider_is_refused_as_pulumi_refuses_it():
    with pytest.raises(PlanFailed, match=r"Default provider for 'aws' disabled. 'aws:ec2/vpc:Vpc' must use an explicit provider."):
        planned(lambda: aws.ec2.Vpc("net", cidr_block="10.0.0.0/16"))


def test_a_secret_is_kept_secret_and_its_text_is_nowhere():
    def build() -> None:
        options = pulumi.ResourceOptions(provider=provider())
        aws.ssm.Parameter("door", name="door", type="SecureString", value=pulumi.Output.secret("open-sesame"), opts=options)
        pulumi.export("code", pulumi.Output.secret("open-sesame"))

    run = ran(build)
    assert not run.error
    assert "open-sesame" not in run.plan
    door = next(r for r in json.loads(run.plan)["deployment"]["resources"] if r["urn"].endswith("::door"))
    assert door["inputs"]["value"] == {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "[secret]"}


def test_protect_and_retain_are_inherited_as_the_engine_does_it():
    def build() -> None:
        outer = Box("outer", pulumi.ResourceOptions(provider=provider(), protect=True, retain_on_delete=True))
        aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", opts=pulumi.ResourceOptions(parent=outer))

    net = planned(build).named("net")
    assert net.protect
    assert net.retain_on_delete


def test_dependencies_are_known_by_property():
    def build() -> None:
        options = pulumi.ResourceOptions(provider=provider())
        vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", opts=options)
        aws.ec2.Subnet("part", vpc_id=vpc.id, cidr_block="10.0.0.0/24", opts=options)

    plan = planned(build)
    part, net = plan.named("part"), plan.named("net")
    assert part.property_dependencies["vpcId"] == (net.urn,)
    assert plan.refers_to(part, "aws:ec2/vpc:Vpc", "vpcId") == (net,)
    assert part.provider.startswith(plan.named("here").urn + "::")


def test_aliases_are_recorded_as_urns():
    def build() -> None:
        Box("new", pulumi.ResourceOptions(aliases=[pulumi.Alias(name="old")]))

    document = json.loads(ran(build).plan)
    new = next(r for r in document["deployment"]["resources"] if r["urn"].endswith("::new"))
    assert new["aliases"] == ["urn:pulumi:test-aws-landing-zone::civic-cloud::test:index:Box::old"]


def test_the_program_line_that_made_a_resource_is_known():
    plan = planned(lambda: Box("here"))
    assert plan.named("here").source.startswith("tests/civic/engine/test_run.py:")


def test_what_the_engine_does_not_support_fails_by_name():
    def build() -> None:
        pulumi.runtime.register_resource_transform(lambda args: None)

    assert "transforms" in ran(build).error


def test_no_state_of_one_run_reaches_the_next():
    before = (os.getcwd(), list(sys.path), dict(os.environ))

    def build() -> None:
        os.environ["LEFT_BEHIND"] = "yes"
        sys.path.insert(0, "/nowhere")
        os.chdir("/")
        Box("one")

    assert not ran(build).error
    assert (os.getcwd(), list(sys.path), dict(os.environ)) == before
    assert ran(lambda: Box("one")).plan == ran(lambda: Box("one")).plan


def project_of(folder: Path, program: str) -> Project:
    (folder / "Pulumi.yaml").write_text("name: small\nruntime: python\nmain: program\n")
    (folder / "program").mkdir()
    (folder / "program" / "__main__.py").write_text(textwrap.dedent(program))
    return Project.read(folder)


TROUBLE = """
    import os, sys, time
    import pulumi

    class Box(pulumi.ComponentResource):
        def __init__(self, name):
            super().__init__("test:index:Box", name)

    stack = pulumi.get_stack()
    if stack == "raises":
        raise RuntimeError("the roof is off")
    if stack == "exits":
        sys.exit(3)
    if stack == "dies":
        os._exit(4)
    if stack == "hangs":
        time.sleep(60)
    if stack == "prints":
        print("hello from the program")
    Box("fine")
"""


def test_trouble_in_one_stack_leaves_the_others_alone(tmp_path: Path):
    project = project_of(tmp_path, TROUBLE)
    names = ["raises", "exits", "dies", "hangs", "prints", "fine", "reads-raises"]
    jobs = [Job(name, ("raises",) if name == "reads-raises" else ()) for name in names]
    done = {d.run.stack: d.run for d in Pool(project, len_of_plan, processes=2, timeout=3).run(jobs)}
    assert set(done) == set(names)
    assert 'raise RuntimeError("the roof is off")' in done["raises"].error
    assert "__main__.py" in done["raises"].error
    assert done["exits"].error == "the program called exit(3)"
    assert "exit code 4" in done["dies"].error
    assert "did not finish within 3 seconds" in done["hangs"].error
    assert done["prints"].printed == "hello from the program\n"
    assert not done["prints"].error
    assert not done["fine"].error
    assert done["reads-raises"].error == "not planned, because it reads raises, which failed"


def len_of_plan(run: object) -> int:
    return 1


def test_an_unsupported_project_fails_by_name(tmp_path: Path):
    (tmp_path / "Pulumi.yaml").write_text("name: small\nruntime: nodejs\n")
    with pytest.raises(ProjectError, match="found 'nodejs'"):
        Project.read(tmp_path)
    (tmp_path / "Pulumi.yaml").write_text("name: small\nruntime: python\nplugins: {}\n")
    with pytest.raises(ProjectError, match="'plugins'"):
        Project.read(tmp_path)
