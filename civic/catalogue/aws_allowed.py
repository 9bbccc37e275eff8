"""Numbers, words, schedules and addresses as AWS takes them: type -> path (``*`` for each of a list or of a mapping) -> what is allowed.

What the documentation in botocore's models says of these values was compared in November 2026. Of a source that is marked "not read again" neither it nor a page that
could be read says so: the row is from memory, and a sandbox decides.
"""

from collections.abc import Mapping

from civic.catalogue.allowed import Allowed, Number, Word, numbers, ranges, words

_RDS, _ECS = "Amazon RDS API Reference, CreateDBInstance", "Amazon ECS API Reference, RegisterTaskDefinition"
_ALARM, _BUDGET = "CloudWatch API Reference, PutMetricAlarm", "AWS Budgets API Reference, Budget"
_TIME = r"([01]\d|2[0-3]):[0-5]\d"
_DAY = r"(?i:mon|tue|wed|thu|fri|sat|sun)"
_CRON = r"cron\(\S+( \S+){5}\)"
_RATE = r"rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)"
_SCHEDULE = "rate(1 minute), rate(2 hours) ... or cron(...) with six fields"
_PORT = Number(-1, 65535, "Amazon EC2 API Reference, AuthorizeSecurityGroupIngress")
_SECONDS = Number(0, 2_147_483_647, "Route 53 API Reference, ResourceRecordSet: TTL")
_BLOCK = Word(r".+/\d{1,3}", "a range with its length: 10.0.0.0/16", "Terraform AWS provider, internal/verify: ValidCIDRNetworkAddress")
_RULE = {"fromPort": _PORT, "toPort": _PORT, "cidrIpv4": _BLOCK, "cidrIpv6": _BLOCK}
_PATH = Word(r"/|/[!-~]+/", "a path that begins and ends with '/'", "IAM API Reference, CreateRole: Path")
_MANAGED = (
    "AttackInfrastructure|(AbusedLegit)?(BotNetCommandAndControl|Malware)Domains"
    "|ThreatSignatures(Botnet(Web|Windows)?|DoS|EmergingEvents|Exploits|FUP|IOC|Malware(Coinmining|Mobile|Web)?|Phishing|Scanners|Suspect|WebAttacks)"
)
_TRANSIT_ASN = "Amazon EC2 API Reference, TransitGatewayRequestOptions: AmazonSideAsn"

_PREFIX = Word(r"(?!/)(?!.*/$)(?!.*AWSLogs).*", "no '/' at either end, and no 'AWSLogs'", "Elastic Load Balancing User Guide, 'Access logs': prefix")
_TYPES_OF_RECORD = "A AAAA CAA CNAME DS HTTPS MX NAPTR NS PTR SOA SPF SRV SSHFP SVCB TLSA TXT"

_HOST = Word(
    r"(?=.{1,128}$)[A-Za-z0-9.*?_-]*\.[A-Za-z]+",
    "a host, with * and ? in it, and letters alone after its last dot",
    "Elastic Load Balancing API Reference, HostHeaderConditionConfig",
)

