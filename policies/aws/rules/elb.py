"""Load balancers on AWS."""

import re
from collections.abc import Iterator
from typing import Any

from policies.rule import Subject, every, must, rule

WEB_ACL_ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"
TLS_POLICIES = re.compile(r"ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)-.+")
"""Those that take TLS 1.2 or later alone (Elastic Load Balancing guides, "Security policies")."""
STRICTEST = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"


@rule(
    "elb-tls-only",
    title="What a load balancer ends is HTTPS, by TLS 1.2 or later",
    why="Forms that citizens fill in must not be readable by whoever sits in between.",
    severity="high",
    types=("aws:lb/listener:Listener",),
    remediation=f"Use protocol HTTPS and an ssl_policy such as {STRICTEST}; plain HTTP may redirect and nothing else.",
)
def tls_only(subject: Subject) -> Iterator[str]:
    # A listener of a gateway load balancer has neither port nor protocol: it passes packets on; another's protocol is HTTP by default.
    protocol = subject.value("protocol") or ("HTTP" if subject.is_set("port") else "GENEVE")
    if protocol in ("HTTPS", "TLS"):
        policy = str(subject.value("sslPolicy") or "")
        if not TLS_POLICIES.fullmatch(policy):
            yield f"the listener's TLS policy '{policy}' takes versions older than 1.2"
    elif protocol == "HTTP":
        if not all(_redirects(action) for action in subject.value("defaultActions")):
            yield "the listener serves plain HTTP"
    elif protocol not in ("TCP", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC", "GENEVE"):
        # Those are passed on unopened.
        yield f"the listener's protocol '{protocol}' is none that is known to be encrypted"


def _redirects(action: Any) -> bool:
    return action["type"] == "redirect" and (action.get("redirect") or {}).get("protocol") == "HTTPS"


@rule(
    "elb-entry-protected",
    title="A load balancer is internal, refuses malformed headers, keeps a log, and stands behind a web application firewall",
    why="What everybody's applications share is what an attacker tries first.",
    severity="high",
    types=("aws:lb/loadBalancer:LoadBalancer",),
    remediation="Set internal, drop_invalid_header_fields and access_logs, and associate an aws.wafv2.WebAcl with the balancer.",
    scope="stack",
    reads=(WEB_ACL_ASSOCIATION,),
)
def entry_protected(subject: Subject) -> Iterator[str]:
    yield from every(must(lambda: subject.value("internal") is True, "the balancer has a public address"), _web(subject))


def _web(subject: Subject) -> Iterator[str]:
    if subject.value("loadBalancerType") in ("network", "gateway"):
        return
    yield from every(
        must(lambda: subject.value("dropInvalidHeaderFields") is True, "malformed headers reach the applications"),
        must(lambda: subject.value("accessLogs", "enabled") is True, "nobody can see later who called"),
        must(lambda: _behind_firewall(subject), "no web application firewall stands before the balancer"),
    )


def _behind_firewall(subject: Subject) -> bool:
    return bool(subject.referred_by(WEB_ACL_ASSOCIATION, "resourceArn"))
