"""A body's telephones on AWS: one Amazon Chime SDK Voice Connector."""

import pulumi
import pulumi_aws as aws

from components.contracts import VoiceConnectionArgs
from components.naming import physical

REGIONS = (
    "ap-northeast-1", "ap-northeast-2", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-west-1", "eu-west-2",
    "us-east-1", "us-west-2",
)  # fmt: skip
"""Where a Voice Connector can be (Amazon Chime SDK API Reference, ``VoiceConnectorAwsRegion``)."""

SECONDS_TO_FILL = 60
"""New calls per second are bounded so that a stolen trunk needs this long to fill it, and alarms come first."""


class VoiceConnection(pulumi.ComponentResource):
    """A SIP trunk between the body's session border controller and the platform, encrypted or not at all.

    **Emergency calls do not pass through it**: 999 and 112 leave by the trunk or gateway that ``args`` names. Only the controller's
    own addresses may call, and only the countries named. AWS bounds new calls per second, not calls at once, so the controller
    holds ``calls``. Raises ``ValueError`` for a region without Voice Connectors and for an address range wider than /27. Outputs: see
    ``components.contracts.VoiceConnectionOutputs``. Source: Amazon Chime SDK Administrator Guide, "Managing Voice Connectors".
    """

    trunk: pulumi.Output[str]
    host: pulumi.Output[str]
    emergency: dict[str, str]

    def __init__(self, name: str, args: VoiceConnectionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:VoiceConnection", name, {}, opts)
        if args.region not in REGIONS:
            raise ValueError(f"region: {args.region} has no Voice Connectors; allowed: {', '.join(REGIONS)}")
        if wide := [str(block) for block in args.addresses if block.prefixlen < 27]:
            raise ValueError(f"addresses: {', '.join(wide)}; a Voice Connector allows ranges of /27 or smaller")
        inside = pulumi.ResourceOptions(parent=self)
        connector = aws.chime.VoiceConnector(
            f"{name}-trunk",
            name=physical("aws:general", platform=args.platform, organisation=args.organisation, role="voice"),
            # Left out, it would be made in Virginia.
            aws_region=args.region,
            require_encryption=True,
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        aws.chime.VoiceConnectorTermination(
            f"{name}-outward",
            voice_connector_id=connector.id,
            cidr_allow_lists=[str(block) for block in args.addresses],
            calling_regions=list(args.calling_regions),
            cps_limit=max(1, args.calls // SECONDS_TO_FILL),
            disabled=False,
            opts=inside,
        )
        aws.chime.VoiceConnectorOrigination(
            f"{name}-inward",
            voice_connector_id=connector.id,
            # With encryption required, TCP carries TLS and the media is SRTP.
            routes=[{"host": args.controller, "port": args.port, "protocol": "TCP", "priority": 1, "weight": 1}],
            disabled=False,
            opts=inside,
        )
        # Who called whom and when, and how well it sounded; never what was said.
        aws.chime.VoiceConnectorLogging(
            f"{name}-logs", voice_connector_id=connector.id, enable_sip_logs=True, enable_media_metric_logs=True, opts=inside
        )
        self.trunk = connector.id
        self.host = connector.outbound_host_name
        self.emergency = {"through": args.emergency_through, "tested": args.emergency_tested}
        self.register_outputs({"trunk": self.trunk, "host": self.host, "emergency": self.emergency})
