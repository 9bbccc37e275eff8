"""What must hold: rules, a pack of them for each cloud, and rules over the whole estate."""

from policies.checks import Finding, check, check_plans
from policies.registry import access_rules, all_rules, clouds, estate_rules, pack_rules, path_rules, reach_rules, rules_for, stack_rules
from policies.rule import Rule, Subject, Undecidable, rule

__all__ = [
    "Finding",
    "Rule",
    "Subject",
    "Undecidable",
    "access_rules",
    "all_rules",
    "check",
    "check_plans",
    "clouds",
    "estate_rules",
    "pack_rules",
    "path_rules",
    "reach_rules",
    "rule",
    "rules_for",
    "stack_rules",
]
