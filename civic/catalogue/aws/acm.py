"""AWS Certificate Manager."""

from civic.catalogue.actions import Actions, anywhere, on, tagged
from civic.catalogue.row import ID_UNREAD, NO_ARN, UNNAMED, Row, Text, words

ROWS = (
    Row(
        "aws:acm/certificate:Certificate",
        texts={
            "domainName": Text(
                64,
                r"(?:\*\.)?(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.?",
                "ACM User Guide, 'Request a public certificate': the first name has at most 64 characters",
            )
        },
        replaced_by=words("domainName subjectAlternativeNames validationMethod keyAlgorithm certificateAuthorityArn validationOptions"),
        id="{arn}",
        arn="arn:{partition}:acm:{region}:{account}:certificate/{hash:.8}-0000-4000-8000-{hash:c.12}",
        keep="no",
        keep_reason="the domain's records prove it again",
        actions=Actions(
            create=anywhere("acm:RequestCertificate"),
            read=on("{arn}", "acm:DescribeCertificate"),
            update=on("{arn}", "acm:UpdateCertificateOptions"),
            delete=on("{arn}", "acm:DeleteCertificate acm:DescribeCertificate"),
        )
        | tagged("{arn}", tag="acm:AddTagsToCertificate", untag="acm:RemoveTagsFromCertificate", read="acm:ListTagsForCertificate"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:acm/certificateValidation:CertificateValidation",
        replaced_by=words("certificateArn validationRecordFqdns"),
        keep="no",
        keep_reason="it only waits",
        actions=Actions(read=on("{certificateArn}", "acm:DescribeCertificate")),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
