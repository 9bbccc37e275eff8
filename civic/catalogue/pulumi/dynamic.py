"""Resources that this project writes in Python (``components.azure.dynamic``). The simulated clouds never run their code."""

from civic.catalogue.row import ID_UNREAD, REMADE, UNNAMED, Row

_OWN_CODE = {"replaced_by": "its own code says so, when it compares"}

ROWS = (
    Row(
        "pulumi-python:dynamic/civic:JobRun",
        keep="no",
        keep_reason="the job has run; what it did stays",
        lacks=UNNAMED | ID_UNREAD | _OWN_CODE,
    ),
    Row(
        "pulumi-python:dynamic/civic:SipRouting",
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | _OWN_CODE,
    ),
    Row(
        "pulumi-python:dynamic/civic:UnknownKey",
        outputs={"public": "ssh-rsa simulated-{hash:.17}"},
        keep="no",
        keep_reason="nobody has the private half, so nothing is lost with it",
        lacks=UNNAMED | ID_UNREAD | _OWN_CODE,
    ),
    Row(
        "pulumi-python:dynamic/civic:UnknownPassword",
        outputs={"value": "simulated-{hash:.17}"},
        keep="no",
        keep_reason="nobody knows it, so nothing is lost with it",
        lacks=UNNAMED | ID_UNREAD | _OWN_CODE,
    ),
)
