"""Serves a pack to the Pulumi engine over the analyzer protocol.

The SDK's ``PolicyPack`` reads a resource once for each policy; this reads it once for all, and
announces every rule with its level, severity and controls (pulumi/proto/pulumi/analyzer.proto).
"""

import sys
from collections.abc import Mapping, Sequence
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
import yaml
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime.proto import analyzer_pb2 as pb
from pulumi.runtime.proto import analyzer_pb2_grpc, plugin_pb2

from civic.catalogue.tokens import canonical
from civic.plan import Deployment, Resource, wire
from policies.checks import Finding, by_type, findings
from policies.frameworks import controls_of, framework
from policies.rule import Rule, Scope, Subject

LEVELS = {"advisory": pb.ADVISORY, "mandatory": pb.MANDATORY, "disabled": pb.DISABLED}
SEVERITIES = {
    "low": pb.POLICY_SEVERITY_LOW,
    "medium": pb.POLICY_SEVERITY_MEDIUM,
    "high": pb.POLICY_SEVERITY_HIGH,
    "critical": pb.POLICY_SEVERITY_CRITICAL,
}


class Pack(analyzer_pb2_grpc.AnalyzerServicer):
    """One pack of rules."""

    def __init__(self, name: str, version: str, rules: Sequence[Rule]) -> None:
        self.name, self.version, self.rules = name, version, tuple(rules)
        self.levels: dict[str, Any] = {}
        self.preview = False
        self.inputs: dict[str, dict[str, Any]] = {}
        """What each resource was asked for, by URN."""

    def Handshake(self, request: Any, context: Any) -> pb.AnalyzerHandshakeResponse:
        return pb.AnalyzerHandshakeResponse()

    def GetPluginInfo(self, request: Any, context: Any) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=self.version)

    def GetAnalyzerInfo(self, request: Any, context: Any) -> pb.AnalyzerInfo:
        return pb.AnalyzerInfo(
            name=self.name,
            displayName=self.name,
            description=f"{len(self.rules)} rules of Civic Cloud",
            version=self.version,
            supportsConfig=True,
            policies=[_announced(one) for one in self.rules],
        )

    def Configure(self, request: Any, context: Any) -> empty_pb2.Empty:
        known = {one.id for one in self.rules}
        given = dict(request.policyConfig)
        for name in sorted(given.keys() - known - {"all"}):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"'{name}' is no rule of this pack; its rules are {', '.join(sorted(known))}")
        everything = given.pop("all", None)
        self.levels = dict.fromkeys(known, everything.enforcementLevel) if everything else {}
        self.levels |= {name: config.enforcementLevel for name, config in given.items()}
        return empty_pb2.Empty()

    def ConfigureStack(self, request: Any, context: Any) -> pb.AnalyzerStackConfigureResponse:
        self.preview = request.dry_run
        self.inputs.clear()
        return pb.AnalyzerStackConfigureResponse()

    def Analyze(self, request: Any, context: Any) -> pb.AnalyzeResponse:
        inputs = self.inputs[request.urn] = wire.plain(request.properties, outputs_opened=False)
        resource = Resource(request.urn, canonical(request.type), True, inputs=inputs, protect=request.options.protect)
        table = by_type(self.rules)
        alone = [one for one in table.get(resource.type, ()) if one.scope == "resource"]
        return self._answer(self._findings(alone, resource, Deployment((resource,))), {one.id for one in alone}, "resource")

    def AnalyzeStack(self, request: Any, context: Any) -> pb.AnalyzeResponse:
        stack = Deployment(tuple(_resource(entry, self.inputs) for entry in request.resources))
        table = by_type(self.rules)
        broken: list[Finding] = []
        applied: set[str] = set()
        for resource in stack:
            joining = [one for one in table.get(resource.type, ()) if one.scope == "stack"]
            applied |= {one.id for one in joining}
            broken += self._findings(joining, resource, stack)
        return self._answer(broken, applied, "stack")

    def Remediate(self, request: Any, context: Any) -> pb.RemediateResponse:
        return pb.RemediateResponse()

    def Cancel(self, request: Any, context: Any) -> empty_pb2.Empty:
        return empty_pb2.Empty()

    def _findings(self, rules: Sequence[Rule], resource: Resource, stack: Deployment) -> list[Finding]:
        enabled = [one for one in rules if self.levels.get(one.id) != pb.DISABLED]
        subject = Subject(resource, stack, stack_name=resource.stack)
        return [finding for one in enabled for finding in findings(one, subject, self.preview)]

    def _answer(self, broken: Sequence[Finding], applied: set[str], scope: Scope) -> pb.AnalyzeResponse:
        return pb.AnalyzeResponse(
            diagnostics=[self._diagnostic(finding) for finding in broken],
            not_applicable=[
                pb.PolicyNotApplicable(policy_name=one.id, reason="no resource of its types")
                for one in self.rules
                if one.scope == scope and one.id not in applied
            ],
        )

    def _diagnostic(self, finding: Finding) -> pb.AnalyzeDiagnostic:
        level: Any = LEVELS[finding.level]
        if finding.kind == "broken":
            level = self.levels.get(finding.rule, level)
        return pb.AnalyzeDiagnostic(
            policyName=finding.rule,
            policyPackName=self.name,
            policyPackVersion=self.version,
            description=finding.title,
            message=f"{finding.message}. {finding.remediation}",
            enforcementLevel=level,
            severity=SEVERITIES[finding.severity],
            urn=finding.urn,
        )


