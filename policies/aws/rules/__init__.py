"""Rules for AWS, by service. To add one, write it in its service's module and list it here."""

from policies.aws.rules import backup, budgets, chime, ec2, ecs, elb, endpoint_services, iam, kms, logs, people, rds, s3, tenant_isolation

RULES = (
    s3.secure,
    kms.key_rotated,
    ec2.default_group_empty,
    ec2.flow_logged,
    ec2.no_public_administration,
    ec2.internet_gateway_inspected,
    iam.no_star_on_star,
    iam.trust_is_narrow,
    logs.trail_complete,
    backup.vault_locked,
    elb.tls_only,
    elb.entry_protected,
    ecs.containers_confined,
    ecs.service_private,
    rds.secure,
    tenant_isolation.application_isolated,
    endpoint_services.restricted,
    chime.voice_bounded,
    people.access_ends,
    budgets.forecast_notified,
)
