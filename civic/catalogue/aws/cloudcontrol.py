"""AWS Cloud Control API."""

from civic.catalogue.actions import Actions, anywhere, on
from civic.catalogue.row import ID_COMPUTED, NO_ARN, UNNAMED, Row, words

SECRET = "typeName=AWS::SecretsManager::Secret"
"""The one type that is made through Cloud Control. Its handler acts in the caller's name; another type needs its own calls here."""
ENCRYPTED = {"kms:viaservice": "secretsmanager.{region}.amazonaws.com"}

ROWS = (
    Row(
        "aws:cloudcontrol/resource:Resource",
        replaced_by=words("typeName"),
        keep="protect and retain",
        keep_reason="the platform makes secrets with it, whose values exist nowhere else",
        actions=Actions(
            create=anywhere("cloudformation:CreateResource cloudformation:GetResourceRequestStatus cloudformation:DescribeType")
            + on("{id}", "secretsmanager:CreateSecret", when=SECRET)
            + on("{id}", "secretsmanager:TagResource secretsmanager:DescribeSecret", when=SECRET)
            + anywhere("secretsmanager:GetRandomPassword", when="desiredState.GenerateSecretString")
            + on("{desiredState.KmsKeyId:key}", "kms:GenerateDataKey kms:Decrypt", when="desiredState.KmsKeyId", context=ENCRYPTED),
            read=anywhere("cloudformation:GetResource cloudformation:DescribeType") + on("{id}", "secretsmanager:DescribeSecret", when=SECRET),
            update=anywhere("cloudformation:UpdateResource cloudformation:GetResourceRequestStatus")
            + on("{id}", "secretsmanager:UpdateSecret secretsmanager:TagResource secretsmanager:UntagResource", when=SECRET)
            + anywhere("secretsmanager:GetRandomPassword", when="desiredState.GenerateSecretString")
            + on("{desiredState.KmsKeyId:key}", "kms:GenerateDataKey kms:Decrypt", when="desiredState.KmsKeyId", context=ENCRYPTED),
            delete=anywhere("cloudformation:DeleteResource cloudformation:GetResourceRequestStatus")
            + on("{id}", "secretsmanager:DeleteSecret secretsmanager:DescribeSecret", when=SECRET),
        ),
        lacks=UNNAMED | ID_COMPUTED | NO_ARN,
    ),
)
