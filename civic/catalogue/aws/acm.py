"""AWS Certificate Manager."""

from civic.catalogue.row import ID_UNREAD, NO_ARN, UNNAMED, Row, words

ROWS = (
    Row(
        "aws:acm/certificate:Certificate",
        replaced_by=words("domainName subjectAlternativeNames validationMethod keyAlgorithm certificateAuthorityArn validationOptions"),
        id="{arn}",
        arn="arn:{partition}:acm:{region}:{account}:certificate/{hash:.8}-0000-4000-8000-{hash:c.12}",
        keep="no",
        keep_reason="the domain's records prove it again",
        lacks=UNNAMED,
    ),
    Row(
        "aws:acm/certificateValidation:CertificateValidation",
        replaced_by=words("certificateArn validationRecordFqdns"),
        keep="no",
        keep_reason="it only waits",
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
