"""AWS Transit Gateway."""

from civic.catalogue.actions import TAGS, Actions, anywhere, linked, on
from civic.catalogue.ec2_actions import EC2_TEXT, created, ec2, retagged
from civic.catalogue.row import HUB, ID_UNREAD, NO_ARN, REMADE, UNNAMED, Once, Quota, Row, Text, words

TRANSIT = ec2("transit-gateway", "transitGatewayId")
TABLE = ec2("transit-gateway-route-table", "transitGatewayRouteTableId")
ATTACHMENT = ec2("transit-gateway-attachment", "transitGatewayAttachmentId")
JOINED = ec2("transit-gateway", "transitGatewayId", "transitGatewayId@account")
"""The transit gateway of an attachment: the network's account shares it with all others."""
DEFAULTS = (
    on(ec2("transit-gateway-attachment"), "ec2:DisassociateTransitGatewayRouteTable", when="transitGatewayDefaultRouteTableAssociation=false")
    + on(
        ec2("transit-gateway-route-table", "hash"),
        "ec2:DisassociateTransitGatewayRouteTable",
        when="transitGatewayDefaultRouteTableAssociation=false",
    )
    + on(ec2("transit-gateway-attachment"), "ec2:DisableTransitGatewayRouteTablePropagation", when="transitGatewayDefaultRouteTablePropagation=false")
    + on(
        ec2("transit-gateway-route-table", "hash"),
        "ec2:DisableTransitGatewayRouteTablePropagation",
        when="transitGatewayDefaultRouteTablePropagation=false",
    )
    + anywhere("ec2:GetTransitGatewayRouteTableAssociations", when="transitGatewayDefaultRouteTableAssociation=false")
    + anywhere("ec2:GetTransitGatewayRouteTablePropagations", when="transitGatewayDefaultRouteTablePropagation=false")
)
"""The owner of the gateway takes an attachment out of its default tables again."""

