"""Rules for AWS, by service. To add one, write it in its service's module and list it here."""

from policies.aws.rules import backup, budgets, chime, ec2, ecs, elb, fences, iam, kms, logs, privatelink, rds, s3, ssoadmin

RULES = (
    s3.closed,
    kms.key_rotated,
    ec2.default_group_empty,
    ec2.flow_logged,
    ec2.no_public_administration,
    ec2.way_out_inspected,
    iam.no_star_on_star,
    iam.trust_is_narrow,
    logs.trail_complete,
    backup.vault_locked,
    elb.tls_only,
    elb.entry_shielded,
    ecs.containers_confined,
    ecs.service_private,
    rds.kept,
    fences.application_fenced,
    privatelink.door_named,
    chime.voice_bounded,
    ssoadmin.access_ends,
    budgets.forecast_told,
)
