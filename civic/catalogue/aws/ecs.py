"""Amazon Elastic Container Service. Names: its API Reference."""

from civic.catalogue.row import ARN_COMPUTED, ID_UNREAD, NO_ARN, REMADE, UNNAMED, Name, Row, words

ROWS = (
    Row(
        "aws:ecs/cluster:Cluster",
        name=Name("name", 255, r"[A-Za-z0-9_-]+", "tenancy"),
        replaced_by=words(""),
        id="{arn}",
        arn="arn:{partition}:ecs:{region}:{account}:cluster/{name}",
        keep="protect",
        keep_reason="every application of the cell runs in it",
    ),
    Row(
        "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
        replaced_by=words("clusterName"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ecs/service:Service",
        name=Name("name", 255, r"[A-Za-z0-9_-]+", "cluster"),
        replaced_by=words("cluster"),
        id="{arn}",
        keep="no",
        keep_reason=REMADE,
        lacks=ARN_COMPUTED,
    ),
    Row(
        "aws:ecs/taskDefinition:TaskDefinition",
        name=Name("family", 255, r"[A-Za-z0-9_-]+", "tenancy"),
        replaced_by=words(
            "containerDefinitions cpu enableFaultInjection ephemeralStorage executionRoleArn ipcMode memory networkMode "
            "pidMode placementConstraints proxyConfiguration requiresCompatibilities runtimePlatform taskRoleArn volumes"
        ),
        id="{family}",
        arn="arn:{partition}:ecs:{region}:{account}:task-definition/{family}:1",
        outputs={"arnWithoutRevision": "arn:{partition}:ecs:{region}:{account}:task-definition/{family}"},
        keep="no",
        keep_reason="each change of it is a new revision",
    ),
)
