"""The second region of a cloud: where copies of state, cards and archive stand, and nothing else.

On AWS one chooses it. What leaves a country leaves by a decision, so a region that is its country's only one has none unless the record names
it. On Azure a store has its copy in the region that Azure pairs with its own and in no other. Sources: AWS, "AWS Regions and Availability
Zones"; Microsoft Learn, "Azure region pairs and nonpaired regions" (both read in November 2026).
"""

NONE = "none"
AWS_SECOND = {
    "eu-central-1": "eu-west-1",
    "eu-north-1": "eu-west-1",
    "eu-south-1": "eu-west-1",
    "eu-south-2": "eu-west-1",
    "eu-west-1": "eu-central-1",
    "eu-west-3": "eu-west-1",
}
"""Home region -> a region of the same law: the European Union's among themselves. London's has none: it is the only one of its country."""
_PAIRS = (
    ("francecentral", "francesouth"),
    ("germanywestcentral", "germanynorth"),
    ("northeurope", "westeurope"),
    ("norwayeast", "norwaywest"),
    ("swedencentral", "swedensouth"),
    ("switzerlandnorth", "switzerlandwest"),
    ("uksouth", "ukwest"),
)
AZURE_PAIRS = dict(_PAIRS) | {second: first for first, second in _PAIRS}
"""Region -> the one that Azure copies its geo-redundant stores to. One that is not here has none that is known."""
