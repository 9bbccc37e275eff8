"""Amazon RDS. Names: its API Reference."""

from civic.catalogue.actions import Actions, Needs, key, linked, makes, on, passes, tagged
from civic.catalogue.row import ACTIONS_UNREAD, ARN_UNREAD, ID_UNREAD, REMADE, UNNAMED, Name, Quota, Row, Text, words

DATABASE = "arn:{partition}:rds:{region}:{account}:db:{identifier}"
PARAMETERS = "arn:{partition}:rds:{region}:{account}:pg:{name}"
SUBNETS = "arn:{partition}:rds:{region}:{account}:subgrp:{name}"
OPTIONS = "arn:{partition}:rds:{region}:{account}:og:default:{engine}-{engineVersion}"
SNAPSHOT = "arn:{partition}:rds:{region}:{account}:snapshot:{finalSnapshotIdentifier}"
MASTER = "arn:{partition}:secretsmanager:{region}:{account}:secret:rds!db-{hash:secret.36}"
MASTER_PASSWORD = on(MASTER, "secretsmanager:CreateSecret secretsmanager:TagResource", when="manageMasterUserPassword") + key(
    "masterUserSecretKmsKeyId", "secretsmanager", "kms:DescribeKey kms:CreateGrant kms:GenerateDataKey kms:Decrypt"
)
"""RDS makes the secret of a managed master password in the caller's name ("Password management with Amazon RDS and AWS Secrets Manager")."""


def _with(action: str) -> Needs:
    """On all that an instance is made of, which is asked too."""
    return (
        on("arn:{partition}:rds:{region}:{account}:pg:{parameterGroupName}", action, when="parameterGroupName")
        + on("arn:{partition}:rds:{region}:{account}:subgrp:{dbSubnetGroupName}", action, when="dbSubnetGroupName")
        + on(OPTIONS, action, when="!optionGroupName")
        + passes("{monitoringRoleArn}", "monitoring.rds.amazonaws.com", when="monitoringRoleArn")
        + key("kmsKeyId", "rds")
        + key("performanceInsightsKmsKeyId", "rds")
        + MASTER_PASSWORD
    )


def _tagged(resource: str, *, read: bool = True) -> Actions:
    """An instance's tags come with it; the others' are read by a call."""
    return tagged(resource, tag="rds:AddTagsToResource", untag="rds:RemoveTagsFromResource", read="rds:ListTagsForResource" if read else "")


ROWS = (
    Row(
        "aws:rds/cluster:Cluster",
        replaced_by=words("clusterIdentifier databaseName engine masterUsername storageEncrypted kmsKeyId"),
        keep="protect and retain",
        keep_reason="it holds applications' data",
        lacks=UNNAMED | ID_UNREAD | ARN_UNREAD | ACTIONS_UNREAD,
    ),
    Row(
        "aws:rds/instance:Instance",
        reach="interface: a database",
        quotas=(
            Quota(
                "database instances in a region",
                40,
                "region",
                code="L-7B6409FD",
                adjustable=True,
                source="Amazon RDS User Guide, Quotas and constraints",
            ),
        ),
        texts={"username": Text(63, r"[A-Za-z][A-Za-z0-9_]*", "Amazon RDS API Reference, CreateDBInstance: MasterUsername")},
        name=Name("identifier", 63, r"(?!.*--)[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?", "tenancy"),
        replaced_by=words("dbName engine username storageEncrypted kmsKeyId availabilityZone"),
        id="db-{HASH:.26}",
        arn="arn:{partition}:rds:{region}:{account}:db:{identifier}",
        outputs={"address": "{identifier}.{hash:.12}.{region}.rds.amazonaws.com", "endpoint": "{address}:{port}"},
        keep="protect and retain",
        keep_reason="it holds applications' data",
        actions=Actions(
            create=makes(DATABASE, "rds:CreateDBInstance") + _with("rds:CreateDBInstance") + linked("rds.amazonaws.com", "AWSServiceRoleForRDS"),
            read=on(DATABASE, "rds:DescribeDBInstances"),
            update=on(DATABASE, "rds:ModifyDBInstance") + _with("rds:ModifyDBInstance"),
            delete=on(DATABASE, "rds:DeleteDBInstance rds:DescribeDBInstances")
            + on(DATABASE, "rds:CreateDBSnapshot", when="finalSnapshotIdentifier")
            + on(SNAPSHOT, "rds:CreateDBSnapshot rds:AddTagsToResource", when="finalSnapshotIdentifier"),
        )
        | _tagged(DATABASE, read=False),
    ),
    Row(
        "aws:rds/parameterGroup:ParameterGroup",
        texts={
            "description": Text(255, r"[ -~]*", "no page says what is allowed: kept to printable ASCII"),
            "parameters.*.name": Text(255, r"[a-z0-9_.]+", "PostgreSQL, parameter names"),
        },
        name=Name("name", 255, r"(?!.*--)[a-z](?:[a-z0-9-]*[a-z0-9])?", "tenancy"),
        replaced_by=words("namePrefix family description"),
        arn=PARAMETERS,
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(PARAMETERS, "rds:CreateDBParameterGroup") + on(PARAMETERS, "rds:ModifyDBParameterGroup", when="parameters"),
            read=on(PARAMETERS, "rds:DescribeDBParameterGroups rds:DescribeDBParameters"),
            update=on(PARAMETERS, "rds:ModifyDBParameterGroup rds:ResetDBParameterGroup"),
            delete=on(PARAMETERS, "rds:DeleteDBParameterGroup"),
        )
        | _tagged(PARAMETERS),
        lacks=ID_UNREAD,
    ),
    Row(
        "aws:rds/subnetGroup:SubnetGroup",
        reach="node: where a database stands",
        texts={"description": Text(255, r"[ -~]*", "no page says what is allowed: kept to printable ASCII")},
        name=Name("name", 255, r"[a-z0-9 ._-]+", "tenancy"),
        replaced_by=words("namePrefix"),
        arn=SUBNETS,
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(SUBNETS, "rds:CreateDBSubnetGroup"),
            read=on(SUBNETS, "rds:DescribeDBSubnetGroups"),
            update=on(SUBNETS, "rds:ModifyDBSubnetGroup"),
            delete=on(SUBNETS, "rds:DeleteDBSubnetGroup rds:DescribeDBSubnetGroups"),
        )
        | _tagged(SUBNETS),
        lacks=ID_UNREAD,
    ),
)
