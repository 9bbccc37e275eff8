"""Who called whom and when, and how well it sounded; never what was said."""

import pulumi
import pulumi_aws as aws

from components.aws.handles import ArchiveHandle, TenancyHandle
from components.aws.logs import log_group
from components.aws.options import inside
from components.contracts import VoiceConnectionArgs

LOG_GROUPS = {"messages": "/aws/ChimeVoiceConnectorSipMessages/", "quality": "/aws/ChimeVoiceConnectorLogs/"}
"""Log -> the group that Amazon Chime writes it to, before the connector's id (Amazon Chime SDK Administrator Guide, "CloudWatch logs")."""


def call_logs(
    name: str, args: VoiceConnectionArgs[ArchiveHandle, TenancyHandle], connector: aws.chime.VoiceConnector, *, parent: pulumi.Resource
) -> None:
    """Switch the connector's logs on, encrypted with the body's key where it has one, and kept for ``args.retention_days``."""
    # Made before Amazon Chime would make them, so that they are encrypted and end.
    groups = [
        log_group(
            f"{name}-logs-{role}",
            pulumi.Output.concat(prefix, connector.id),
            owner=args.owner,
            key=None if args.key == "" else args.key,
            retention_days=args.retention_days,
            parent=parent,
        )
        for role, prefix in LOG_GROUPS.items()
    ]
    aws.chime.VoiceConnectorLogging(
        f"{name}-logs",
        voice_connector_id=connector.id,
        enable_sip_logs=True,
        enable_media_metric_logs=True,
        opts=inside(parent, depends_on=groups),
    )
