"""Resources that this project writes in Python (``components.azure.dynamic``, ``components.aws.dynamic``, ``components.aws.voice.origination``).

The simulated clouds never run their code.
"""

from civic.catalogue.actions import NOTHING, Actions, on, passes
from civic.catalogue.row import ID_UNREAD, REMADE, UNNAMED, Row

_OWN_CODE = {"replaced_by": "its own code says so, when it compares"}

ROUTING = "Microsoft.Communication/communicationServices/read Microsoft.Communication/communicationServices/write"
"""The service asks for rights on its resource ("Authorize access with service principal", Communication Services)."""

REGISTERING = on("/subscriptions/{subscription}", "Microsoft.Resources/subscriptions/providers/read {namespaces}/register/action")
"""For each namespace its own action, always on the Azure subscription ("Azure resource providers and types")."""

SETTING = on("/subscriptions/{subscription}", "{kinds}/read {kinds}/write") + on("{awaits}", "{awaited}/read", when="awaits")
"""For each type of setting its own actions, always on the Azure subscription; what is only waited for is read where it lies."""

ACTIVATION = on(
    "{scope}",
    "Microsoft.Authorization/roleManagementPolicyAssignments/read Microsoft.Authorization/roleManagementPolicies/read "
    "Microsoft.Authorization/roleManagementPolicies/write",
)
"""A role's policy is found by its assignment, and changed in place ("Azure permissions for Management and governance")."""

APPROVING = on(
    "{environment}/privateEndpointConnections/*",
    "Microsoft.App/managedEnvironments/privateEndpointConnections/read Microsoft.App/managedEnvironments/privateEndpointConnections/write",
)
"""Requests are looked through, and one is approved; what it is called nobody knows before."""

GATED = on("{secrets.arn}", "secretsmanager:DescribeSecret") + on(
    "arn:{partition}:ecr:{region}:{registry}:repository/{images.repository}", "ecr:BatchGetImage"
)
"""Of each secret whether it has a value, of each image whether it is there."""

ROWS = (
    Row(
        "pulumi-python:dynamic/civic:EndpointApproval",
        reach="edge: lets a private link in",
        keep="no",
        keep_reason="what is approved stays so while the request is there",
        actions=Actions(create=APPROVING, update=APPROVING),
        lacks=UNNAMED | ID_UNREAD | _OWN_CODE,
    ),
    Row(
        "pulumi-python:dynamic/civic:JobRun",
        keep="no",
        keep_reason="the job has run; what it did stays",
        actions=Actions(create=on("{job}", "Microsoft.App/jobs/start/action Microsoft.App/jobs/executions/read")),
        lacks=UNNAMED | ID_UNREAD | _OWN_CODE,
    ),
    Row(
        "pulumi-python:dynamic/civic:OwnershipGivenUp",
        keep="no",
        keep_reason="what was given up stays so",
        actions=Actions(create=on("{scope}", "Microsoft.Authorization/roleAssignments/read Microsoft.Authorization/roleAssignments/delete")),
        lacks=UNNAMED | ID_UNREAD | _OWN_CODE,
    ),
    Row(
        "pulumi-python:dynamic/civic:ProviderRegistration",
        keep="no",
        keep_reason="what is registered stays so",
        actions=Actions(create=REGISTERING, update=REGISTERING),
        lacks=UNNAMED | ID_UNREAD | _OWN_CODE,
    ),
    Row(
        "pulumi-python:dynamic/civic:RoleActivation",
        keep="no",
        keep_reason="what is set stays so",
        actions=Actions(create=ACTIVATION, update=ACTIVATION),
        lacks=UNNAMED | ID_UNREAD | _OWN_CODE,
    ),
    Row(
        "pulumi-python:dynamic/civic:ReleaseGate",
        keep="no",
        keep_reason="it asks and makes nothing",
        actions=Actions(create=GATED, update=GATED),
        lacks=UNNAMED | ID_UNREAD | _OWN_CODE,
    ),
    Row(
        "pulumi-python:dynamic/civic:SipOrigination",
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on("{connector}", "chime:GetVoiceConnectorOrigination chime:PutVoiceConnectorOrigination"),
            read=on("{connector}", "chime:GetVoiceConnectorOrigination"),
            update=on("{connector}", "chime:GetVoiceConnectorOrigination chime:PutVoiceConnectorOrigination"),
            delete=on("{connector}", "chime:DeleteVoiceConnectorOrigination"),
        ),
        lacks=UNNAMED | ID_UNREAD | _OWN_CODE,
    ),
    Row(
        "pulumi-python:dynamic/civic:SipRouting",
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on("{endpoint@id}", ROUTING),
            read=on("{endpoint@id}", "Microsoft.Communication/communicationServices/read"),
            update=on("{endpoint@id}", ROUTING),
            delete=on("{endpoint@id}", ROUTING),
        ),
        lacks=UNNAMED | ID_UNREAD | _OWN_CODE,
    ),
    Row(
        "pulumi-python:dynamic/civic:SubscriptionSettings",
        keep="no",
        keep_reason="what is set stays so",
        actions=Actions(create=SETTING, update=SETTING),
        lacks=UNNAMED | ID_UNREAD | _OWN_CODE,
    ),
    Row(
        "pulumi-python:dynamic/civic:TaskRun",
        keep="no",
        keep_reason="the task has run; what it did stays",
        actions=Actions(
            create=on("{task}", "ecs:RunTask", tags_of="task", context={"ecs:cluster": "{cluster}"})
            + on(
                "arn:{partition}:ecs:{region}:{cluster@account}:task/{cluster:last}/{hash:task}",
                "ecs:DescribeTasks",
                context={"ecs:cluster": "{cluster}"},
            )
            + passes("{task@executionRoleArn}", "ecs-tasks.amazonaws.com")
            + passes("{task@taskRoleArn}", "ecs-tasks.amazonaws.com"),
        ),
        lacks=UNNAMED | ID_UNREAD | _OWN_CODE,
    ),
    Row(
        "pulumi-python:dynamic/civic:UnknownKey",
        outputs={"public": "ssh-rsa simulated-{hash:.17}"},
        keep="no",
        keep_reason="nobody has the private half, so nothing is lost with it",
        actions=NOTHING,
        lacks=UNNAMED | ID_UNREAD | _OWN_CODE,
    ),
    Row(
        "pulumi-python:dynamic/civic:UnknownPassword",
        outputs={"value": "simulated-{hash:.17}"},
        keep="no",
        keep_reason="nobody knows it, so nothing is lost with it",
        actions=NOTHING,
        lacks=UNNAMED | ID_UNREAD | _OWN_CODE,
    ),
)
