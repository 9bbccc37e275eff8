"""The rules, from the packs."""

from docs.generator.markdown import code, joined, prose, table
from policies.registry import all_rules

HEADINGS = {"aws": "AWS", "azure": "Azure", "estate": "The whole estate"}


def rules_page() -> str:
    parts = ["# Rules", "What every plan and state is checked for. `civic explain RULE` tells more of one; [how rules are written](../rules.md)."]
    packs: dict[str, list[tuple[str, str, str, str]]] = {}
    for pack, one in sorted(all_rules(), key=lambda item: (item[0], item[1].id)):
        level = one.severity if one.level == "mandatory" else f"{one.severity}, advisory"
        types = " ".join(code(token) for token in one.types)
        packs.setdefault(pack, []).append((code(one.id), level, f"{prose(one.title)}. {prose(one.why)} **Mend:** {prose(one.remediation)}", types))
    for pack, rows in packs.items():
        parts += [f"## {HEADINGS.get(pack, pack)}", table(("rule", "severity", "what and why", "asked of"), rows)]
    return joined(*parts)
