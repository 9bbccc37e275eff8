"""Amazon S3. Names: "General purpose bucket naming rules"."""

from civic.catalogue.actions import TAGS, Actions, anywhere, makes, on, passes
from civic.catalogue.row import ID_UNREAD, NO_ARN, REMADE, UNNAMED, Name, Quota, Row, words

BUCKET = "arn:{partition}:s3:::{bucket}"
READ_BACK = (
    "s3:ListBucket s3:GetAccelerateConfiguration s3:GetBucketAcl s3:GetBucketCORS s3:GetBucketLogging s3:GetBucketObjectLockConfiguration "
    "s3:GetBucketPolicy s3:GetBucketRequestPayment s3:GetBucketVersioning s3:GetBucketWebsite s3:GetEncryptionConfiguration "
    "s3:GetLifecycleConfiguration s3:GetReplicationConfiguration"
)
"""The provider reads everything that belongs to a bucket, set or not, and fails where one is refused (resourceBucketRead)."""
TAGGED = Actions(
    create=on(BUCKET, "s3:TagResource", when=TAGS, tags=True, instead="s3:PutBucketTagging"),
    read=on(BUCKET, "s3:ListTagsForResource", instead="s3:GetBucketTagging"),
    update=on(BUCKET, "s3:TagResource", when=TAGS, tags=True, instead="s3:PutBucketTagging")
    + on(BUCKET, "s3:UntagResource", instead="s3:PutBucketTagging"),
)
"""Since 6.23 the provider tags through S3 Control, and falls back where that is refused (terraform-provider-aws, pull request 45251)."""


def _part(get: str, put: str, delete: str = "") -> Actions:
    """What belongs to a bucket and has one call to read and one to write it. Taking it away is a write unless it has an action of its own."""
    return Actions(create=on(BUCKET, put), read=on(BUCKET, get), update=on(BUCKET, put), delete=on(BUCKET, delete or put))


ROWS = (
    Row(
        "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
        replaced_by=words("accountId"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("s3:PutAccountPublicAccessBlock"),
            read=anywhere("s3:GetAccountPublicAccessBlock"),
            update=anywhere("s3:PutAccountPublicAccessBlock"),
            delete=anywhere("s3:PutAccountPublicAccessBlock"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:s3/bucket:Bucket",
        quotas=(Quota("buckets of an account", 10000, "account", code="L-DC2B2D3D", adjustable=True, source="Amazon S3 User Guide, Bucket quotas"),),
        name=Name("bucket", 63, r"(?!xn--|sthree-)[a-z0-9][a-z0-9.-]+[a-z0-9]", "global"),
        replaced_by=words("bucketPrefix objectLockEnabled"),
        id="{bucket}",
        arn=BUCKET,
        outputs={"bucketDomainName": "{bucket}.s3.amazonaws.com", "bucketRegionalDomainName": "{bucket}.s3.{region}.amazonaws.com"},
        generated_name="bucket",
        keep="protect and retain",
        keep_reason="it holds what was stored in it",
        actions=Actions(
            create=makes(BUCKET, "s3:CreateBucket")
            + on(BUCKET, "s3:PutBucketObjectLockConfiguration s3:PutBucketVersioning", when="objectLockEnabled"),
            read=on(BUCKET, READ_BACK),
            delete=on(BUCKET, "s3:DeleteBucket s3:ListBucket")
            + on(BUCKET, "s3:ListBucketVersions", when="forceDestroy")
            + on(BUCKET + "/*", "s3:DeleteObject s3:DeleteObjectVersion", when="forceDestroy"),
        )
        | TAGGED,
    ),
    Row(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        replaced_by=words("bucket expectedBucketOwner"),
        keep="no",
        keep_reason=REMADE,
        actions=_part("s3:GetLifecycleConfiguration", "s3:PutLifecycleConfiguration"),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:s3/bucketLogging:BucketLogging",
        replaced_by=words("bucket expectedBucketOwner"),
        keep="no",
        keep_reason=REMADE,
        actions=_part("s3:GetBucketLogging", "s3:PutBucketLogging"),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        replaced_by=words("bucket"),
        keep="protect and retain",
        keep_reason="it is what keeps objects from being deleted",
        actions=_part("s3:GetBucketObjectLockConfiguration", "s3:PutBucketObjectLockConfiguration"),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        replaced_by=words("bucket"),
        keep="no",
        keep_reason=REMADE,
        actions=_part("s3:GetBucketOwnershipControls", "s3:PutBucketOwnershipControls"),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:s3/bucketPolicy:BucketPolicy",
        documents={"policy": "resource"},
        quotas=(Quota("bytes of a bucket policy", 20480, "resource", counted="policy", source="Amazon S3 User Guide, Bucket policies"),),
        replaced_by=words("bucket"),
        keep="no",
        keep_reason=REMADE,
        actions=_part("s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        replaced_by=words("bucket"),
        keep="no",
        keep_reason="the account's own block stands without it",
        actions=_part("s3:GetBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock"),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        replaced_by=words("bucket"),
        keep="no",
        keep_reason=REMADE,
        actions=_part("s3:GetReplicationConfiguration", "s3:PutReplicationConfiguration")
        | Actions(create=passes("{role}", "s3.amazonaws.com"), update=passes("{role}", "s3.amazonaws.com")),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        replaced_by=words("bucket expectedBucketOwner"),
        keep="no",
        keep_reason=REMADE,
        actions=_part("s3:GetEncryptionConfiguration", "s3:PutEncryptionConfiguration"),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:s3/bucketVersioning:BucketVersioning",
        replaced_by=words("bucket"),
        keep="no",
        keep_reason=REMADE,
        actions=_part("s3:GetBucketVersioning", "s3:PutBucketVersioning"),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
