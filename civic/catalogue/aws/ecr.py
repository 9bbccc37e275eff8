"""Amazon Elastic Container Registry. Names: its API Reference."""

from civic.catalogue.actions import Actions, anywhere, linked, on, passes
from civic.catalogue.row import ACTIONS_UNREAD, ARN_UNREAD, ID_UNREAD, NAME_UNLIMITED, NO_ARN, REMADE, UNNAMED, Name, Row, Text, words

CACHED = "arn:{partition}:ecr:{region}:{account}:repository/{prefix}/{hash:repository}"
"""A repository that the template makes later: who writes the template must have the right to make it ("IAM permissions", Amazon ECR)."""
TEMPLATE = (
    on(CACHED, "ecr:CreateRepository")
    + on(CACHED, "ecr:PutLifecyclePolicy", when="lifecyclePolicy")
    + on(CACHED, "ecr:SetRepositoryPolicy", when="repositoryPolicy")
    + passes("{customRoleArn}", "ecr.amazonaws.com", when="customRoleArn")
)
ENHANCED = anywhere("inspector2:Enable inspector2:ListAccountPermissions", when="scanType=ENHANCED") + linked(
    "inspector2.amazonaws.com", "AWSServiceRoleForAmazonInspector2", when="scanType=ENHANCED"
)

ROWS = (
    Row(
        "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
        name=Name("ecrRepositoryPrefix", 30, r"[a-z0-9]+(?:[._-][a-z0-9]+)*(?:/[a-z0-9]+(?:[._-][a-z0-9]+)*)*", "tenancy"),
        replaced_by=words("upstreamRegistryUrl upstreamRepositoryPrefix"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("ecr:CreatePullThroughCacheRule")
            + linked("pullthroughcache.ecr.amazonaws.com", "AWSServiceRoleForECRPullThroughCache")
            + passes("{customRoleArn}", "ecr.amazonaws.com", when="customRoleArn"),
            read=anywhere("ecr:DescribePullThroughCacheRules"),
            update=anywhere("ecr:UpdatePullThroughCacheRule"),
            delete=anywhere("ecr:DeletePullThroughCacheRule"),
        ),
        lacks=ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        replaced_by=words(""),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("ecr:PutRegistryScanningConfiguration") + ENHANCED,
            read=anywhere("ecr:GetRegistryScanningConfiguration"),
            update=anywhere("ecr:PutRegistryScanningConfiguration") + ENHANCED,
            delete=anywhere("ecr:PutRegistryScanningConfiguration") + anywhere("inspector2:Disable", when="scanType=ENHANCED"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ecr/repository:Repository",
        replaced_by=words("name encryptionConfigurations"),
        keep="protect and retain",
        keep_reason="it holds images that run, and their source may have deleted them",
        lacks=NAME_UNLIMITED | ID_UNREAD | ARN_UNREAD | ACTIONS_UNREAD,
    ),
    Row(
        "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
        texts={
            "description": Text(256, r"(?s).*", "Amazon ECR API Reference, CreateRepositoryCreationTemplate"),
            "prefix": Text(
                256, r"ROOT|[a-z0-9][a-z0-9._/-]*[a-z0-9]", "terraform-provider-aws, internal/service/ecr/repository_creation_template.go"
            ),
        },
        replaced_by=words("prefix"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("ecr:CreateRepositoryCreationTemplate") + TEMPLATE,
            read=anywhere("ecr:DescribeRepositoryCreationTemplates"),
            update=anywhere("ecr:UpdateRepositoryCreationTemplate") + TEMPLATE,
            delete=anywhere("ecr:DeleteRepositoryCreationTemplate"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
