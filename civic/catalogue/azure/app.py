"""Azure Container Apps."""

from civic.catalogue import azure_texts
from civic.catalogue.row import NAME_UNLIMITED, REMADE, Name, Quota, Row, words

ROWS = (
    Row(
        "azure-native:app:ContainerApp",
        reach="interface: a workload",
        replaced_by=words("environmentId managedEnvironmentId"),
        name=Name("containerAppName", 32, r"[a-z](?!.*--)[a-z0-9-]{0,30}[a-z0-9]", "group"),
        id="Microsoft.App/containerApps/{containerAppName}",
        texts={
            "template.containers.*.env.*.name": azure_texts.VARIABLE,
            "template.containers.*.name": azure_texts.LABEL,
            "template.containers.*.volumeMounts.*.volumeName": azure_texts.LABEL,
            "template.scale.rules.*.name": azure_texts.LABEL,
            "template.volumes.*.name": azure_texts.LABEL,
        },
        keep="no",
        keep_reason=REMADE,
    ),
    Row(
        "azure-native:app:Job",
        replaced_by=words("environmentId"),
        fixed=words("configuration.triggerType"),
        name=Name("jobName", 32, r"[a-z](?!.*--)[a-z0-9-]{0,30}[a-z0-9]", "group"),
        id="Microsoft.App/jobs/{jobName}",
        texts={
            "template.containers.*.env.*.name": azure_texts.VARIABLE,
            "template.containers.*.name": azure_texts.LABEL,
        },
        keep="no",
        keep_reason=REMADE,
    ),
    Row(
        "azure-native:app:ManagedEnvironment",
        reach="interface: passes calls on",
        quotas=(
            Quota(
                "Container Apps environments in a location",
                20,
                "location",
                adjustable=True,
                source="Microsoft Learn, Quotas for Azure Container Apps",
            ),
        ),
        replaced_by=words(
            "infrastructureResourceGroup vnetConfiguration.dockerBridgeCidr vnetConfiguration.infrastructureSubnetId "
            "vnetConfiguration.internal vnetConfiguration.platformReservedCidr vnetConfiguration.platformReservedDnsIP"
        ),
        fixed=words("zoneRedundant"),
        id="Microsoft.App/managedEnvironments/{environmentName}",
        texts={
            "environmentName": azure_texts.ENVIRONMENT,
        },
        keep="protect",
        keep_reason="every application of the cell runs in it, and names lead to the address that Azure gave it",
        lacks=NAME_UNLIMITED,
    ),
)
