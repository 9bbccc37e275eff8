"""Steps from one identity to another on AWS: assuming, passing, and rewriting trusts and rights.

IAM User Guide, "Actions, resources, and condition keys for AWS Identity and Access Management" and "Permissions boundaries for IAM entities";
the ways themselves: Rhino Security Labs, "AWS IAM privilege escalation methods", and Bishop Fox, "IAM Vulnerable".
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from civic.access.aws import rewriting
from civic.access.aws.actors import CHOSEN, Actor
from civic.access.aws.arn_index import ArnIndex
from civic.access.aws.evaluation import evaluate
from civic.access.aws.request import Kind, Principal, Request
from civic.access.aws.runs import ENTER
from civic.access.aws.senders import SOURCE_KEYS
from civic.access.aws.world import Identity
from civic.access.graph import Call, Node, Step

if TYPE_CHECKING:
    from civic.access.aws.paths import AwsReach

RUNS: dict[str, tuple[str, ...]] = {
    "ec2.amazonaws.com": ("ec2:RunInstances", "ec2:AssociateIamInstanceProfile"),
    "lambda.amazonaws.com": ("lambda:CreateFunction", "lambda:UpdateFunctionConfiguration"),
    "ecs-tasks.amazonaws.com": ("ecs:RunTask", "ecs:CreateService", "ecs:UpdateService", "ecs:StartTask"),
    "codebuild.amazonaws.com": ("codebuild:CreateProject", "codebuild:UpdateProject", "codebuild:StartBuild"),
    "cloudformation.amazonaws.com": ("cloudformation:CreateStack", "cloudformation:UpdateStack", "cloudformation:CreateChangeSet"),
    "glue.amazonaws.com": ("glue:CreateDevEndpoint", "glue:CreateJob", "glue:UpdateJob"),
    "sagemaker.amazonaws.com": ("sagemaker:CreateNotebookInstance", "sagemaker:CreateTrainingJob", "sagemaker:CreateProcessingJob"),
    "states.amazonaws.com": ("states:CreateStateMachine", "states:UpdateStateMachine"),
    "ssm.amazonaws.com": ("ssm:StartAutomationExecution", "ssm:CreateAssociation", "ssm:UpdateAssociation"),
    "scheduler.amazonaws.com": ("scheduler:CreateSchedule", "scheduler:UpdateSchedule"),
    "pipes.amazonaws.com": ("pipes:CreatePipe",),
    "batch.amazonaws.com": ("batch:CreateComputeEnvironment",),
    "events.amazonaws.com": ("events:PutTargets",),
    "datapipeline.amazonaws.com": ("datapipeline:PutPipelineDefinition",),
    "elasticmapreduce.amazonaws.com": ("elasticmapreduce:RunJobFlow",),
    "build.apprunner.amazonaws.com": ("apprunner:CreateService",),
    "tasks.apprunner.amazonaws.com": ("apprunner:CreateService",),
    "imagebuilder.amazonaws.com": ("imagebuilder:CreateImage",),
    "codepipeline.amazonaws.com": ("codepipeline:CreatePipeline", "codepipeline:UpdatePipeline"),
    "codedeploy.amazonaws.com": ("codedeploy:CreateDeploymentGroup",),
    "bedrock.amazonaws.com": ("bedrock:CreateAgent",),
}
"""Service that does what its caller says as the role it is given -> calls that make it do so. Others do one fixed thing with theirs."""
RUNNING: dict[str, tuple[str, ...]] = {
    "ecs-tasks.amazonaws.com": ("ecs:ExecuteCommand",),
    "ec2.amazonaws.com": ("ssm:SendCommand", "ssm:StartSession", "ec2-instance-connect:SendSSHPublicKey"),
    "lambda.amazonaws.com": ("lambda:UpdateFunctionCode",),
    "codebuild.amazonaws.com": ("codebuild:StartBuild", "codebuild:UpdateProject"),
}
"""The same into what runs already, without a role being passed."""
FEW = 40


def steps(reach: "AwsReach", actor: Actor) -> Iterator[Step]:
    """Every step to another identity that is possible, or may be; some that are not."""
    yield from assuming(reach, actor)
    yield from _passing(reach, actor)
    yield from _retrusting(reach, actor)
    yield from rewriting.steps(reach, actor)


def tries(reach: "AwsReach", actor: Actor, target: Node) -> Iterator[Step]:
    """Each way by which the actor could become the target, possible or not."""
    identity = reach.world.identity(target.id)
    if identity is None:
        return
    yield assume(actor, target)
    if identity.account == actor.account:
        if identity.kind is Kind.ROLE:
            yield Step(actor.node, target, "rewrites its trust", (actor.call("iam:UpdateAssumeRolePolicy", target.id),))
        for service in reach.services_of.get(target.id, ()):
            yield _pass(actor, target, service)
        yield from rewriting.tries(reach, actor, identity)


# Assuming


def assuming(reach: "AwsReach", actor: Actor) -> Iterator[Step]:
    """Roles whose trust lets the actor in."""
    return _entered(reach, actor, reach.open_to(actor.principal.root_arn))


def assuming_apart(reach: "AwsReach", actor: Actor) -> Iterator[Step]:
    """Of those the ones that may let in this one and not another identity of its account with the same rights: who it is decides, or may."""
    return _entered(reach, actor, reach.open_to(actor.principal.root_arn) & reach.distinguishing)


def _entered(reach: "AwsReach", actor: Actor, open_to: frozenset[str]) -> Iterator[Step]:
    named = set(reach.trusting.get(actor.identity.arn, ())) | set(reach.trusting.get(actor.principal.session_arn, ()))
    pool = named | open_to
    covered = ArnIndex(pool) if len(pool) < FEW else reach.index
    candidates = {role for role in named if role.split(":")[4] == actor.account} | (set(covered.covered(actor.patterns(ENTER))) & pool)
    for role in sorted(candidates - {actor.identity.arn}):
        yield assume(actor, reach.identities[role])


def assume(actor: Actor, target: Node) -> Step:
    return Step(actor.node, target, "assumes it", (actor.call(ENTER, target.id, unknown=CHOSEN),))


# Passing


def _passing(reach: "AwsReach", actor: Actor) -> Iterator[Step]:
    in_account = reach.in_account.get(actor.account, ())
    if any(actor.allows(call) for calls in RUNNING.values() for call in calls):
        for role in in_account:
            for service in reach.services_of.get(role, ()):
                if run := _first_run(actor, RUNNING.get(service, ()), reach.world.identities[role]):
                    yield Step(actor.node, reach.identities[role], f"gives orders to what {service} runs as it", (run,))
    for role in actor.covered(reach.index, "iam:PassRole", actor.account):
        for service in reach.services_of.get(role, ()):
            if service in RUNS and role != actor.identity.arn and not _passing_call(actor, role, service).verdict.denied:
                step = _pass(actor, reach.identities[role], service)
                if step.possible:
                    yield step
                    break


def _pass(actor: Actor, target: Node, service: str) -> Step:
    """Handing a role to a service that does with it what it is told."""
    taking = Request(Principal.service(service), ENTER, target.id, unknown_keys=actor.unknown_keys | SOURCE_KEYS)
    calls = [_passing_call(actor, target.id, service), Call(ENTER, target.id, evaluate(actor.world, taking))]
    identity = actor.world.identity(target.id)
    if not any(call.verdict.denied for call in calls) and identity:
        run = _first_run(actor, RUNS.get(service, ()), identity)
        calls.append(run or actor.call(next(iter(RUNS.get(service, ("iam:PassRole",)))), "*"))
    return Step(actor.node, target, f"passes it to {service}, which runs what it is told", tuple(calls))


def _passing_call(actor: Actor, role: str, service: str) -> Call:
    return actor.call("iam:PassRole", role, {"iam:passedtoservice": (service,)})


def _first_run(actor: Actor, actions: Iterable[str], role: Identity) -> Call | None:
    """The first of these calls that the actor may make, on something that bears the tags of the role."""
    tags = {f"aws:resourcetag/{key.lower()}": (value,) for key, value in role.tags.items()}
    return actor.first(actor.call(action, actor.example(pattern), tags, CHOSEN) for action in actions for pattern in actor.patterns(action))


# Rewriting a trust


def _retrusting(reach: "AwsReach", actor: Actor) -> Iterator[Step]:
    for role in actor.covered(reach.index, "iam:UpdateAssumeRolePolicy", actor.account):
        identity = reach.world.identities[role]
        if identity.kind is Kind.ROLE and role != actor.identity.arn and "/aws-reserved/" not in role and "/aws-service-role/" not in role:
            write = actor.call("iam:UpdateAssumeRolePolicy", role)
            if not write.verdict.denied:
                yield Step(actor.node, reach.identities[role], "rewrites its trust and assumes it", (write, rewriting.entering(actor, identity)))
