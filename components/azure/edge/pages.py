"""What the edge answers by itself, and what every answer carries: rules of Azure Front Door.

A host that nobody published gets "404 Not Found" from Front Door itself: no route leads on from the endpoint's own name (Microsoft Learn,
"Routing architecture overview").
"""

from collections.abc import Sequence

import pulumi
from pulumi_azure_native import cdn

from components.azure.edge.context import EdgeContext
from components.contracts import Published

CARRIED = (
    ("Strict-Transport-Security", "max-age=63072000; includeSubDomains"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("X-Frame-Options", "SAMEORIGIN"),
)
"""Headers of every answer. A policy on content is each application's own, which knows what it loads."""
UNTOLD = ("Server", "X-Powered-By")
"""What answers do not say of what made them."""


def create_rules(context: EdgeContext, published: Published) -> tuple[cdn.RuleSet, Sequence[pulumi.Resource]]:
    """The rules of one application's route, and what they wait for."""
    stem = f"{context.name}-{published.application}"
    rule_set = cdn.RuleSet(
        f"{stem}-rules",
        rule_set_name=context.physical_name("azure:front-door-rules", published.application),
        profile_name=context.profile.name,
        resource_group_name=context.group.name,
        opts=context.inside,
    )
    headers = _rule(context, f"{stem}-headers", rule_set, "headers", 1, [_header("Overwrite", name, value) for name, value in CARRIED])
    untold = _rule(context, f"{stem}-untold", rule_set, "untold", 2, [_header("Delete", name) for name in UNTOLD], after=headers)
    security = _rule(context, f"{stem}-security-txt", rule_set, "securitytxt", 3, [_redirect(published.security_txt)], _PATH, after=untold)
    return rule_set, (headers, untold, security)


# Of a union of types the SDK translates no plain dictionaries.
_PATH = cdn.DeliveryRuleUrlPathConditionArgs(
    name="UrlPath",
    parameters=cdn.UrlPathMatchConditionParametersArgs(
        type_name="DeliveryRuleUrlPathMatchConditionParameters",
        operator=cdn.UrlPathOperator.EQUAL,
        match_values=[".well-known/security.txt"],
    ),
)


def _rule(
    context: EdgeContext,
    logical: str,
    rule_set: cdn.RuleSet,
    name: str,
    order: int,
    actions: Sequence[cdn.DeliveryRuleResponseHeaderActionArgs | cdn.UrlRedirectActionArgs],
    condition: cdn.DeliveryRuleUrlPathConditionArgs | None = None,
    after: pulumi.Resource | None = None,
) -> cdn.Rule:
    return cdn.Rule(
        logical,
        rule_name=name,
        rule_set_name=rule_set.name,
        profile_name=context.profile.name,
        resource_group_name=context.group.name,
        order=order,
        actions=list(actions),
        conditions=[condition] if condition else [],
        match_processing_behavior=cdn.MatchProcessingBehavior.CONTINUE_,
        # A set takes one change at a time.
        opts=pulumi.ResourceOptions.merge(context.inside, pulumi.ResourceOptions(depends_on=[after] if after else None)),
    )


def _header(action: str, name: str, value: str | None = None) -> cdn.DeliveryRuleResponseHeaderActionArgs:
    parameters = cdn.HeaderActionParametersArgs(type_name="DeliveryRuleHeaderActionParameters", header_action=action, header_name=name, value=value)
    return cdn.DeliveryRuleResponseHeaderActionArgs(name="ModifyResponseHeader", parameters=parameters)


def _redirect(target: str) -> cdn.UrlRedirectActionArgs:
    host, _, path = target.removeprefix("https://").partition("/")
    parameters = cdn.UrlRedirectActionParametersArgs(
        type_name="DeliveryRuleUrlRedirectActionParameters",
        redirect_type=cdn.RedirectType.FOUND,
        destination_protocol=cdn.DestinationProtocol.HTTPS,
        custom_hostname=host,
        custom_path=f"/{path}",
        custom_query_string="",
    )
    return cdn.UrlRedirectActionArgs(name="UrlRedirect", parameters=parameters)
