"""Azure role-based access control, Azure Policy and locks."""

from civic.catalogue import azure_texts
from civic.catalogue.actions import Actions, on
from civic.catalogue.row import NAME_UNLIMITED, REMADE, UNNAMED, Name, Once, Quota, Row, words

REQUESTED = on(
    "{scope}", "Microsoft.Authorization/roleEligibilityScheduleRequests/write Microsoft.Authorization/roleEligibilityScheduleRequests/read"
)
"""Eligibility is asked for and withdrawn by requests, which are waited for (custom_pim_eligibility.go)."""

ROWS = (
    Row(
        "azure-native:authorization:ManagementLockByScope",
        quotas=(Quota("locks at a scope", 20, "within", of="scope", source="Microsoft Learn, Azure subscription and service limits"),),
        replaced_by=words(""),
        id="Microsoft.Authorization/locks/{lockName}",
        texts={
            "lockName": azure_texts.LOCK,
        },
        keep="no",
        keep_reason="a lock is taken away by hand, before what it locks is destroyed from a checklist",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:authorization:PimRoleEligibilitySchedule",
        replaced_by=words("principalId roleDefinitionId"),
        id="Microsoft.Authorization/roleEligibilitySchedules/{guid:schedule}",
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=REQUESTED,
            read=on("{scope}", "Microsoft.Authorization/roleEligibilitySchedules/read"),
            delete=REQUESTED + on("{scope}", "Microsoft.Authorization/roleEligibilityScheduleRequests/cancel/action"),
        ),
        lacks=UNNAMED,
    ),
    Row(
        "azure-native:authorization:PolicyAssignment",
        quotas=(Quota("policy assignments at a scope", 200, "within", of="scope", source="Microsoft Learn, Azure Policy limits"),),
        replaced_by=words(""),
        fixed=words("policyDefinitionId"),
        name=Name("policyAssignmentName", 24, r"[^<>*%&:?+/\\]+", "assignment"),
        id="Microsoft.Authorization/policyAssignments/{policyAssignmentName}",
        texts={
            "displayName": azure_texts.TITLE,
        },
        keep="no",
        keep_reason=REMADE,
    ),
    Row(
        "azure-native:authorization:PolicyDefinitionAtManagementGroup",
        quotas=(Quota("policy definitions at a scope", 500, "within", of="managementGroupId", source="Microsoft Learn, Azure Policy limits"),),
        replaced_by=words(""),
        fixed=words("policyType"),
        id="Microsoft.Authorization/policyDefinitions/{policyDefinitionName}",
        texts={
            "displayName": azure_texts.TITLE,
            "policyDefinitionName": azure_texts.POLICY,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:authorization:PolicySetDefinitionAtManagementGroup",
        quotas=(
            Quota("initiatives at a scope", 200, "within", of="managementGroupId", source="Microsoft Learn, Azure Policy limits"),
            Quota("policies of an initiative", 1000, "resource", counted="policyDefinitions", source="Microsoft Learn, Azure Policy limits"),
        ),
        replaced_by=words(""),
        fixed=words("policyType"),
        id="Microsoft.Authorization/policySetDefinitions/{policySetDefinitionName}",
        texts={
            "displayName": azure_texts.TITLE,
            "policySetDefinitionName": azure_texts.POLICY,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:authorization:RoleAssignment",
        reach="none: a right",
        quotas=(
            Quota(
                "role assignments of an Azure subscription",
                4000,
                "subscription",
                only="scope~/subscriptions/",
                source="Microsoft Learn, Azure RBAC limits",
            ),
            Quota(
                "role assignments of a management group",
                500,
                "within",
                of="scope",
                only="scope~/providers/Microsoft.Management/",
                source="Microsoft Learn, Azure RBAC limits",
            ),
        ),
        replaced_by=words("principalId roleDefinitionId roleAssignmentName"),
        id="Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
        once=Once("scope principalId roleDefinitionId", "a principal is given a role once at a scope, whatever the assignment is called"),
        texts={
            "roleAssignmentName": azure_texts.GUID,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:authorization:RoleDefinition",
        quotas=(Quota("role definitions of one's own in a directory", 5000, "tenant", source="Microsoft Learn, Azure RBAC limits"),),
        replaced_by=words("roleDefinitionId"),
        once=Once("roleName", "a directory has one role of a name, wherever it is given (RoleDefinitionWithSameNameExists)"),
        id="Microsoft.Authorization/roleDefinitions/{roleDefinitionId}",
        texts={
            "roleName": azure_texts.ROLE,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
)
