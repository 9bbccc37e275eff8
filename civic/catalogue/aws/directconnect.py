"""AWS Direct Connect."""

from civic.catalogue.actions import TAGS, Actions, anywhere, on
from civic.catalogue.row import NO_ARN, UNNAMED, Name, Quota, Row, words

GATEWAY = "arn:{partition}:directconnect::{account}:dx-gateway/{dxGatewayId}"
OWN = "arn:{partition}:directconnect::{account}:dx-gateway/{id}"
LINE = "arn:{partition}:directconnect:{region}:{account}:dxvif/{virtualInterfaceId}"
QUOTAS = "Direct Connect User Guide, Quotas"

ROWS = (
    Row(
        "aws:directconnect/gateway:Gateway",
        reach="none: a transit gateway is attached to it by its association",
        quotas=(Quota("Direct Connect gateways of an account", 200, "account", adjustable=True, source=QUOTAS),),
        replaced_by=words("amazonSideAsn"),
        name=Name("name", 100, r"[A-Za-z0-9][A-Za-z0-9_.-]*", "tenancy", changes_in_place=True),
        id="{guid:line}",
        arn=OWN,
        outputs={"ownerAccountId": "{account}"},
        keep="protect",
        keep_reason="a carrier's line ends in it",
        actions=Actions(
            create=anywhere("directconnect:CreateDirectConnectGateway") + on(OWN, "directconnect:TagResource", when=TAGS, tags=True, new=True),
            read=on(OWN, "directconnect:DescribeDirectConnectGateways"),
            update=on(OWN, "directconnect:UpdateDirectConnectGateway directconnect:UntagResource")
            + on(OWN, "directconnect:TagResource", when=TAGS, tags=True),
            delete=on(OWN, "directconnect:DeleteDirectConnectGateway directconnect:DescribeDirectConnectGateways"),
        ),
        lacks={},
    ),
    Row(
        "aws:directconnect/gatewayAssociation:GatewayAssociation",
        reach="edge: between a transit gateway and premises",
        quotas=(
            Quota("Direct Connect gateways of a transit gateway", 20, "within", of="associatedGatewayId", source=QUOTAS),
            Quota("prefixes that an association makes known", 200, "resource", counted="allowedPrefixes", source=QUOTAS),
        ),
        replaced_by=words("associatedGatewayId associatedGatewayOwnerAccountId dxGatewayId proposalId"),
        id="{dxGatewayId}-{associatedGatewayId}",
        outputs={"transitGatewayAttachmentId": "tgw-attach-{hash:line.17}", "dxGatewayAssociationId": "{guid:association}"},
        keep="protect",
        keep_reason="a body's premises are cut off without it",
        actions=Actions(
            create=on(GATEWAY, "directconnect:CreateDirectConnectGatewayAssociation"),
            read=on(GATEWAY, "directconnect:DescribeDirectConnectGatewayAssociations") + anywhere("ec2:DescribeTransitGatewayAttachments"),
            update=anywhere("directconnect:UpdateDirectConnectGatewayAssociation"),
            delete=on(GATEWAY, "directconnect:DeleteDirectConnectGatewayAssociation directconnect:DescribeDirectConnectGatewayAssociations"),
        ),
        lacks=UNNAMED | NO_ARN,
    ),
    Row(
        "aws:directconnect/hostedTransitVirtualInterfaceAcceptor:HostedTransitVirtualInterfaceAcceptor",
        reach="none: where it leads the association of its gateway tells",
        replaced_by=words("dxGatewayId virtualInterfaceId"),
        id="{virtualInterfaceId}",
        arn=LINE,
        keep="protect",
        keep_reason="the carrier offers a line once, and a line that was taken away is ordered anew",
        actions=Actions(
            create=on(LINE, "directconnect:ConfirmTransitVirtualInterface") + on(LINE, "directconnect:TagResource", when=TAGS, tags=True),
            read=on(LINE, "directconnect:DescribeVirtualInterfaces directconnect:DescribeTags"),
            update=on(LINE, "directconnect:UntagResource") + on(LINE, "directconnect:TagResource", when=TAGS, tags=True),
        ),
        lacks=UNNAMED,
    ),
)
