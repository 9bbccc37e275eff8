"""What a bucket is made of, wherever the platform makes one that is logged or looked after."""

PARTS = (
    ("Bucket", "bucket"),
    ("BucketVersioning", "versions"),
    ("BucketServerSideEncryptionConfiguration", "encryption"),
    ("BucketOwnershipControls", "ownership"),
    ("BucketPublicAccessBlock", "private"),
    ("BucketLifecycleConfiguration", "lifecycle"),
    ("BucketPolicy", "policy"),
)
"""(type, how its logical name ends)."""
