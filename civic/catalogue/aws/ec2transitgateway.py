"""AWS Transit Gateway."""

from civic.catalogue.row import ARN_UNREAD, HUB, ID_UNREAD, NO_ARN, REMADE, UNNAMED, Once, Row, words

ROWS = (
    Row(
        "aws:ec2transitgateway/defaultRouteTableAssociation:DefaultRouteTableAssociation",
        replaced_by=words("transitGatewayId"),
        keep="protect",
        keep_reason=HUB,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ec2transitgateway/defaultRouteTablePropagation:DefaultRouteTablePropagation",
        replaced_by=words("transitGatewayId"),
        keep="protect",
        keep_reason=HUB,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ec2transitgateway/route:Route",
        replaced_by=words("destinationCidrBlock transitGatewayAttachmentId transitGatewayRouteTableId blackhole"),
        once=Once("transitGatewayRouteTableId destinationCidrBlock", "a gateway's route table has one static way to a destination"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ec2transitgateway/routeTable:RouteTable",
        replaced_by=words("transitGatewayId"),
        id="tgw-rtb-{hash:.17}",
        keep="protect",
        keep_reason=HUB,
        lacks=UNNAMED | ARN_UNREAD,
    ),
    Row(
        "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
        replaced_by=words("transitGatewayAttachmentId transitGatewayRouteTableId"),
        once=Once("transitGatewayAttachmentId", "an attachment follows one of the gateway's route tables"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ec2transitgateway/transitGateway:TransitGateway",
        replaced_by=words("multicastSupport"),
        id="tgw-{hash:.17}",
        outputs={
            "associationDefaultRouteTableId": "tgw-rtb-{hash:default.17}",
            "propagationDefaultRouteTableId": "tgw-rtb-{hash:default.17}",
            "ownerId": "{account}",
        },
        keep="protect",
        keep_reason=HUB,
        lacks=UNNAMED | ARN_UNREAD,
    ),
    Row(
        "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
        replaced_by=words("vpcId transitGatewayId"),
        id="tgw-attach-{hash:.17}",
        keep="protect",
        keep_reason="a body is cut off without it",
        lacks=UNNAMED | ARN_UNREAD,
    ),
)
