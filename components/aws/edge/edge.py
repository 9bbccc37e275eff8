"""What one body publishes on AWS."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.aws.edge.context import EdgeArgs, EdgeContext
from components.aws.edge.firewall import create_firewall
from components.aws.edge.publication import Shared, create_publication
from components.contracts import ContractError

TWO_YEARS = 63_072_000
"""Seconds for which browsers ask for nothing but HTTPS."""


class Edge(pulumi.ComponentResource):
    """A distribution of Amazon CloudFront for each published application, behind one web ACL, before the private entry of the body's cell.

    All of it lies in the body's own account: what another body does wrong reaches none of it. Certificates, the web ACL and logs of both stand
    in the one region where CloudFront reads them. A host that nobody published gets "404 Not Found" from the edge itself. Outputs: see
    ``components.contracts.EdgeOutputs``. Raises ``ContractError`` for a cell that no origin leads to.
    """

    records: Mapping[str, pulumi.Output[str]]

    def __init__(self, name: str, args: EdgeArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:Edge", name, {}, opts)
        if args.cell.origin == "":
            raise ContractError(f"{name}: no origin leads to the cell's entry; make the cell with 'published'")
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        context = EdgeContext(name, args, self, partition)
        shared = Shared(create_firewall(context).arn, _headers(context).id)
        self.records = {each.application: create_publication(context, each, shared) for each in args.published}
        self.register_outputs({"records": self.records})


def _headers(context: EdgeContext) -> aws.cloudfront.ResponseHeadersPolicy:
    """What every answer carries. A policy on content is each application's own, which knows what it loads."""
    return aws.cloudfront.ResponseHeadersPolicy(
        f"{context.name}-headers",
        name=context.physical_name("aws:general", "edge"),
        comment="What every answer of a published application carries",
        security_headers_config={
            "strict_transport_security": {"access_control_max_age_sec": TWO_YEARS, "include_subdomains": True, "override": True},
            "content_type_options": {"override": True},
            "frame_options": {"frame_option": "SAMEORIGIN", "override": False},
            "referrer_policy": {"referrer_policy": "strict-origin-when-cross-origin", "override": False},
        },
        remove_headers_config={"items": [{"header": header} for header in ("Server", "X-Powered-By")]},
        opts=context.inside,
    )