ROWS = (
    Row(
        "aws:ec2transitgateway/defaultRouteTableAssociation:DefaultRouteTableAssociation",
        reach="edge: from an attached network to a table",
        replaced_by=words("transitGatewayId"),
        keep="protect",
        keep_reason=HUB,
        actions=Actions(
            create=on(TRANSIT, "ec2:ModifyTransitGateway") + on(TABLE, "ec2:ModifyTransitGateway"),
            read=anywhere("ec2:DescribeTransitGateways"),
            update=on(TRANSIT, "ec2:ModifyTransitGateway") + on(TABLE, "ec2:ModifyTransitGateway"),
            delete=on(TRANSIT, "ec2:ModifyTransitGateway") + anywhere("ec2:DescribeTransitGateways"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ec2transitgateway/defaultRouteTablePropagation:DefaultRouteTablePropagation",
        reach="edge: from a table to attached networks",
        replaced_by=words("transitGatewayId"),
        keep="protect",
        keep_reason=HUB,
        actions=Actions(
            create=on(TRANSIT, "ec2:ModifyTransitGateway") + on(TABLE, "ec2:ModifyTransitGateway"),
            read=anywhere("ec2:DescribeTransitGateways"),
            update=on(TRANSIT, "ec2:ModifyTransitGateway") + on(TABLE, "ec2:ModifyTransitGateway"),
            delete=on(TRANSIT, "ec2:ModifyTransitGateway") + anywhere("ec2:DescribeTransitGateways"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ec2transitgateway/peeringAttachment:PeeringAttachment",
        reach="edge: between two gateways",
        quotas=(Quota("peerings of a transit gateway", 50, "within", of="transitGatewayId", source="Amazon VPC Transit Gateways, Quotas"),),
        replaced_by=words("transitGatewayId peerTransitGatewayId peerRegion peerAccountId options"),
        id="tgw-attach-{hash:.17}",
        arn=ec2("transit-gateway-attachment"),
        outputs={"state": "pendingAcceptance"},
        keep="protect",
        keep_reason=HUB,
        actions=Actions(
            create=created("transit-gateway-attachment", "ec2:CreateTransitGatewayPeeringAttachment", TRANSIT)
            + linked("transitgateway.amazonaws.com", "AWSServiceRoleForVPCTransitGateway"),
            read=anywhere("ec2:DescribeTransitGatewayPeeringAttachments"),
            delete=on(ec2("transit-gateway-attachment"), "ec2:DeleteTransitGatewayPeeringAttachment")
            + anywhere("ec2:DescribeTransitGatewayPeeringAttachments"),
        )
        | retagged("transit-gateway-attachment"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter",
        reach="edge: between two gateways",
        replaced_by=words("transitGatewayAttachmentId"),
        id="{transitGatewayAttachmentId}",
        keep="protect",
        keep_reason=HUB,
        actions=Actions(
            create=on(ATTACHMENT, "ec2:AcceptTransitGatewayPeeringAttachment") + on(ATTACHMENT, "ec2:CreateTags", when=TAGS, tags=True),
            read=anywhere("ec2:DescribeTransitGatewayPeeringAttachments"),
            update=on(ATTACHMENT, "ec2:CreateTags", when=TAGS, tags=True) + on(ATTACHMENT, "ec2:DeleteTags"),
            delete=on(ATTACHMENT, "ec2:DeleteTransitGatewayPeeringAttachment") + anywhere("ec2:DescribeTransitGatewayPeeringAttachments"),
        ),
        lacks=UNNAMED | NO_ARN,
    ),
    Row(
        "aws:ec2transitgateway/route:Route",
        reach="edge: from a table to an attached network",
        quotas=(
            Quota(
                "static routes of a transit gateway's route table",
                10000,
                "within",
                of="transitGatewayRouteTableId",
                adjustable=True,
                source="Amazon VPC Transit Gateways, Quotas",
            ),
        ),
        replaced_by=words("destinationCidrBlock transitGatewayAttachmentId transitGatewayRouteTableId blackhole"),
        once=Once("transitGatewayRouteTableId destinationCidrBlock", "a gateway's route table has one static way to a destination"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(TABLE, "ec2:CreateTransitGatewayRoute") + on(ATTACHMENT, "ec2:CreateTransitGatewayRoute", when="transitGatewayAttachmentId"),
            read=on(TABLE, "ec2:SearchTransitGatewayRoutes"),
            delete=on(TABLE, "ec2:DeleteTransitGatewayRoute ec2:SearchTransitGatewayRoutes"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ec2transitgateway/routeTable:RouteTable",
        reach="node",
        quotas=(
            Quota(
                "route tables of a transit gateway",
                20,
                "within",
                of="transitGatewayId",
                adjustable=True,
                source="Amazon VPC Transit Gateways, Quotas",
            ),
        ),
        replaced_by=words("transitGatewayId"),
        id="tgw-rtb-{hash:.17}",
        arn=ec2("transit-gateway-route-table"),
        keep="protect",
        keep_reason=HUB,
        actions=Actions(
            create=created("transit-gateway-route-table", "ec2:CreateTransitGatewayRouteTable", TRANSIT),
            read=anywhere("ec2:DescribeTransitGatewayRouteTables"),
            delete=on(ec2("transit-gateway-route-table"), "ec2:DeleteTransitGatewayRouteTable") + anywhere("ec2:DescribeTransitGatewayRouteTables"),
        )
        | retagged("transit-gateway-route-table"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
        reach="edge: from an attached network to a table",
        replaced_by=words("transitGatewayAttachmentId transitGatewayRouteTableId"),
        # A peering is attached to two gateways under one id.
        once=Once("transitGatewayAttachmentId transitGatewayRouteTableId@transitGatewayId", "an attachment follows one of a gateway's route tables"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(TABLE, "ec2:AssociateTransitGatewayRouteTable") + on(ATTACHMENT, "ec2:AssociateTransitGatewayRouteTable"),
            read=anywhere("ec2:GetTransitGatewayRouteTableAssociations"),
            delete=on(TABLE, "ec2:DisassociateTransitGatewayRouteTable")
            + on(ATTACHMENT, "ec2:DisassociateTransitGatewayRouteTable")
            + anywhere("ec2:GetTransitGatewayRouteTableAssociations"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ec2transitgateway/transitGateway:TransitGateway",
        reach="node: by its tables",
        texts={"description": Text(255, EC2_TEXT, "no page says what is allowed: kept to what EC2 takes in other descriptions")},
        replaced_by=words("multicastSupport"),
        id="tgw-{hash:.17}",
        arn=ec2("transit-gateway"),
        outputs={
            "associationDefaultRouteTableId": "tgw-rtb-{hash:default.17}",
            "propagationDefaultRouteTableId": "tgw-rtb-{hash:default.17}",
            "ownerId": "{account}",
        },
        keep="protect",
        keep_reason=HUB,
        actions=Actions(
            create=created("transit-gateway", "ec2:CreateTransitGateway"),
            read=anywhere("ec2:DescribeTransitGateways"),
            update=on(ec2("transit-gateway"), "ec2:ModifyTransitGateway"),
            delete=on(ec2("transit-gateway"), "ec2:DeleteTransitGateway") + anywhere("ec2:DescribeTransitGateways"),
        )
        | retagged("transit-gateway"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
        reach="edge: between a network and a gateway",
        quotas=(Quota("attachments of a transit gateway", 5000, "within", of="transitGatewayId", source="Amazon VPC Transit Gateways, Quotas"),),
        replaced_by=words("vpcId transitGatewayId"),
        id="tgw-attach-{hash:.17}",
        arn=ec2("transit-gateway-attachment"),
        keep="protect",
        keep_reason="a body is cut off without it",
        actions=Actions(
            create=created(
                "transit-gateway-attachment", "ec2:CreateTransitGatewayVpcAttachment", ec2("vpc", "vpcId"), ec2("subnet", "subnetIds"), JOINED
            )
            + linked("transitgateway.amazonaws.com", "AWSServiceRoleForVPCTransitGateway")
            + DEFAULTS,
            read=anywhere("ec2:DescribeTransitGatewayVpcAttachments ec2:DescribeTransitGateways"),
            update=on(ec2("transit-gateway-attachment"), "ec2:ModifyTransitGatewayVpcAttachment")
            + on(ec2("subnet", "subnetIds"), "ec2:ModifyTransitGatewayVpcAttachment"),
            delete=on(ec2("transit-gateway-attachment"), "ec2:DeleteTransitGatewayVpcAttachment")
            + anywhere("ec2:DescribeTransitGatewayVpcAttachments"),
        )
        | retagged("transit-gateway-attachment"),
        lacks=UNNAMED,
    ),
)
