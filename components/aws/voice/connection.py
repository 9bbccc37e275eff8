"""A body's telephones on AWS: one Amazon Chime SDK Voice Connector."""

from ipaddress import IPv4Network

import pulumi
import pulumi_aws as aws

from components.aws.alarms import AlarmDefinition, metric_alarm
from components.aws.handles import ArchiveHandle, TenancyHandle
from components.aws.options import inside, protected
from components.aws.voice.call_logs import call_logs
from components.aws.voice.origination import SipOrigination
from components.contracts import ContractError, VoiceConnectionArgs

REGIONS = (
    "ap-northeast-1", "ap-northeast-2", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-west-1", "eu-west-2",
    "us-east-1", "us-west-2",
)  # fmt: skip
"""Where a Voice Connector can be (Amazon Chime SDK API Reference, ``VoiceConnectorAwsRegion``)."""
LONGEST_RANGE = 27
"""Shortest prefix that a Voice Connector's list of callers takes."""
SECONDS_TO_FILL = 60
"""New calls per second are bounded so that a stolen trunk needs this long to fill it, and alarms come first."""


class VoiceConnection(pulumi.ComponentResource):
    """A SIP trunk between the body's session border controller and the platform, encrypted or not at all.

    **Emergency calls do not pass through it**: 999 and 112 leave by the trunk or gateway that ``args`` names. Only the controller's
    own addresses may call, and only the countries named. AWS bounds new calls per second, not calls at once, so the controller
    holds ``calls``, and an alarm tells where they are reached. Raises ``ContractError`` for a region without Voice Connectors and for an
    address range wider than /27. Outputs: see ``components.contracts.VoiceConnectionOutputs``. Source: Amazon Chime SDK Administrator
    Guide, "Managing Voice Connectors".
    """

    trunk: pulumi.Output[str]
    host: pulumi.Output[str]
    emergency: dict[str, str]

    def __init__(self, name: str, args: VoiceConnectionArgs[ArchiveHandle, TenancyHandle], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:VoiceConnection", name, {}, opts)
        if args.region not in REGIONS:
            raise ContractError(f"region: {args.region} has no Voice Connectors; allowed: {', '.join(REGIONS)}")
        if wide := [str(block) for block in _callers(args) if block.prefixlen < LONGEST_RANGE]:
            raise ContractError(f"addresses: {', '.join(wide)}; a Voice Connector allows ranges of /{LONGEST_RANGE} or smaller")
        self._name, self._args = name, args
        connector = aws.chime.VoiceConnector(
            f"{name}-trunk",
            name=args.owner.name("aws:general", "voice"),
            # Left out, it would be made in Virginia.
            aws_region=args.region,
            require_encryption=True,
            opts=protected(self),
        )
        self._routes(connector)
        call_logs(name, args, connector, parent=self)
        if args.alarms != "":
            self._alarm(connector)
        self.trunk = connector.id
        self.host = connector.outbound_host_name
        self.emergency = {"through": args.emergency_through, "tested": args.emergency_tested}
        self.register_outputs({"trunk": self.trunk, "host": self.host, "emergency": self.emergency})

    def _routes(self, connector: aws.chime.VoiceConnector) -> None:
        name, args = self._name, self._args
        aws.chime.VoiceConnectorTermination(
            f"{name}-outward",
            voice_connector_id=connector.id,
            cidr_allow_lists=[str(block) for block in _callers(args)],
            calling_regions=list(args.calling_regions),
            cps_limit=max(1, args.calls // SECONDS_TO_FILL),
            disabled=False,
            opts=inside(self),
        )
        plane = pulumi.ProviderResource("pulumi-python", f"{name}-plane", {}, inside(self))
        SipOrigination(
            f"{name}-inward",
            connector=connector.arn,
            region=args.region,
            roles=[args.tenancy.deploy],
            # With encryption required, TCP carries TLS and the media is SRTP.
            routes=[
                {"host": end.controller, "port": end.port, "protocol": "TCP", "priority": priority, "weight": 1}
                for priority, end in enumerate(args.controllers, 1)
            ],
            opts=inside(self, plane),
        )

    def _alarm(self, connector: aws.chime.VoiceConnector) -> None:
        """Tells when as many calls are up as were agreed: a busy day, or somebody else on the trunk.

        Source: Amazon Chime SDK Administrator Guide, "Monitoring the Amazon Chime SDK with Amazon CloudWatch".
        """
        metric_alarm(
            f"{self._name}-alarm-calls",
            "civic/voice/calls",
            AlarmDefinition(
                namespace="AWS/ChimeVoiceConnector",
                metric="VoiceConnectorActiveCallCount",
                statistic="Maximum",
                operator="GreaterThanOrEqualToThreshold",
                threshold=self._args.calls,
            ),
            dimensions={"VoiceConnectorId": connector.id},
            topic=self._args.alarms,
            opts=inside(self),
        )


def _callers(args: VoiceConnectionArgs[ArchiveHandle, TenancyHandle]) -> list[IPv4Network]:
    return [block for end in args.controllers for block in end.addresses]
