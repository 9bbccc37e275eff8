"""One published application: its certificate, its distribution, what that answers by itself, and where its calls are logged."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.aws.edge.context import EdgeContext
from components.aws.edge.pages import RUNTIME, code
from components.aws.hosting.entry import WAIT_FOR_ISSUE
from components.aws.options import inside, protected
from components.aws.tenancy.alarms import GLOBAL_REGION
from components.contracts import Published

TLS_POLICY = "TLSv1.2_2021"
"""TLS 1.3 and 1.2 with forward secrecy (Amazon CloudFront Developer Guide, "Supported protocols and ciphers")."""
NOTHING_CACHED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
"""Amazon's own cache policy ``CachingDisabled``: what one resident is shown is never shown to another."""
ALL_BUT_THE_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
"""Amazon's own policy ``AllViewerExceptHostHeader``: the entry knows an application by the name inside."""
METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
EUROPE_AND_AMERICA = "PriceClass_100"


@dataclass(frozen=True)
class Shared:
    """What all publications of one edge have."""

    web_acl: pulumi.Output[str]
    headers: pulumi.Output[str]


def create_publication(context: EdgeContext, published: Published, shared: Shared) -> pulumi.Output[str]:
    """The publication, once its name is proved; gives the records that the zone above must have."""
    certificate = aws.acm.Certificate(
        _name(context, published, "certificate"),
        region=GLOBAL_REGION,
        domain_name=published.host,
        validation_method="DNS",
        opts=context.inside,
    )
    option = certificate.domain_validation_options[0]
    proof = pulumi.Output.concat(option.resource_record_name, " ", option.resource_record_type, " ", option.resource_record_value)
    if not published.proved:
        proof.apply(lambda told: pulumi.log.info(f"{published.host} waits to be proved. Have this record added to its zone: {told}", certificate))
        return proof
    distribution = _distribution(context, published, shared, _issued(context, published, certificate))
    _logged(context, published, distribution)
    return pulumi.Output.concat(proof, "; ", published.host, ". CNAME ", distribution.domain_name, ".")


def _name(context: EdgeContext, published: Published, role: str) -> str:
    return f"{context.name}-{published.application}-{role}"


def _issued(context: EdgeContext, published: Published, certificate: aws.acm.Certificate) -> pulumi.Output[str]:
    waiting = pulumi.ResourceOptions(parent=context.parent, custom_timeouts=pulumi.CustomTimeouts(create=WAIT_FOR_ISSUE))
    issued = aws.acm.CertificateValidation(_name(context, published, "issued"), region=GLOBAL_REGION, certificate_arn=certificate.arn, opts=waiting)
    return issued.certificate_arn


def _distribution(context: EdgeContext, published: Published, shared: Shared, certificate: pulumi.Output[str]) -> aws.cloudfront.Distribution:
    answers = aws.cloudfront.Function(
        _name(context, published, "answers"),
        name=context.physical_name("aws:general", f"edge-{published.application}"),
        runtime=RUNTIME,
        comment="What the edge answers by itself",
        code=code(published),
        publish=True,
        opts=context.inside,
    )
    origin: aws.cloudfront.DistributionOriginArgsDict = {
        "origin_id": "entry",
        # Asked for in the handshake and as the host: the entry's certificate and its rules know the application by it.
        "domain_name": published.inside,
        "vpc_origin_config": {"vpc_origin_id": context.args.cell.origin, "origin_read_timeout": 60, "origin_keepalive_timeout": 5},
        "custom_headers": [{"name": "X-Forwarded-Host", "value": published.host}],
    }
    behaviour: aws.cloudfront.DistributionDefaultCacheBehaviorArgsDict = {
        "target_origin_id": "entry",
        "viewer_protocol_policy": "redirect-to-https",
        "allowed_methods": METHODS,
        "cached_methods": ["GET", "HEAD"],
        "compress": True,
        "cache_policy_id": NOTHING_CACHED,
        "origin_request_policy_id": ALL_BUT_THE_HOST,
        "response_headers_policy_id": shared.headers,
        "function_associations": [{"event_type": "viewer-request", "function_arn": answers.arn}],
    }
    return aws.cloudfront.Distribution(
        _name(context, published, "distribution"),
        enabled=True,
        comment=f"{published.application} of {context.args.owner.key}",
        aliases=[published.host],
        http_version="http2and3",
        is_ipv6_enabled=False,
        price_class=EUROPE_AND_AMERICA,
        web_acl_id=shared.web_acl,
        origins=[origin],
        default_cache_behavior=behaviour,
        restrictions={
            "geo_restriction": {"restriction_type": "whitelist" if published.countries else "none", "locations": list(published.countries)}
        },
        viewer_certificate={"acm_certificate_arn": certificate, "ssl_support_method": "sni-only", "minimum_protocol_version": TLS_POLICY},
        wait_for_deployment=True,
        # The zone above leads to its name, which another one would not have.
        opts=protected(context.parent),
    )


def _logged(context: EdgeContext, published: Published, distribution: aws.cloudfront.Distribution) -> None:
    """Each call, into the archive (Amazon CloudFront Developer Guide, "Configure standard logging (v2)")."""
    source = aws.cloudwatch.LogDeliverySource(
        _name(context, published, "calls"),
        region=GLOBAL_REGION,
        name=context.physical_name("aws:log-delivery", f"edge-{published.application}"),
        log_type="ACCESS_LOGS",
        resource_arn=distribution.arn,
        opts=context.inside,
    )
    aws.cloudwatch.LogDelivery(
        _name(context, published, "calls-archived"),
        region=GLOBAL_REGION,
        delivery_source_name=source.name,
        delivery_destination_arn=context.args.archive.edge_logs,
        opts=inside(context.parent, depends_on=[source]),
    )
