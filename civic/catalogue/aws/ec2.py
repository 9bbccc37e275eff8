"""Amazon EC2 and Amazon VPC."""

from civic.catalogue.actions import TAGS, Actions, anywhere, linked, on, passes
from civic.catalogue.ec2_actions import EC2_TEXT, created, ec2, retagged
from civic.catalogue.row import ID_UNREAD, NAME_AMONG_TEXTS, NETWORK, NO_ARN, REMADE, UNNAMED, Once, Quota, Row, Text, words

VPC = ec2("vpc", "vpcId")
TABLE = ec2("route-table", "routeTableId")
SERVICE = ec2("vpc-endpoint-service", "vpcEndpointServiceId")
AROUND_ENDPOINT = (ec2("subnet", "subnetIds"), ec2("security-group", "securityGroupIds"), ec2("route-table", "routeTableIds"))
ACROSS_REGIONS = "vpce:AllowMultiRegion"
"""A right without a call of its own ("Cross-Region enabled endpoint services", AWS PrivateLink guide)."""
ENDPOINT_SERVICE = {"ec2:vpceservicename": "{serviceName}", "ec2:vpceserviceowner": "{serviceName:owner}"}
NAMES = "arn:{partition}:route53:::hostedzone/{hash:names.14}"
"""The hidden zone of a service's private name."""

TUNNEL_LOGS = (
    "logs:CreateLogDelivery logs:GetLogDelivery logs:UpdateLogDelivery logs:DeleteLogDelivery logs:ListLogDeliveries "
    "logs:DescribeLogGroups logs:DescribeResourcePolicies logs:PutResourcePolicy"
)
"""What whoever makes a VPN connection with logs of its tunnels needs (Site-to-Site VPN User Guide, "IAM requirements to publish to CloudWatch Logs")."""

