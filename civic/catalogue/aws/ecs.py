"""Amazon Elastic Container Service. Names: its API Reference."""

from civic.catalogue.actions import TAGS, Actions, anywhere, linked, makes, on, passes, tagged
from civic.catalogue.row import ARN_COMPUTED, ID_UNREAD, NO_ARN, REMADE, UNNAMED, Name, Quota, Row, Text, words

CLUSTER = "arn:{partition}:ecs:{region}:{account}:cluster/{name}"
ITS_CLUSTER = "arn:{partition}:ecs:{region}:{account}:cluster/{clusterName}"
SERVICE = "arn:{partition}:ecs:{region}:{account}:service/{cluster:last}/{name}"
IN_CLUSTER = {"ecs:cluster": "{cluster}", "ecs:task-definition": "{taskDefinition}"}
TASK = "arn:{partition}:ecs:{region}:{account}:task-definition/{family}:{hash:revision}"
"""A definition's revision is not known before it is registered."""


def _tagged(resource: str, making: str) -> Actions:
    return Actions(create=on(resource, "ecs:TagResource", when=TAGS, tags=True, new=True, context={"ecs:createaction": making})) | tagged(
        resource, tag="ecs:TagResource", untag="ecs:UntagResource", create=False
    )


ROWS = (
    Row(
        "aws:ecs/cluster:Cluster",
        texts={"settings.*.name": Text(17, r"containerInsights", "Amazon ECS API Reference, ClusterSetting")},
        name=Name("name", 255, r"[A-Za-z0-9_-]+", "tenancy"),
        replaced_by=words(""),
        id="{arn}",
        arn="arn:{partition}:ecs:{region}:{account}:cluster/{name}",
        keep="protect",
        keep_reason="every application of the cell runs in it",
        actions=Actions(
            create=makes(CLUSTER, "ecs:CreateCluster") + linked("ecs.amazonaws.com", "AWSServiceRoleForECS"),
            read=on(CLUSTER, "ecs:DescribeClusters"),
            update=on(CLUSTER, "ecs:UpdateCluster"),
            delete=on(CLUSTER, "ecs:DeleteCluster ecs:DescribeClusters"),
        )
        | _tagged(CLUSTER, "CreateCluster"),
    ),
    Row(
        "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
        replaced_by=words("clusterName"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(ITS_CLUSTER, "ecs:PutClusterCapacityProviders"),
            read=on(ITS_CLUSTER, "ecs:DescribeClusters"),
            update=on(ITS_CLUSTER, "ecs:PutClusterCapacityProviders"),
            delete=on(ITS_CLUSTER, "ecs:PutClusterCapacityProviders ecs:DescribeClusters"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ecs/service:Service",
        reach="interface: a workload",
        quotas=(
            Quota(
                "services of a cluster",
                5000,
                "within",
                of="cluster",
                code="L-9EF96962",
                adjustable=True,
                source="Amazon ECS Developer Guide, Service quotas",
            ),
        ),
        texts={"loadBalancers.*.containerName": Text(255, r"[A-Za-z0-9_-]+", "Amazon ECS API Reference, ContainerDefinition")},
        name=Name("name", 255, r"[A-Za-z0-9_-]+", "cluster"),
        replaced_by=words("cluster"),
        id="{arn}",
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(SERVICE, "ecs:CreateService", context=IN_CLUSTER)
            + linked("ecs.amazonaws.com", "AWSServiceRoleForECS")
            + passes("{iamRole}", "ecs.amazonaws.com", when="iamRole"),
            read=on(SERVICE, "ecs:DescribeServices", context={"ecs:cluster": "{cluster}"}),
            update=on(SERVICE, "ecs:UpdateService", context=IN_CLUSTER),
            delete=on(SERVICE, "ecs:UpdateService ecs:DeleteService ecs:DescribeServices", context={"ecs:cluster": "{cluster}"}),
        )
        | _tagged(SERVICE, "CreateService"),
        lacks=ARN_COMPUTED,
    ),
    Row(
        "aws:ecs/taskDefinition:TaskDefinition",
        name=Name("family", 255, r"[A-Za-z0-9_-]+", "tenancy", revised=True),
        replaced_by=words(
            "containerDefinitions cpu enableFaultInjection ephemeralStorage executionRoleArn ipcMode memory networkMode "
            "pidMode placementConstraints proxyConfiguration requiresCompatibilities runtimePlatform taskRoleArn volumes"
        ),
        id="{family}",
        arn="arn:{partition}:ecs:{region}:{account}:task-definition/{family}:1",
        outputs={"arnWithoutRevision": "arn:{partition}:ecs:{region}:{account}:task-definition/{family}"},
        keep="no",
        keep_reason="each change of it is a new revision",
        actions=Actions(
            create=makes(TASK, "ecs:RegisterTaskDefinition")
            + passes("{executionRoleArn}", "ecs-tasks.amazonaws.com", when="executionRoleArn")
            + passes("{taskRoleArn}", "ecs-tasks.amazonaws.com", when="taskRoleArn"),
            read=anywhere("ecs:DescribeTaskDefinition"),
            delete=anywhere("ecs:DeregisterTaskDefinition", when="!skipDestroy"),
        )
        | _tagged(TASK, "RegisterTaskDefinition"),
    ),
)
