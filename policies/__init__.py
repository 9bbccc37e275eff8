"""What must hold: rules, packs for each cloud, and rules over the whole estate."""

from policies.checks import Finding, check
from policies.rule import Rule, Subject, Undecidable, rule

__all__ = ["Finding", "Rule", "Subject", "Undecidable", "check", "rule", "rules_for"]


def rules_for(cloud: str) -> tuple[Rule, ...]:
    """The pack of ``aws`` or ``azure``."""
    if cloud == "aws":
        from policies.aws.rules import RULES
    elif cloud == "azure":
        from policies.azure.rules import RULES
    else:
        raise ValueError(f"no pack for '{cloud}'; there are aws and azure")
    return RULES
