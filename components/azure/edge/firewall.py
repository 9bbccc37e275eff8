"""What every call to one published application meets first: the web application firewall of Azure Front Door, in prevention.

Source: Microsoft Learn, "Azure Web Application Firewall on Azure Front Door", "Configure a custom response", "What is geo-filtering?".
"""

import base64
import html

from pulumi_azure_native import frontdoor

from components.azure.edge.context import EdgeContext
from components.contracts import Published

RULE_SETS = (("Microsoft_DefaultRuleSet", "2.1"), ("Microsoft_BotManagerRuleSet", "1.1"))
CALL_LIMIT, MINUTES = 2000, 5
"""Calls from one address in so many minutes: a household's, or a library's."""
ANYBODY = ["0.0.0.0/0", "::/0"]
PREMIUM = frontdoor.SkuName.PREMIUM_AZURE_FRONT_DOOR

_REFUSED = "This call was refused. If you did nothing unusual, tell %s."
_MAINTENANCE = "Sorry, the service is unavailable. You will be able to use %s later. Nothing that you sent before is lost."


def create_firewall(context: EdgeContext, published: Published) -> frontdoor.Policy:
    """A policy of the application's own, since what a policy says to whom it refuses is one text."""
    text, status = (_MAINTENANCE, 503) if published.maintenance else (_REFUSED, 403)
    page = f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{published.host}</title></head><body><main><p>{text}</p></main></body></html>'
    body = page % html.escape(published.host)
    rules = [
        *([_everything()] if published.maintenance else []),
        *([_elsewhere(published.countries)] if published.countries else []),
        _too_often(),
    ]
    return frontdoor.Policy(
        f"{context.name}-{published.application}-firewall",
        policy_name=context.physical_name("azure:front-door-rules", published.application),
        resource_group_name=context.group.name,
        location="Global",
        sku={"name": PREMIUM},
        policy_settings={
            "enabled_state": frontdoor.PolicyEnabledState.ENABLED,
            "mode": frontdoor.PolicyMode.PREVENTION,
            "request_body_check": frontdoor.PolicyRequestBodyCheck.ENABLED,
            "custom_block_response_status_code": status,
            "custom_block_response_body": base64.b64encode(body.encode()).decode(),
        },
        custom_rules={"rules": rules},
        managed_rules={
            "managed_rule_sets": [
                {"rule_set_type": kind, "rule_set_version": version, "rule_set_action": frontdoor.ManagedRuleSetActionType.BLOCK}
                if kind == "Microsoft_DefaultRuleSet"
                else {"rule_set_type": kind, "rule_set_version": version}
                for kind, version in RULE_SETS
            ]
        },
        tags=context.tags,
        opts=context.inside,
    )


def _everything() -> frontdoor.CustomRuleArgsDict:
    return {
        "name": "maintenance",
        "priority": 1,
        "rule_type": frontdoor.RuleType.MATCH_RULE,
        "action": frontdoor.ActionType.BLOCK,
        "match_conditions": [
            {"match_variable": frontdoor.MatchVariable.REMOTE_ADDR, "operator": frontdoor.Operator.IP_MATCH, "match_value": ANYBODY}
        ],
    }


def _elsewhere(countries: tuple[str, ...]) -> frontdoor.CustomRuleArgsDict:
    return {
        "name": "elsewhere",
        "priority": 2,
        "rule_type": frontdoor.RuleType.MATCH_RULE,
        "action": frontdoor.ActionType.BLOCK,
        "match_conditions": [
            {
                # The caller's own address, and not one that a header claims.
                "match_variable": frontdoor.MatchVariable.SOCKET_ADDR,
                "operator": frontdoor.Operator.GEO_MATCH,
                "negate_condition": True,
                "match_value": list(countries),
            }
        ],
    }


def _too_often() -> frontdoor.CustomRuleArgsDict:
    return {
        "name": "rate",
        "priority": 3,
        "rule_type": frontdoor.RuleType.RATE_LIMIT_RULE,
        "action": frontdoor.ActionType.BLOCK,
        "rate_limit_threshold": CALL_LIMIT,
        "rate_limit_duration_in_minutes": MINUTES,
        "match_conditions": [
            {"match_variable": frontdoor.MatchVariable.REMOTE_ADDR, "operator": frontdoor.Operator.IP_MATCH, "match_value": ANYBODY}
        ],
    }
