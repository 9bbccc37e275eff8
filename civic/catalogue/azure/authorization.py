"""Azure role-based access control, Azure Policy and locks."""

from civic.catalogue.actions import Actions, on
from civic.catalogue.row import NAME_UNLIMITED, REMADE, REPLACEMENT_UNREAD, UNNAMED, Name, Once, Row, words

REQUESTED = on(
    "{scope}", "Microsoft.Authorization/roleEligibilityScheduleRequests/write Microsoft.Authorization/roleEligibilityScheduleRequests/read"
)
"""Eligibility is asked for and withdrawn by requests, which are waited for (custom_pim_eligibility.go)."""

ROWS = (
    Row(
        "azure-native:authorization:ManagementLockByScope",
        id="Microsoft.Authorization/locks/{lockName}",
        keep="no",
        keep_reason="a lock is taken away by hand, before what it locks is destroyed from a checklist",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:authorization:PimRoleEligibilitySchedule",
        id="Microsoft.Authorization/roleEligibilitySchedules/{guid:schedule}",
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=REQUESTED,
            read=on("{scope}", "Microsoft.Authorization/roleEligibilitySchedules/read"),
            delete=REQUESTED + on("{scope}", "Microsoft.Authorization/roleEligibilityScheduleRequests/cancel/action"),
        ),
        lacks=UNNAMED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:authorization:PolicyAssignment",
        name=Name("policyAssignmentName", 24, r"[^<>*%&:?+/\\]+", "assignment"),
        id="Microsoft.Authorization/policyAssignments/{policyAssignmentName}",
        keep="no",
        keep_reason=REMADE,
        lacks=REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:authorization:PolicyDefinitionAtManagementGroup",
        id="Microsoft.Authorization/policyDefinitions/{policyDefinitionName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:authorization:PolicySetDefinitionAtManagementGroup",
        id="Microsoft.Authorization/policySetDefinitions/{policySetDefinitionName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:authorization:RoleAssignment",
        replaced_by=words("principalId roleDefinitionId roleAssignmentName"),
        id="Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
        once=Once("scope principalId roleDefinitionId", "a principal is given a role once at a scope, whatever the assignment is called"),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:authorization:RoleDefinition",
        replaced_by=words("roleDefinitionId"),
        id="Microsoft.Authorization/roleDefinitions/{roleDefinitionId}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
)
