"""AWS Systems Manager. Names: its API Reference."""

from civic.catalogue.actions import Actions, makes, on, passes, tagged
from civic.catalogue.row import ID_UNREAD, NAME_AMONG_TEXTS, REMADE, Name, Row, Text, words

DOCUMENT = "arn:{partition}:ssm:{region}:{account}:document/{name}"
ASSOCIATION = "arn:{partition}:ssm:{region}:{account}:association/{id}"
RUNS = on(ASSOCIATION, "ssm:CreateAssociation", tags=True) + on(DOCUMENT, "ssm:CreateAssociation", tags=True)
STARTS = (
    on(DOCUMENT, "ssm:StartAutomationExecution", when="parameters.AutomationAssumeRole")
    + on(
        "arn:{partition}:ssm:{region}:{account}:automation-execution/{hash:execution.36}",
        "ssm:StartAutomationExecution",
        when="parameters.AutomationAssumeRole",
    )
    + passes("{parameters.AutomationAssumeRole}", "ssm.amazonaws.com", when="parameters.AutomationAssumeRole")
)
"""An association with an automation starts it in the caller's name, under the role that it names ("Scheduling automations with State Manager
associations", Systems Manager User Guide)."""

ROWS = (
    Row(
        "aws:ssm/association:Association",
        texts={"associationName": Text(128, r"[A-Za-z0-9_.-]{3,128}", "AWS Systems Manager API Reference, CreateAssociation")},
        replaced_by=words("name"),
        arn=ASSOCIATION,
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=RUNS + STARTS,
            read=on(ASSOCIATION, "ssm:DescribeAssociation"),
            update=on(ASSOCIATION, "ssm:UpdateAssociation") + on(DOCUMENT, "ssm:UpdateAssociation") + STARTS,
            delete=on(ASSOCIATION, "ssm:DeleteAssociation"),
        )
        | tagged(ASSOCIATION, tag="ssm:AddTagsToResource", untag="ssm:RemoveTagsFromResource", read="ssm:ListTagsForResource"),
        lacks=NAME_AMONG_TEXTS | ID_UNREAD,
    ),
    Row(
        "aws:ssm/document:Document",
        name=Name("name", 128, r"(?!aws|amazon|amzn)[A-Za-z0-9_.-]{3,128}", "tenancy"),
        replaced_by=words("documentType"),
        arn=DOCUMENT,
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(DOCUMENT, "ssm:CreateDocument") + on(DOCUMENT, "ssm:ModifyDocumentPermission", when="permissions"),
            read=on(DOCUMENT, "ssm:DescribeDocument ssm:GetDocument ssm:DescribeDocumentPermission"),
            update=on(DOCUMENT, "ssm:UpdateDocument ssm:UpdateDocumentDefaultVersion")
            + on(DOCUMENT, "ssm:ModifyDocumentPermission", when="permissions"),
            delete=on(DOCUMENT, "ssm:DeleteDocument ssm:DescribeDocument"),
        )
        | tagged(DOCUMENT, tag="ssm:AddTagsToResource", untag="ssm:RemoveTagsFromResource"),
        lacks=ID_UNREAD,
    ),
)
