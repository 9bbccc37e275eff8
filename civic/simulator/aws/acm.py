"""AWS Certificate Manager: the records that prove a domain."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.aws.place import Compute, Place
from civic.simulator.digests import digest


def certificate(urn: str, outputs: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    names = [str(outputs.get("domainName")), *map(str, outputs.get("subjectAlternativeNames") or ())]
    # A wildcard and its domain are proven by one record.
    proven = {name.removeprefix("*."): name for name in reversed(names)}
    options = [
        {
            "domainName": name,
            "resourceRecordName": f"_{digest(base, length=32)}.{base}.",
            "resourceRecordType": "CNAME",
            "resourceRecordValue": f"_{digest(urn, base, length=32)}.acm-validations.aws.",
        }
        for base, name in sorted(proven.items())
    ]
    return {"domainValidationOptions": options}


COMPUTED: Mapping[str, Compute] = {"aws:acm/certificate:Certificate": certificate}
