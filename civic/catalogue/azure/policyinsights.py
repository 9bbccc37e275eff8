"""Azure Policy at work: tasks that mend what is older than a policy."""

from civic.catalogue import azure_texts
from civic.catalogue.row import NAME_UNLIMITED, REMADE, Row, words

ROWS = (
    Row(
        "azure-native:policyinsights:RemediationAtSubscription",
        replaced_by=words(""),
        fixed=words("policyAssignmentId policyDefinitionReferenceId resourceDiscoveryMode"),
        id="Microsoft.PolicyInsights/remediations/{remediationName}",
        texts={"remediationName": azure_texts.REMEDIATION},
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
)
