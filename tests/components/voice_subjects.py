"""Arguments of voice, budget and access that are the same on both clouds."""

from ipaddress import IPv4Network

from components.contracts import AccessArgs, AccessGrant, BudgetArgs, VoiceConnectionArgs

GROUP = "9d3b4c5e-1f2a-4b3c-8d4e-5f6a7b8c9d0e"
OTHERS = "0a1b2c3d-4e5f-4a6b-8c7d-8e9fa0b1c2d3"
GRANTS = (AccessGrant(role="reader", group=GROUP, until="2027-03-31"), AccessGrant(role="break-glass", group=OTHERS, until="2027-06-30"))


def budget(tenancy: str) -> BudgetArgs:
    return BudgetArgs(platform="ccp", organisation="northshire", tenancy=tenancy, monthly=4000, contacts=("finance@northshire.example",))


def access(tenancy: str, directory: str, roles: dict[str, str]) -> AccessArgs:
    return AccessArgs(platform="ccp", organisation="northshire", tenancy=tenancy, directory=directory, roles=roles, grants=GRANTS)


def voice(region: str) -> VoiceConnectionArgs:
    return VoiceConnectionArgs(
        platform="ccp",
        organisation="northshire",
        region=region,
        controller="sbc.northshire.example",
        port=5061,
        addresses=(IPv4Network("203.0.113.0/29"),),
        calls=90,
        calling_regions=("GB",),
        emergency_through="carrier trunk of the exchange at County Hall",
        emergency_tested="2026-09-01",
        archive_workspace="/subscriptions/x/workspaces/archive",
    )
