"""AWS WAF. Names: its API Reference."""

from civic.catalogue.row import ARN_COMPUTED, ID_UNREAD, NO_ARN, REMADE, UNNAMED, Name, Row, words

ROWS = (
    Row(
        "aws:wafv2/webAcl:WebAcl",
        name=Name("name", 128, r"[A-Za-z0-9_-]+", "tenancy"),
        replaced_by=words("namePrefix scope"),
        id="{hash:.8}-0000-4000-8000-{hash:w.12}",
        keep="no",
        keep_reason=REMADE,
        lacks=ARN_COMPUTED,
    ),
    Row(
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        replaced_by=words("resourceArn webAclArn"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
        replaced_by=words("resourceArn"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