AWS_ALLOWED: Mapping[str, Mapping[str, Allowed]] = {
    "aws:accessanalyzer/analyzer:Analyzer": {
        "configuration.unusedAccess.unusedAccessAge": Number(1, 365, "IAM Access Analyzer API Reference, UnusedAccessConfiguration"),
        "type": words(
            "ACCOUNT ORGANIZATION ACCOUNT_UNUSED_ACCESS ORGANIZATION_UNUSED_ACCESS ACCOUNT_INTERNAL_ACCESS ORGANIZATION_INTERNAL_ACCESS",
            "IAM Access Analyzer API Reference, CreateAnalyzer",
        ),
    },
    "aws:backup/plan:Plan": {
        "rules.*.startWindow": Number(60, 52_560_000, "AWS Backup API Reference, BackupRuleInput: StartWindowMinutes"),
        "rules.*.schedule": Word(_CRON, "cron(...) with six fields", "AWS Backup API Reference, BackupRule: ScheduleExpression"),
    },
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": {
        "changeableForDays": Number(3, 36500, "AWS Backup API Reference, PutBackupVaultLockConfiguration"),
        "minRetentionDays": Number(1, 36500, "AWS Backup API Reference, PutBackupVaultLockConfiguration"),
        "maxRetentionDays": Number(1, 36500, "AWS Backup API Reference, PutBackupVaultLockConfiguration"),
    },
    "aws:budgets/budget:Budget": {
        "limitUnit": words("USD CNY GB Hrs PERCENTAGE Queries Requests GB-Mo", f"{_BUDGET}: Spend; which units there are is from no page"),
        "notifications.*.threshold": Number(0, 15_000_000_000_000, "AWS Budgets API model, NotificationThreshold"),
        "timeUnit": words("DAILY MONTHLY QUARTERLY ANNUALLY CUSTOM", _BUDGET),
        "limitAmount": Word(r"(?=.*[1-9])\d+(\.\d+)?", "a number above zero", _BUDGET),
        "timePeriodStart": Word(rf"\d{{4}}-\d\d-\d\d_{_TIME}", "YYYY-MM-DD_HH:MM", "Terraform AWS provider, internal/service/budgets"),
        "timePeriodEnd": Word(rf"\d{{4}}-\d\d-\d\d_{_TIME}", "YYYY-MM-DD_HH:MM", "Terraform AWS provider, internal/service/budgets"),
    },
    "aws:chime/voiceConnectorTermination:VoiceConnectorTermination": {
        "callingRegions.*": Word(
            r"(?!UK)[A-Z]{2}", "a country as ISO 3166-1 writes it (GB for the United Kingdom)", "Amazon Chime SDK API Reference, Termination"
        ),
        "cidrAllowLists.*": Word(
            r".+/(2[7-9]|3[0-2])",
            "a range of /27 or smaller",
            "Amazon Chime SDK Administrator Guide, 'Editing termination settings' (not read again)",
        ),
        "cpsLimit": Number(1, 256, "Terraform AWS provider, internal/service/chime: at least 1"),
    },
    "aws:cloudwatch/eventRule:EventRule": {
        "scheduleExpression": Word(f"{_RATE}|{_CRON}", _SCHEDULE, "Amazon EventBridge User Guide, 'Creating a rule that runs on a schedule'"),
        "eventPattern": Word(
            r"(?s)\s*\{\s*(\"|\}).*\}\s*", "a JSON object", "Amazon EventBridge API Reference, PutRule: InvalidEventPatternException"
        ),
    },
    "aws:cloudwatch/logGroup:LogGroup": {
        "retentionInDays": numbers(
            "0 1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653",
            "CloudWatch Logs API Reference, PutRetentionPolicy",
        )
    },
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
        "period": Number(10, 604_800, _ALARM),
        "evaluationPeriods": Number(1, 1440, _ALARM),
        "datapointsToAlarm": Number(1, 1440, _ALARM),
        "comparisonOperator": words(
            "GreaterThanOrEqualToThreshold GreaterThanThreshold LessThanThreshold LessThanOrEqualToThreshold LessThanLowerOrGreaterThanUpperThreshold "
            "LessThanLowerThreshold GreaterThanUpperThreshold",
            _ALARM,
        ),
        "treatMissingData": words("breaching notBreaching ignore missing", _ALARM),
        "statistic": words("SampleCount Average Sum Minimum Maximum", _ALARM),
    },
    "aws:ec2/flowLog:FlowLog": {
        "maxAggregationInterval": numbers("60 600", "Amazon EC2 API Reference, CreateFlowLogs"),
        "trafficType": words("ACCEPT REJECT ALL", "Amazon EC2 API Reference, CreateFlowLogs"),
    },
    "aws:ec2transitgateway/transitGateway:TransitGateway": {"amazonSideAsn": ranges("64512-65534 4200000000-4294967294", _TRANSIT_ASN)},
    "aws:ecs/taskDefinition:TaskDefinition": {
        "ephemeralStorage.sizeInGib": Number(21, 200, "Amazon ECS API Reference, EphemeralStorage"),
        "cpu": words("256 512 1024 2048 4096 8192 16384", f"{_ECS}: Fargate"),
        "networkMode": words("none bridge awsvpc host", _ECS),
    },
    "aws:guardduty/detector:Detector": {
        "findingPublishingFrequency": words("FIFTEEN_MINUTES ONE_HOUR SIX_HOURS", "GuardDuty API Reference, CreateDetector")
    },
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
        "url": Word(
            r"https://[^?#:]+", "an address that begins with https://, without port and query", "IAM API Reference, CreateOpenIDConnectProvider"
        ),
        "thumbprintLists.*": Word(r"[0-9A-Fa-f]{40}", "40 hexadecimal digits", "IAM API Reference, CreateOpenIDConnectProvider"),
    },
    "aws:iam/policy:Policy": {"path": _PATH},
    "aws:iam/role:Role": {"maxSessionDuration": Number(3600, 43200, "IAM API Reference, CreateRole"), "path": _PATH},
    "aws:kms/key:Key": {
        "deletionWindowInDays": Number(7, 30, "AWS KMS API Reference, ScheduleKeyDeletion"),
        "rotationPeriodInDays": Number(90, 2560, "AWS KMS API Reference, EnableKeyRotation"),
    },
    "aws:kms/replicaKey:ReplicaKey": {"deletionWindowInDays": Number(7, 30, "AWS KMS API Reference, ScheduleKeyDeletion")},
    "aws:lb/listener:Listener": {
        "defaultActions.*.fixedResponse.statusCode": Word(
            r"[245]\d\d", "2XX, 4XX or 5XX", "Elastic Load Balancing API Reference, FixedResponseActionConfig"
        ),
        "defaultActions.*.fixedResponse.contentType": words(
            "text/plain text/css text/html application/javascript application/json",
            "Elastic Load Balancing API Reference, FixedResponseActionConfig",
        ),
        "port": Number(1, 65535, "Elastic Load Balancing API Reference, CreateListener"),
        "sslPolicy": Word(
            r"ELBSecurityPolicy-[A-Za-z0-9-]+",
            "a policy whose name begins with ELBSecurityPolicy-",
            "Elastic Load Balancing API Reference, SslPolicy",
        ),
    },
    "aws:lb/targetGroup:TargetGroup": {
        "healthCheck.matcher": Word(
            r"(\d{1,2}|[2-5]\d\d)([,-](\d{1,2}|[2-5]\d\d))*",
            "codes from 200 to 599, or 0 to 99 for gRPC",
            "Elastic Load Balancing API Reference, Matcher",
        ),
        "healthCheck.path": Word(r"/\S*", "a path that begins with '/'", "Elastic Load Balancing API Reference, CreateTargetGroup: HealthCheckPath"),
        "stickiness.cookieDuration": Number(1, 604_800, "Elastic Load Balancing API Reference, TargetGroupAttribute: a week at most"),
        "port": Number(1, 65535, "Elastic Load Balancing API Reference, CreateTargetGroup"),
        "deregistrationDelay": Number(0, 3600, "Elastic Load Balancing API Reference, TargetGroupAttribute"),
        "healthCheck.interval": Number(5, 300, "Elastic Load Balancing API Reference, CreateTargetGroup"),
        "healthCheck.timeout": Number(2, 120, "Elastic Load Balancing API Reference, CreateTargetGroup"),
        "healthCheck.healthyThreshold": Number(2, 10, "Elastic Load Balancing API Reference, CreateTargetGroup"),
        "healthCheck.unhealthyThreshold": Number(2, 10, "Elastic Load Balancing API Reference, CreateTargetGroup"),
    },
    "aws:lb/listenerRule:ListenerRule": {
        "priority": Number(1, 50_000, "Elastic Load Balancing API Reference, CreateRule"),
        "conditions.*.hostHeader.values.*": _HOST,
    },
    "aws:lb/loadBalancer:LoadBalancer": {
        "accessLogs.prefix": _PREFIX,
        "connectionLogs.prefix": _PREFIX,
        "idleTimeout": Number(1, 4000, "Elastic Load Balancing API Reference, LoadBalancerAttribute"),
    },
    "aws:networkfirewall/firewallPolicy:FirewallPolicy": {
        "firewallPolicy.statefulRuleGroupReferences.*.resourceArn": Word(
            rf"arn:[a-z-]+:network-firewall:[a-z0-9-]+:(?:\d{{12}}:stateful-rulegroup/[A-Za-z0-9-]+|aws-managed:stateful-rulegroup/(?:{_MANAGED})"
            r"(?:StrictOrder|ActionOrder))",
            "a rule group of an account, or one of AWS's own by its name and the order of the policy's rules",
            "AWS Network Firewall Developer Guide, 'AWS managed rule groups'",
        )
    },
    "aws:networkfirewall/ruleGroup:RuleGroup": {
        "capacity": Number(1, 30_000, "AWS Network Firewall Developer Guide, 'Quotas': capacity of a rule group (not read again)")
    },
    "aws:ram/principalAssociation:PrincipalAssociation": {
        "principal": Word(
            r"\d{12}|arn:.+|[a-z0-9.-]+\.amazonaws\.com", "an account, an ARN or a service", "AWS RAM API Reference, AssociateResourceShare"
        )
    },
    "aws:rds/instance:Instance": {
        "username": Word(
            r"(?!(?i:rdsadmin|rdsrepladmin|rds_.*|rdstopmgr|rdsproxyadmin|pg_.*|admin|postgres_fdw)$)[A-Za-z][A-Za-z0-9_]{0,15}",
            "a letter, then up to 15 letters, digits and _, and no name of the engine's own (rdsadmin, admin, pg_...)",
            f"{_RDS}: MasterUsername, for PostgreSQL; the engine's own names are from no page",
        ),
        "port": Number(1150, 65_535, f"{_RDS}: Port"),
        "engineVersion": Word(
            r"1[1-8](\.\d+)?(-R\d+)?", "11 to 18, or one of their minor versions", "Amazon RDS for PostgreSQL Release Notes (not read again)"
        ),
        "backupRetentionPeriod": Number(0, 35, _RDS),
        "monitoringInterval": numbers("0 1 5 10 15 30 60", _RDS),
        "allocatedStorage": Number(20, 65_536, f"{_RDS}: PostgreSQL on general purpose storage"),
        "backupWindow": Word(rf"{_TIME}-{_TIME}", "hh:mm-hh:mm in UTC", _RDS),
        "maintenanceWindow": Word(rf"{_DAY}:{_TIME}-{_DAY}:{_TIME}", "ddd:hh:mm-ddd:hh:mm in UTC", _RDS),
        "performanceInsightsRetentionPeriod": Number(7, 731, _RDS),
    },
    "aws:route53/record:Record": {"type": words(_TYPES_OF_RECORD, "Route 53 API Reference, ResourceRecordSet: Type"), "ttl": _SECONDS},
    "aws:route53/resolverFirewallRule:ResolverFirewallRule": {
        "confidenceThreshold": words("LOW MEDIUM HIGH", "Route 53 Resolver API Reference, CreateFirewallRule"),
        "dnsThreatProtection": words("DGA DICTIONARY_DGA DNS_TUNNELING", "Route 53 Resolver API Reference, CreateFirewallRule"),
        "action": words("ALLOW BLOCK ALERT", "Route 53 Resolver API Reference, CreateFirewallRule"),
        "blockResponse": words("NODATA NXDOMAIN OVERRIDE", "Route 53 Resolver API Reference, CreateFirewallRule"),
    },
    "aws:s3/bucket:Bucket": {
        "bucket": Word(
            r"(?!\d+\.\d+\.\d+\.\d+$)(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3|-an)$)(?!.*\.\.).*",
            "no name in the form of an address, with two dots in a row, or with a beginning or an end that AWS keeps for itself",
            "Amazon S3 User Guide, 'General purpose bucket naming rules'",
        )
    },
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
        "rules.*.expiration.days": Number(1, 2_147_483_647, "Amazon S3 API Reference, LifecycleExpiration"),
        "rules.*.noncurrentVersionExpiration.noncurrentDays": Number(1, 2_147_483_647, "Amazon S3 API Reference, NoncurrentVersionExpiration"),
        "rules.*.status": words("Enabled Disabled", "Amazon S3 API Reference, LifecycleRule"),
    },
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": {
        "rule.defaultRetention.days": Number(1, 36_500, "Amazon S3 User Guide, 'Object Lock considerations': at most 100 years (not read again)"),
        "rule.defaultRetention.mode": words("COMPLIANCE GOVERNANCE", "Amazon S3 API Reference, DefaultRetention"),
    },
    "aws:sns/topicSubscription:TopicSubscription": {
        "protocol": words("http https email email-json sms sqs application lambda firehose", "Amazon SNS API Reference, Subscribe")
    },
    "aws:ssm/association:Association": {
        "scheduleExpression": Word(
            rf"(?!rate\(([1-9]|[12]\d) minutes?\)){_RATE}|(?!rate).*cron\(\S+( \S+){{4,5}}\)|at\(.+\)",
            "at(...), cron(...), or rate(...) of 30 minutes or more",
            "AWS Systems Manager User Guide, 'Cron and rate expressions'",
        )
    },
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _RULE,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _RULE,
    "aws:wafv2/webAcl:WebAcl": {
        "rules.*.statement.rateBasedStatement.evaluationWindowSec": numbers("60 120 300 600", "AWS WAF API Reference, RateBasedStatement"),
        "scope": words("REGIONAL CLOUDFRONT", "AWS WAF API Reference, CreateWebACL"),
        "rules.*.priority": Number(0, 2_147_483_647, "AWS WAF API Reference, Rule"),
    },
    "aws:cfg/deliveryChannel:DeliveryChannel": {
        "snapshotDeliveryProperties.deliveryFrequency": words(
            "One_Hour Three_Hours Six_Hours Twelve_Hours TwentyFour_Hours", "AWS Config API Reference, ConfigSnapshotDeliveryProperties"
        ),
    },
    "aws:cloudwatch/eventTarget:EventTarget": {
        "targetId": Word(r"[.\-_A-Za-z0-9]{1,64}", "letters, digits, . - _, up to 64", "Amazon EventBridge API Reference, Target: Id"),
    },
    "aws:ecs/service:Service": {
        "healthCheckGracePeriodSeconds": Number(0, 2_147_483_647, "Amazon ECS API Reference, CreateService"),
    },
    "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature": {
        "name": words(
            "S3_DATA_EVENTS EKS_AUDIT_LOGS EBS_MALWARE_PROTECTION RDS_LOGIN_EVENTS EKS_RUNTIME_MONITORING LAMBDA_NETWORK_LOGS RUNTIME_MONITORING AI_PROTECTION",
            "GuardDuty API model, OrgFeature",
        ),
    },
    "aws:rds/parameterGroup:ParameterGroup": {
        "family": Word(r"(aurora-)?postgres(ql)?1[1-8]", "postgres11 to postgres18", "Amazon RDS for PostgreSQL Release Notes (not read again)"),
    },
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": {
        "rules.*.priority": Number(0, 2_147_483_647, "Amazon S3 API Reference, ReplicationRule: Priority"),
    },
    "aws:secretsmanager/secret:Secret": {
        "recoveryWindowInDays": ranges("0 7-30", "Terraform AWS provider, internal/service/secretsmanager/secret.go"),
    },
    "aws:ec2/subnet:Subnet": {
        "availabilityZone": Word(
            r"(?!(eu-west-[123]|eu-central-2|eu-north-1|eu-south-[12]|us-east-2)[d-z]$)(?!us-east-1[g-z]$).*",
            "a, b and c in the regions of Europe and in us-east-2; a to f in us-east-1",
            "AWS Regions and Availability Zones: the list of zones (not read again)",
        ),
    },
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
        "logDestinationConfigs.*": Word(
            r"(?!arn:[^:]+:logs:)(?!arn:[^:]+:s3:::(?!aws-waf-logs-)).*|arn:[^:]+:logs:[^:]*:\d*:log-group:aws-waf-logs-.+",
            "a log group, bucket or stream whose name begins with aws-waf-logs-",
            "AWS WAF Developer Guide, 'Sending web ACL traffic logs' (not read again)",
        ),
    },
}
