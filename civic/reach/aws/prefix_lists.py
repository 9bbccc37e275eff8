"""Lists of prefixes that routes and security groups name.

Source: Amazon VPC User Guide, "Group CIDR blocks using managed prefix lists".
"""

from collections.abc import Mapping

from civic.reach.resources import Resources, listed, mapping, prefix, text
from civic.reach.sets import Intervals, blocks

LIST, ENTRY = "aws:ec2/managedPrefixList:ManagedPrefixList", "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry"


def prefix_lists(resources: Resources) -> Mapping[str, tuple[str, ...]]:
    """Id -> its ranges, those inline and those of its own entries. Lists that AWS keeps are in no plan. Raises ``ReachError`` for what is no range."""
    found = {each.id: [str(mapping(one).get("cidr")) for one in listed(each.inputs.get("entries"))] for each in resources.of(LIST)}
    for each in resources.of(LIST):
        for cidr in found[each.id]:
            prefix(each, "entries.cidr", cidr)
    for entry in resources.of(ENTRY):
        held = found.get(text(entry, "prefixListId"))
        if held is None:
            resources.wrong(entry, f"its list {text(entry, 'prefixListId') or 'is missing'} is made by no plan")
        else:
            held.append(str(prefix(entry, "cidr", entry.inputs.get("cidr"))))
    return {key: tuple(ranges) for key, ranges in found.items()}


def addresses_of(lists: Mapping[str, tuple[str, ...]], ident: str) -> Intervals:
    """Addresses of a list; nothing of one that no plan makes."""
    return blocks(lists.get(ident, ()))
