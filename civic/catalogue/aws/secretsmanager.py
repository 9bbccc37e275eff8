"""AWS Secrets Manager. Names: its API Reference."""

from civic.catalogue.actions import Actions, key, makes, on, tagged
from civic.catalogue.row import ARN_COMPUTED, ID_COMPUTED, UNNAMED, Name, Row, Text, words

ENCRYPTED = key("kmsKeyId", "secretsmanager", "kms:GenerateDataKey kms:Decrypt")
SECRET = "{secretId@arn}"
READS = on("{secretId@kmsKeyId:key}", "kms:Decrypt", context={"kms:viaservice": "secretsmanager.{region}.amazonaws.com"})
WRITES = READS + on("{secretId@kmsKeyId:key}", "kms:GenerateDataKey", context={"kms:viaservice": "secretsmanager.{region}.amazonaws.com"})
"""The secret's own key, which Secrets Manager uses in the caller's name."""

ROWS = (
    Row(
        "aws:secretsmanager/secret:Secret",
        documents={"policy": "resource"},
        texts={"description": Text(2048, r"(?s).*", "AWS Secrets Manager API Reference, CreateSecret")},
        name=Name("name", 512, r"[A-Za-z0-9/_+=.@-]+", "tenancy"),
        replaced_by=words("name"),
        id="{arn}",
        arn="arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{hash:.6}",
        keep="protect and retain",
        keep_reason="the body filled it, and its value exists nowhere else",
        actions=Actions(
            create=makes("{arn}", "secretsmanager:CreateSecret") + ENCRYPTED + on("{arn}", "secretsmanager:PutResourcePolicy", when="policy"),
            read=on("{arn}", "secretsmanager:DescribeSecret secretsmanager:GetResourcePolicy"),
            update=on("{arn}", "secretsmanager:UpdateSecret")
            + ENCRYPTED
            + on("{arn}", "secretsmanager:PutResourcePolicy secretsmanager:DeleteResourcePolicy", when="policy"),
            delete=on("{arn}", "secretsmanager:DeleteSecret secretsmanager:DescribeSecret"),
        )
        | tagged("{arn}", tag="secretsmanager:TagResource", untag="secretsmanager:UntagResource"),
    ),
    Row(
        "aws:secretsmanager/secretVersion:SecretVersion",
        replaced_by=words("secretId secretString secretBinary secretStringWoVersion"),
        keep="no",
        keep_reason="the value is the secret's, which is kept",
        actions=Actions(
            create=on(SECRET, "secretsmanager:PutSecretValue") + WRITES,
            read=on(SECRET, "secretsmanager:GetSecretValue secretsmanager:DescribeSecret") + READS,
            update=on(SECRET, "secretsmanager:PutSecretValue secretsmanager:UpdateSecretVersionStage") + WRITES,
            delete=on(SECRET, "secretsmanager:DescribeSecret secretsmanager:UpdateSecretVersionStage"),
        ),
        lacks=UNNAMED | ID_COMPUTED | ARN_COMPUTED,
    ),
)
