"""Azure Virtual Machines."""

from civic.catalogue.row import REPLACEMENT_UNREAD, Name, Row

ROWS = (
    Row(
        "azure-native:compute:VirtualMachineScaleSet",
        name=Name("vmScaleSetName", 64, r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?", "group"),
        id="Microsoft.Compute/virtualMachineScaleSets/{vmScaleSetName}",
        keep="no",
        keep_reason="its machines hold nothing",
        lacks=REPLACEMENT_UNREAD,
    ),
)
