"""AWS Key Management Service. Names: its API Reference."""

from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, REMADE, UNNAMED, Name, Row, words

ROWS = (
    Row(
        "aws:kms/alias:Alias",
        name=Name("name", 256, r"alias/[A-Za-z0-9/_-]+", "tenancy"),
        replaced_by=words("namePrefix"),
        keep="no",
        keep_reason=REMADE,
        lacks=ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:kms/key:Key",
        replaced_by=words("customerMasterKeySpec keyUsage customKeyStoreId multiRegion"),
        id="{hash:.8}-{hash:b.4}-4000-8000-{hash:c.12}",
        arn="arn:{partition}:kms:{region}:{account}:key/{id}",
        outputs={"keyId": "{id}"},
        keep="protect and retain",
        keep_reason="what it encrypted is lost with it",
        lacks=UNNAMED,
    ),
)
