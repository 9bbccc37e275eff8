"""What is published on AWS: a distribution before a private entry, and what it answers by itself."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from civic.plan import Deployment
from components import aws
from components.aws.edge.pages import code
from components.contracts import ContractError, Published
from tests.components.aws.hosting_subjects import EDGE, PUBLISHED
from tests.components.aws.subjects import inventory, plan_of
from tests.looping import each
from tests.planning import PlanFailed

SECOND = replace(PUBLISHED, application="rates", host="rates.northshire.example", inside="rates.apps.northshire.example", countries=())
SHARED = {
    ("Edge", "town-edge"),
    ("WebAcl", "town-edge-web-acl"),
    ("WebAclLoggingConfiguration", "town-edge-web-acl-logging"),
    ("LogGroup", "town-edge-web-acl-logs"),
    ("Key", "town-edge-key"),
    ("ResponseHeadersPolicy", "town-edge-headers"),
}


def of(application: str) -> set[tuple[str, str]]:
    stem = f"town-edge-{application}"
    return {
        ("Certificate", f"{stem}-certificate"),
        ("CertificateValidation", f"{stem}-issued"),
        ("Function", f"{stem}-answers"),
        ("Distribution", f"{stem}-distribution"),
        ("LogDeliverySource", f"{stem}-calls"),
        ("LogDelivery", f"{stem}-calls-archived"),
    }


@pytest.fixture(scope="module")
def edge() -> Deployment:
    return plan_of(aws.Edge, "town-edge", EDGE, published=(PUBLISHED, SECOND))


def test_an_edge_is_exactly_these_resources(edge: Deployment) -> None:
    assert inventory(edge) == SHARED | of("forms") | of("rates")


def test_another_publication_changes_nothing_of_the_first(edge: Deployment) -> None:
    alone = plan_of(aws.Edge, "town-edge", EDGE)
    before = {one.urn: one.inputs for one in alone if one.custom}
    after = {one.urn: one.inputs for one in edge if one.custom}
    for urn, inputs in each(before.items()):
        assert after[urn] == inputs


def test_before_the_name_is_proved_there_is_a_certificate_and_nothing_is_published() -> None:
    waiting = plan_of(aws.Edge, "town-edge", EDGE, published=(replace(PUBLISHED, proved=False),))
    assert inventory(waiting) == SHARED | {("Certificate", "town-edge-forms-certificate")}


def test_what_cloudfront_reads_stands_where_it_reads(edge: Deployment) -> None:
    regional = [one for one in edge if one.type.startswith(("aws:acm/", "aws:wafv2/", "aws:cloudwatch/", "aws:kms/"))]
    for one in each(regional):
        assert one.inputs["region"] == "us-east-1", one.name


def test_an_edge_wants_a_cell_with_an_origin() -> None:
    with pytest.raises(PlanFailed, match="no origin leads to the cell's entry"):
        plan_of(aws.Edge, "town-edge", EDGE, cell=replace(EDGE.cell, origin=""))


def test_two_publications_have_two_hosts() -> None:
    with pytest.raises(ContractError, match="a host of its own"):
        replace(EDGE, published=(PUBLISHED, replace(SECOND, host=PUBLISHED.host)))
    with pytest.raises(ContractError, match="leads to a private address"):
        replace(PUBLISHED, host=PUBLISHED.inside)


def answered(published: Published, host: str, uri: str, folder: Path) -> dict:
    """What the function makes of a call, in a real interpreter of JavaScript."""
    event = {"request": {"uri": uri, "headers": {"host": {"value": host}}}}
    script = folder / "function.js"
    script.write_text(f"{code(published)}\nconsole.log(JSON.stringify(handler({json.dumps(event)})));", encoding="utf-8")
    ran = subprocess.run(["node", str(script)], capture_output=True, text=True, timeout=30, check=True)
    return json.loads(ran.stdout)


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node on the PATH")
def test_the_edge_answers_for_hosts_that_nobody_published_for_security_txt_and_while_it_is_mended(tmp_path: Path) -> None:
    assert answered(PUBLISHED, "d111.cloudfront.net", "/", tmp_path)["statusCode"] == 404
    assert answered(PUBLISHED, "FORMS.northshire.example", "/list", tmp_path)["uri"] == "/list"
    found = answered(PUBLISHED, PUBLISHED.host, "/.well-known/security.txt", tmp_path)
    assert (found["statusCode"], found["headers"]["location"]["value"]) == (302, PUBLISHED.security_txt)
    mended = answered(replace(PUBLISHED, maintenance=True), PUBLISHED.host, "/list", tmp_path)
    assert mended["statusCode"] == 503
    assert "Sorry, the service is unavailable" in mended["body"]
    assert answered(replace(PUBLISHED, maintenance=True), "d111.cloudfront.net", "/", tmp_path)["statusCode"] == 404


def test_hosts_and_addresses_end_no_text_of_the_function() -> None:
    hostile = replace(PUBLISHED, security_txt="https://x.example/'\"};evil()//</script>")
    assert json.dumps(hostile.security_txt) in code(hostile)
    assert '"};evil()' not in code(hostile).replace(json.dumps(hostile.security_txt), "")
