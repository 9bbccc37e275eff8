"""Azure Virtual Machines."""

from civic.catalogue.row import Name, Row, words

ROWS = (
    Row(
        "azure-native:compute:VirtualMachineScaleSet",
        reach="interface: passes calls on",
        replaced_by=words(""),
        fixed=words("orchestrationMode platformFaultDomainCount zoneBalance"),
        name=Name("vmScaleSetName", 64, r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?", "group"),
        id="Microsoft.Compute/virtualMachineScaleSets/{vmScaleSetName}",
        keep="no",
        keep_reason="its machines hold nothing",
    ),
)