def _announced(one: Rule) -> pb.PolicyInfo:
    controls = controls_of(one.id)
    return pb.PolicyInfo(
        name=one.id,
        displayName=one.title,
        description=f"{one.title}. {one.why}",
        enforcementLevel=LEVELS[one.level],
        severity=SEVERITIES[one.severity],
        message=one.remediation,
        remediation_steps=one.remediation,
        tags=[f"{key}:{control}" for key, cited in controls.items() for control in cited],
        framework=_framework(controls),
        policy_type=pb.POLICY_TYPE_STACK if one.scope == "stack" else pb.POLICY_TYPE_RESOURCE,
    )


def _framework(controls: Mapping[str, tuple[str, ...]]) -> pb.PolicyComplianceFramework | None:
    # The protocol has room for one; the tags name them all.
    for key, cited in controls.items():
        named = framework(key)
        return pb.PolicyComplianceFramework(name=named.name, version=named.version, reference=", ".join(cited), specification=named.source)
    return None


def _resource(entry: Any, inputs: Mapping[str, dict[str, Any]]) -> Resource:
    # At the end of a run the engine shows outputs, and in a preview none at all where a provider's
    # configuration is not known yet. Rules ask about inputs, which were shown one by one before.
    outputs = wire.plain(entry.properties, outputs_opened=False)
    return Resource(
        entry.urn,
        canonical(entry.type),
        True,
        inputs=inputs.get(entry.urn, outputs),
        outputs=outputs,
        parent=entry.parent,
        provider=entry.provider.urn,
        dependencies=tuple(entry.dependencies),
        property_dependencies={key: tuple(deps.urns) for key, deps in entry.propertyDependencies.items()},
        protect=entry.options.protect,
        id=_text(entry.properties, "id"),
    )


def _text(properties: struct_pb2.Struct, key: str) -> str:
    return properties.fields[key].string_value if key in properties.fields else ""


def serve(name: str, rules: Sequence[Rule], folder: Path) -> None:
    """Serve until killed. The port on the first line of stdout is how the engine finds the pack; nothing else may be printed."""
    version = str(yaml.safe_load((folder / "PulumiPolicy.yaml").read_text(encoding="utf-8"))["version"])
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4), options=_options())
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(Pack(name, version, rules), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.buffer.write(f"{port}\n".encode())
    sys.stdout.buffer.flush()
    server.wait_for_termination()


def _options() -> list[tuple[str, int]]:
    # A large stack arrives in one message.
    return [("grpc.max_receive_message_length", 1 << 28), ("grpc.max_send_message_length", 1 << 28)]
