"""Amazon Elastic Container Registry. Names: its API Reference."""

from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, NAME_UNLIMITED, NO_ARN, REMADE, UNNAMED, Name, Row, words

ROWS = (
    Row(
        "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
        name=Name("ecrRepositoryPrefix", 30, r"[a-z0-9]+(?:[._-][a-z0-9]+)*(?:/[a-z0-9]+(?:[._-][a-z0-9]+)*)*", "tenancy"),
        replaced_by=words("upstreamRegistryUrl upstreamRepositoryPrefix"),
        keep="no",
        keep_reason=REMADE,
        lacks=ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        replaced_by=words(""),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ecr/repository:Repository",
        replaced_by=words("name encryptionConfigurations"),
        keep="protect and retain",
        keep_reason="it holds images that run, and their source may have deleted them",
        lacks=NAME_UNLIMITED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
        replaced_by=words("prefix"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
