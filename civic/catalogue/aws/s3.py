"""Amazon S3. Names: "General purpose bucket naming rules"."""

from civic.catalogue.row import ID_UNREAD, NO_ARN, REMADE, UNNAMED, Name, Row, words

ROWS = (
    Row(
        "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
        replaced_by=words("accountId"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:s3/bucket:Bucket",
        name=Name("bucket", 63, r"(?!xn--|sthree-)[a-z0-9][a-z0-9.-]+[a-z0-9]", "global"),
        replaced_by=words("bucketPrefix objectLockEnabled"),
        id="{bucket}",
        arn="arn:{partition}:s3:::{bucket}",
        outputs={"bucketDomainName": "{bucket}.s3.amazonaws.com", "bucketRegionalDomainName": "{bucket}.s3.{region}.amazonaws.com"},
        generated_name="bucket",
        keep="protect and retain",
        keep_reason="it holds what was stored in it",
    ),
    Row(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        replaced_by=words("bucket expectedBucketOwner"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        replaced_by=words("bucket"),
        keep="protect and retain",
        keep_reason="it is what keeps objects from being deleted",
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        replaced_by=words("bucket"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:s3/bucketPolicy:BucketPolicy",
        replaced_by=words("bucket"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        replaced_by=words("bucket"),
        keep="no",
        keep_reason="the account's own block stands without it",
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        replaced_by=words("bucket"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        replaced_by=words("bucket expectedBucketOwner"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:s3/bucketVersioning:BucketVersioning",
        replaced_by=words("bucket"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
