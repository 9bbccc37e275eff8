"""Amazon RDS. Names: its API Reference."""

from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, REMADE, UNNAMED, Name, Row, words

ROWS = (
    Row(
        "aws:rds/cluster:Cluster",
        replaced_by=words("clusterIdentifier databaseName engine masterUsername storageEncrypted kmsKeyId"),
        keep="protect and retain",
        keep_reason="it holds applications' data",
        lacks=UNNAMED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:rds/instance:Instance",
        name=Name("identifier", 63, r"(?!.*--)[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?", "tenancy"),
        replaced_by=words("dbName engine username storageEncrypted kmsKeyId availabilityZone"),
        id="db-{HASH:.26}",
        arn="arn:{partition}:rds:{region}:{account}:db:{identifier}",
        outputs={"address": "{identifier}.{hash:.12}.{region}.rds.amazonaws.com", "endpoint": "{address}:{port}"},
        keep="protect and retain",
        keep_reason="it holds applications' data",
    ),
    Row(
        "aws:rds/parameterGroup:ParameterGroup",
        name=Name("name", 255, r"(?!.*--)[a-z](?:[a-z0-9-]*[a-z0-9])?", "tenancy"),
        replaced_by=words("namePrefix family description"),
        keep="no",
        keep_reason=REMADE,
        lacks=ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:rds/subnetGroup:SubnetGroup",
        name=Name("name", 255, r"[a-z0-9 ._-]+", "tenancy"),
        replaced_by=words("namePrefix"),
        keep="no",
        keep_reason=REMADE,
        lacks=ID_UNREAD | ARN_UNREAD,
    ),
)
