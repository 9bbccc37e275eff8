"""AWS Secrets Manager. Names: its API Reference."""

from civic.catalogue.row import ARN_COMPUTED, ID_COMPUTED, UNNAMED, Name, Row, words

ROWS = (
    Row(
        "aws:secretsmanager/secret:Secret",
        name=Name("name", 512, r"[A-Za-z0-9/_+=.@-]+", "tenancy"),
        replaced_by=words("name"),
        id="{arn}",
        arn="arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{hash:.6}",
        keep="protect and retain",
        keep_reason="the body filled it, and its value exists nowhere else",
    ),
    Row(
        "aws:secretsmanager/secretVersion:SecretVersion",
        replaced_by=words("secretId secretString secretBinary secretStringWoVersion"),
        keep="no",
        keep_reason="the value is the secret's, which is kept",
        lacks=UNNAMED | ID_COMPUTED | ARN_COMPUTED,
    ),
)
