"""AWS Key Management Service. Names: its API Reference."""

from civic.catalogue.actions import ANY, Actions, anywhere, makes, on, tagged
from civic.catalogue.row import ID_UNREAD, REMADE, UNNAMED, Name, Quota, Row, Text, words

KEY = "arn:{partition}:kms:{region}:{account}:key/{id}"
ALIAS = "arn:{partition}:kms:{region}:{account}:{name}"
TARGET = "{targetKeyId:key}"

ROWS = (
    Row(
        "aws:kms/alias:Alias",
        name=Name("name", 256, r"alias/[A-Za-z0-9/_-]+", "tenancy"),
        replaced_by=words("namePrefix"),
        arn=ALIAS,
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(ALIAS, "kms:CreateAlias") + on(TARGET, "kms:CreateAlias"),
            read=anywhere("kms:ListAliases"),
            update=on(ALIAS, "kms:UpdateAlias") + on(TARGET, "kms:UpdateAlias"),
            delete=on(ALIAS, "kms:DeleteAlias") + on(TARGET, "kms:DeleteAlias"),
        ),
        lacks=ID_UNREAD,
    ),
    Row(
        "aws:kms/key:Key",
        documents={"policy": "resource"},
        quotas=(Quota("bytes of a key policy", 32768, "resource", counted="policy", source="AWS KMS Developer Guide, Quotas"),),
        texts={"description": Text(8192, r"(?s).*", "AWS KMS API Reference, CreateKey")},
        replaced_by=words("customerMasterKeySpec keyUsage customKeyStoreId multiRegion"),
        id="{hash:.8}-{hash:b.4}-4000-8000-{hash:c.12}",
        arn="arn:{partition}:kms:{region}:{account}:key/{id}",
        outputs={"keyId": "{id}"},
        keep="protect and retain",
        keep_reason="what it encrypted is lost with it",
        actions=Actions(
            create=makes(ANY, "kms:CreateKey")
            + on(KEY, "kms:PutKeyPolicy", when="policy")
            + on(KEY, "kms:EnableKeyRotation", when="enableKeyRotation"),
            read=on(KEY, "kms:DescribeKey kms:GetKeyPolicy kms:GetKeyRotationStatus"),
            update=on(KEY, "kms:UpdateKeyDescription")
            + on(KEY, "kms:PutKeyPolicy", when="policy")
            + on(KEY, "kms:EnableKeyRotation", when="enableKeyRotation")
            + on(KEY, "kms:DisableKeyRotation", when="!enableKeyRotation")
            + on(KEY, "kms:EnableKey", when="isEnabled=true")
            + on(KEY, "kms:DisableKey", when="isEnabled=false"),
            delete=on(KEY, "kms:ScheduleKeyDeletion kms:DescribeKey"),
        )
        | tagged(KEY, tag="kms:TagResource", untag="kms:UntagResource", read="kms:ListResourceTags"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:kms/replicaKey:ReplicaKey",
        documents={"policy": "resource"},
        quotas=(Quota("bytes of a key policy", 32768, "resource", counted="policy", source="AWS KMS Developer Guide, Quotas"),),
        texts={"description": Text(8192, r"(?s).*", "AWS KMS API Reference, ReplicateKey")},
        replaced_by=words("primaryKeyArn"),
        id="{hash:.8}-{hash:b.4}-4000-8000-{hash:c.12}",
        arn="arn:{partition}:kms:{region}:{account}:key/{id}",
        outputs={"keyId": "{id}"},
        keep="protect and retain",
        keep_reason="where the first region is lost, it alone opens what both sealed",
        actions=Actions(
            create=on("{primaryKeyArn}", "kms:ReplicateKey") + makes(ANY, "kms:CreateKey"),
            read=on(KEY, "kms:DescribeKey kms:GetKeyPolicy kms:GetKeyRotationStatus"),
            update=on(KEY, "kms:UpdateKeyDescription")
            + on(KEY, "kms:PutKeyPolicy", when="policy")
            + on(KEY, "kms:EnableKey", when="enabled=true")
            + on(KEY, "kms:DisableKey", when="enabled=false"),
            delete=on(KEY, "kms:ScheduleKeyDeletion kms:DescribeKey"),
        )
        | tagged(KEY, tag="kms:TagResource", untag="kms:UntagResource", read="kms:ListResourceTags"),
        lacks=UNNAMED,
    ),
)