ROWS = (
    Row(
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        reach="filter: before interfaces that name no group",
        replaced_by=words("vpcId"),
        id="sg-{hash:.17}",
        arn=ec2("security-group"),
        once=Once("vpcId", "a VPC has one default group"),
        keep="no",
        keep_reason="it goes with its VPC, which is protected",
        actions=Actions(
            create=on(ec2("security-group"), "ec2:RevokeSecurityGroupIngress ec2:RevokeSecurityGroupEgress")
            + on(ec2("security-group"), "ec2:AuthorizeSecurityGroupIngress", when="ingress")
            + on(ec2("security-group"), "ec2:AuthorizeSecurityGroupEgress", when="egress")
            + on(ec2("security-group"), "ec2:CreateTags", when=TAGS, tags=True),
            read=anywhere("ec2:DescribeSecurityGroups"),
            update=on(ec2("security-group"), "ec2:RevokeSecurityGroupIngress ec2:RevokeSecurityGroupEgress")
            + on(ec2("security-group"), "ec2:AuthorizeSecurityGroupIngress", when="ingress")
            + on(ec2("security-group"), "ec2:AuthorizeSecurityGroupEgress", when="egress"),
        )
        | retagged("security-group"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:ec2/eip:Eip",
        reach="none: what has it says where it stands",
        quotas=(
            Quota(
                "Elastic IP addresses in a region", 5, "region", code="L-0263D0A3", adjustable=True, source="Amazon VPC User Guide, Amazon VPC quotas"
            ),
        ),
        replaced_by=words("domain address networkBorderGroup"),
        id="eipalloc-{hash:.17}",
        arn=ec2("elastic-ip"),
        keep="protect",
        keep_reason="others have the address in their allow lists, and it does not come back",
        actions=Actions(
            create=created("elastic-ip", "ec2:AllocateAddress"),
            read=anywhere("ec2:DescribeAddresses ec2:DescribeAddressesAttribute"),
            delete=on(ec2("elastic-ip"), "ec2:ReleaseAddress") + anywhere("ec2:DescribeAddresses"),
        )
        | retagged("elastic-ip"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:ec2/flowLog:FlowLog",
        reach="none",
        replaced_by=words("vpcId subnetId trafficType logDestination logDestinationType logFormat iamRoleArn maxAggregationInterval"),
        id="fl-{hash:.17}",
        arn=ec2("vpc-flow-log"),
        keep="no",
        keep_reason="the log group or bucket that it writes to is kept",
        actions=Actions(
            create=created("vpc-flow-log", "ec2:CreateFlowLogs", VPC)
            + anywhere("logs:CreateLogDelivery", when="logDestinationType=s3")
            + passes("{iamRoleArn}", "vpc-flow-logs.amazonaws.com", when="iamRoleArn"),
            read=anywhere("ec2:DescribeFlowLogs"),
            delete=on(ec2("vpc-flow-log"), "ec2:DeleteFlowLogs") + anywhere("logs:DeleteLogDelivery", when="logDestinationType=s3"),
        )
        | retagged("vpc-flow-log"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
        reach="none",
        replaced_by=words(""),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("ec2:EnableImageBlockPublicAccess"),
            read=anywhere("ec2:GetImageBlockPublicAccessState"),
            update=anywhere("ec2:EnableImageBlockPublicAccess"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
        reach="none",
        replaced_by=words(""),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("ec2:ModifyInstanceMetadataDefaults"),
            read=anywhere("ec2:GetInstanceMetadataDefaults"),
            update=anywhere("ec2:ModifyInstanceMetadataDefaults"),
            delete=anywhere("ec2:ModifyInstanceMetadataDefaults"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ec2/internetGateway:InternetGateway",
        reach="end: the internet",
        quotas=(
            Quota(
                "internet gateways in a region",
                5,
                "region",
                code="L-A4707A72",
                before=1,
                adjustable=True,
                source="Amazon VPC User Guide, Amazon VPC quotas",
            ),
        ),
        replaced_by=words(""),
        id="igw-{hash:.17}",
        arn=ec2("internet-gateway"),
        keep="no",
        keep_reason="the addresses behind it are kept by themselves",
        actions=Actions(
            create=created("internet-gateway", "ec2:CreateInternetGateway")
            + on(ec2("internet-gateway"), "ec2:AttachInternetGateway", when="vpcId")
            + on(VPC, "ec2:AttachInternetGateway", when="vpcId"),
            read=anywhere("ec2:DescribeInternetGateways"),
            update=on(ec2("internet-gateway"), "ec2:AttachInternetGateway ec2:DetachInternetGateway", when="vpcId")
            + on(VPC, "ec2:AttachInternetGateway ec2:DetachInternetGateway", when="vpcId"),
            delete=on(ec2("internet-gateway"), "ec2:DetachInternetGateway", when="vpcId")
            + on(VPC, "ec2:DetachInternetGateway", when="vpcId")
            + on(ec2("internet-gateway"), "ec2:DeleteInternetGateway")
            + anywhere("ec2:DescribeInternetGateways"),
        )
        | retagged("internet-gateway"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:ec2/natGateway:NatGateway",
        reach="end: the internet, under another address",
        replaced_by=words("subnetId allocationId connectivityType"),
        id="nat-{hash:.17}",
        arn=ec2("natgateway"),
        keep="no",
        keep_reason="its address is kept by itself",
        actions=Actions(
            create=created("natgateway", "ec2:CreateNatGateway", ec2("subnet", "subnetId"))
            + on(ec2("elastic-ip", "allocationId"), "ec2:CreateNatGateway", when="allocationId", tags=True),
            read=anywhere("ec2:DescribeNatGateways"),
            delete=on(ec2("natgateway"), "ec2:DeleteNatGateway") + anywhere("ec2:DescribeNatGateways"),
        )
        | retagged("natgateway"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:ec2/route:Route",
        reach="edge: out of a subnet",
        quotas=(
            Quota(
                "routes of a route table",
                50,
                "within",
                of="routeTableId",
                code="L-93826ACB",
                adjustable=True,
                source="Amazon VPC User Guide, Amazon VPC quotas",
            ),
        ),
        replaced_by=words("routeTableId destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId"),
        once=Once("routeTableId destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId", "a route table has one way to a destination"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(TABLE, "ec2:CreateRoute"),
            read=anywhere("ec2:DescribeRouteTables"),
            update=on(TABLE, "ec2:ReplaceRoute"),
            delete=on(TABLE, "ec2:DeleteRoute") + anywhere("ec2:DescribeRouteTables"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ec2/routeTable:RouteTable",
        reach="edge: its routes and associations are resources of their own",
        replaced_by=words("vpcId"),
        id="rtb-{hash:.17}",
        arn=ec2("route-table"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=created("route-table", "ec2:CreateRouteTable", VPC) + on(ec2("route-table"), "ec2:CreateRoute", when="routes"),
            read=anywhere("ec2:DescribeRouteTables"),
            update=on(ec2("route-table"), "ec2:CreateRoute ec2:ReplaceRoute ec2:DeleteRoute", when="routes"),
            delete=on(ec2("route-table"), "ec2:DisassociateRouteTable ec2:DeleteRouteTable") + anywhere("ec2:DescribeRouteTables"),
        )
        | retagged("route-table"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        reach="edge: gives a subnet its routes",
        replaced_by=words("subnetId gatewayId"),
        once=Once("subnetId gatewayId", "a subnet follows one route table"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(TABLE, "ec2:AssociateRouteTable") + on(ec2("subnet", "subnetId"), "ec2:AssociateRouteTable", when="subnetId"),
            read=anywhere("ec2:DescribeRouteTables"),
            update=on(TABLE, "ec2:ReplaceRouteTableAssociation") + on(ec2("subnet", "subnetId"), "ec2:ReplaceRouteTableAssociation", when="subnetId"),
            delete=on(TABLE, "ec2:DisassociateRouteTable")
            + on(ec2("subnet", "subnetId"), "ec2:DisassociateRouteTable", when="subnetId")
            + anywhere("ec2:DescribeRouteTables"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ec2/securityGroup:SecurityGroup",
        reach="filter: before interfaces",
        quotas=(
            Quota(
                "security groups in a region",
                2500,
                "region",
                code="L-E79EC296",
                before=1,
                adjustable=True,
                source="Amazon VPC User Guide, Amazon VPC quotas",
            ),
        ),
        texts={
            "name": Text(255, rf"(?!sg-){EC2_TEXT}", "Amazon EC2 API Reference, CreateSecurityGroup"),
            "description": Text(255, EC2_TEXT, "Amazon EC2 API Reference, CreateSecurityGroup"),
        },
        replaced_by=words("name description vpcId"),
        id="sg-{hash:.17}",
        arn=ec2("security-group"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=created("security-group", "ec2:CreateSecurityGroup", VPC)
            + on(ec2("security-group"), "ec2:RevokeSecurityGroupEgress")
            + on(ec2("security-group"), "ec2:AuthorizeSecurityGroupIngress", when="ingress")
            + on(ec2("security-group"), "ec2:AuthorizeSecurityGroupEgress", when="egress"),
            read=anywhere("ec2:DescribeSecurityGroups"),
            update=on(ec2("security-group"), "ec2:AuthorizeSecurityGroupIngress ec2:RevokeSecurityGroupIngress", when="ingress")
            + on(ec2("security-group"), "ec2:AuthorizeSecurityGroupEgress ec2:RevokeSecurityGroupEgress", when="egress"),
            delete=on(ec2("security-group"), "ec2:DeleteSecurityGroup") + anywhere("ec2:DescribeSecurityGroups ec2:DescribeNetworkInterfaces"),
        )
        | retagged("security-group"),
        lacks=NAME_AMONG_TEXTS,
    ),
    Row(
        "aws:ec2/subnet:Subnet",
        reach="node",
        quotas=(
            Quota(
                "subnets of a VPC", 200, "within", of="vpcId", code="L-407747CB", adjustable=True, source="Amazon VPC User Guide, Amazon VPC quotas"
            ),
        ),
        replaced_by=words("vpcId cidrBlock availabilityZone availabilityZoneId"),
        id="subnet-{hash:.17}",
        arn="arn:{partition}:ec2:{region}:{account}:subnet/{id}",
        keep="protect",
        keep_reason=NETWORK,
        actions=Actions(
            create=created("subnet", "ec2:CreateSubnet", VPC) + on(ec2("subnet"), "ec2:ModifySubnetAttribute", when="mapPublicIpOnLaunch"),
            read=anywhere("ec2:DescribeSubnets"),
            update=on(ec2("subnet"), "ec2:ModifySubnetAttribute"),
            delete=on(ec2("subnet"), "ec2:DeleteSubnet") + anywhere("ec2:DescribeSubnets ec2:DescribeNetworkInterfaces"),
        )
        | retagged("subnet"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion",
        reach="edge: lets an internet gateway's traffic through the organisation's block",
        quotas=(
            Quota(
                "exclusions from the block of public access in a region",
                50,
                "region",
                adjustable=True,
                source="Amazon VPC User Guide, 'VPC BPA basics': limitations",
            ),
        ),
        replaced_by=words("vpcId subnetId"),
        id="vpcbpa-exclude-{hash:.17}",
        arn=ec2("vpc-block-public-access-exclusion"),
        once=Once("vpcId subnetId", "a network has one exclusion"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=created("vpc-block-public-access-exclusion", "ec2:CreateVpcBlockPublicAccessExclusion", VPC),
            read=anywhere("ec2:DescribeVpcBlockPublicAccessExclusions"),
            update=on(ec2("vpc-block-public-access-exclusion"), "ec2:ModifyVpcBlockPublicAccessExclusion"),
            delete=on(ec2("vpc-block-public-access-exclusion"), "ec2:DeleteVpcBlockPublicAccessExclusion"),
        )
        | retagged("vpc-block-public-access-exclusion"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:ec2/vpc:Vpc",
        reach="end: a network",
        quotas=(
            Quota("VPCs in a region", 5, "region", code="L-F678F1CE", before=1, adjustable=True, source="Amazon VPC User Guide, Amazon VPC quotas"),
        ),
        replaced_by=words("cidrBlock instanceTenancy ipv4IpamPoolId ipv4NetmaskLength"),
        id="vpc-{hash:.17}",
        arn="arn:{partition}:ec2:{region}:{account}:vpc/{id}",
        outputs={
            "defaultSecurityGroupId": "sg-{hash:default.17}",
            "defaultRouteTableId": "rtb-{hash:main.17}",
            "mainRouteTableId": "rtb-{hash:main.17}",
            "defaultNetworkAclId": "acl-{hash:default.17}",
            "ownerId": "{account}",
        },
        keep="protect",
        keep_reason=NETWORK,
        actions=Actions(
            create=created("vpc", "ec2:CreateVpc") + on(ec2("vpc"), "ec2:ModifyVpcAttribute"),
            read=on(ec2("vpc"), "ec2:DescribeVpcAttribute")
            + anywhere("ec2:DescribeVpcs ec2:DescribeNetworkAcls ec2:DescribeRouteTables ec2:DescribeSecurityGroups"),
            update=on(ec2("vpc"), "ec2:ModifyVpcAttribute"),
            delete=on(ec2("vpc"), "ec2:DeleteVpc") + anywhere("ec2:DescribeVpcs"),
        )
        | retagged("vpc"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        documents={"policy": "resource"},
        reach="interface: leads to a service",
        quotas=(
            Quota(
                "interface endpoints of a VPC",
                50,
                "within",
                of="vpcId",
                only="vpcEndpointType=Interface",
                code="L-29B6F2EB",
                adjustable=True,
                source="Amazon VPC User Guide, Amazon VPC quotas",
            ),
        ),
        replaced_by=words("vpcId serviceName vpcEndpointType"),
        id="vpce-{hash:.17}",
        arn=ec2("vpc-endpoint"),
        keep="no",
        keep_reason="its clients find it by name, whatever its addresses",
        actions=Actions(
            create=created("vpc-endpoint", "ec2:CreateVpcEndpoint", VPC, *AROUND_ENDPOINT, context=ENDPOINT_SERVICE)
            + anywhere("ec2:DescribeVpcs ec2:DescribeSubnets ec2:DescribeSecurityGroups")
            + on(ec2("vpc-endpoint"), ACROSS_REGIONS, when="serviceRegion")
            + on(NAMES, "route53:AssociateVPCWithHostedZone", when="privateDnsEnabled"),
            read=anywhere("ec2:DescribeVpcEndpoints") + anywhere("ec2:DescribePrefixLists", when="vpcEndpointType=Gateway"),
            update=on(ec2("vpc-endpoint"), "ec2:ModifyVpcEndpoint")
            + tuple(need for other in AROUND_ENDPOINT for need in on(other, "ec2:ModifyVpcEndpoint")),
            delete=on(ec2("vpc-endpoint"), "ec2:DeleteVpcEndpoints") + anywhere("ec2:DescribeVpcEndpoints"),
        )
        | retagged("vpc-endpoint"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:ec2/vpcEndpointConnectionNotification:VpcEndpointConnectionNotification",
        reach="none",
        replaced_by=words("vpcEndpointId vpcEndpointServiceId"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(SERVICE, "ec2:CreateVpcEndpointConnectionNotification"),
            read=anywhere("ec2:DescribeVpcEndpointConnectionNotifications"),
            update=on(SERVICE, "ec2:ModifyVpcEndpointConnectionNotification"),
            delete=on(SERVICE, "ec2:DeleteVpcEndpointConnectionNotifications"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ec2/vpcEndpointService:VpcEndpointService",
        reach="edge: from endpoints to a balancer",
        replaced_by=words(""),
        id="vpce-svc-{hash:.17}",
        arn=ec2("vpc-endpoint-service"),
        outputs={"serviceName": "com.amazonaws.vpce.{region}.{id}", "serviceType": "Interface"},
        keep="no",
        keep_reason="it closes when its provider withdraws the offer; consumers read its name from the card",
        actions=Actions(
            create=created("vpc-endpoint-service", "ec2:CreateVpcEndpointServiceConfiguration")
            + on(ec2("vpc-endpoint-service"), ACROSS_REGIONS, when="supportedRegions")
            + on(ec2("vpc-endpoint-service"), "ec2:ModifyVpcEndpointServicePermissions", when="allowedPrincipals"),
            read=anywhere("ec2:DescribeVpcEndpointServiceConfigurations")
            + on(ec2("vpc-endpoint-service"), "ec2:DescribeVpcEndpointServicePermissions"),
            update=on(ec2("vpc-endpoint-service"), "ec2:ModifyVpcEndpointServiceConfiguration")
            + on(ec2("vpc-endpoint-service"), ACROSS_REGIONS, when="supportedRegions")
            + on(ec2("vpc-endpoint-service"), "ec2:ModifyVpcEndpointServicePermissions", when="allowedPrincipals"),
            delete=on(ec2("vpc-endpoint-service"), "ec2:DeleteVpcEndpointServiceConfigurations")
            + anywhere("ec2:DescribeVpcEndpointServiceConfigurations"),
        )
        | retagged("vpc-endpoint-service"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:ec2/customerGateway:CustomerGateway",
        reach="none: what a VPN connection leads to is told by its routes",
        quotas=(Quota("customer gateways in a region", 50, "region", adjustable=True, source="Site-to-Site VPN User Guide, Quotas"),),
        replaced_by=words("bgpAsn bgpAsnExtended certificateArn deviceName ipAddress type"),
        once=Once("ipAddress bgpAsn", "AWS knows a device by its address and its number, and refuses a second one of both"),
        id="cgw-{hash:.17}",
        arn=ec2("customer-gateway"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=created("customer-gateway", "ec2:CreateCustomerGateway"),
            read=anywhere("ec2:DescribeCustomerGateways"),
            delete=on(ec2("customer-gateway"), "ec2:DeleteCustomerGateway") + anywhere("ec2:DescribeCustomerGateways"),
        )
        | retagged("customer-gateway"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:ec2/vpnConnection:VpnConnection",
        reach="edge: between a transit gateway and premises",
        quotas=(Quota("VPN connections in a region", 50, "region", adjustable=True, source="Site-to-Site VPN User Guide, Quotas"),),
        replaced_by=words(
            "staticRoutesOnly type enableAcceleration outsideIpAddressType transportTransitGatewayAttachmentId tunnelBandwidth presharedKeyStorage"
        ),
        id="vpn-{hash:.17}",
        arn=ec2("vpn-connection"),
        outputs={
            "transitGatewayAttachmentId": "tgw-attach-{hash:vpn.17}",
            "presharedKeyArn": "arn:{partition}:secretsmanager:{region}:{account}:secret:s2svpn!{id}-{hash:key.6}",
        },
        keep="protect",
        keep_reason="its far end knows it by addresses and keys that are new with another one",
        actions=Actions(
            create=created(
                "vpn-connection",
                "ec2:CreateVpnConnection",
                ec2("customer-gateway", "customerGatewayId"),
                ec2("transit-gateway", "transitGatewayId"),
            )
            + linked("s2svpn.amazonaws.com", "AWSServiceRoleForVPCS2SVPN")
            + anywhere(TUNNEL_LOGS),
            read=anywhere("ec2:DescribeVpnConnections ec2:DescribeTransitGatewayAttachments"),
            update=on(ec2("vpn-connection"), "ec2:ModifyVpnConnection ec2:ModifyVpnConnectionOptions ec2:ModifyVpnTunnelOptions")
            + anywhere(TUNNEL_LOGS),
            delete=on(ec2("vpn-connection"), "ec2:DeleteVpnConnection") + anywhere("ec2:DescribeVpnConnections"),
        )
        | retagged("vpn-connection"),
        lacks=UNNAMED,
    ),
)
