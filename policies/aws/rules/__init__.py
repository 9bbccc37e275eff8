"""Rules for AWS, by service. To add one, write it in its service's module and list it here."""

from policies.aws.rules import ec2, iam, kms, logs, s3

RULES = (
    s3.account_public_access_blocked,
    s3.bucket_public_access_blocked,
    s3.bucket_encrypted_transport_only,
    kms.key_rotated,
    ec2.default_group_empty,
    ec2.flow_logged,
    ec2.no_public_administration,
    iam.no_star_on_star,
    iam.trust_is_narrow,
    logs.trail_complete,
)
