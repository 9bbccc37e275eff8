"""The web application firewall of Azure Front Door."""

from civic.catalogue import azure_texts
from civic.catalogue.row import REMADE, Name, Quota, Row, words

ROWS = (
    Row(
        "azure-native:frontdoor:Policy",
        reach="filter: before routes",
        quotas=(
            Quota("firewall policies of Front Door in an Azure subscription", 100, "subscription", source="Microsoft Learn, Azure Front Door limits"),
        ),
        replaced_by=words("policyName resourceGroupName location sku.name"),
        id="Microsoft.Network/frontdoorWebApplicationFirewallPolicies/{policyName}",
        name=Name("policyName", 128, r"[A-Za-z][A-Za-z0-9]*", "group"),
        texts={"customRules.rules.*.name": azure_texts.WAF_RULE},
        keep="no",
        keep_reason=REMADE,
    ),
)
