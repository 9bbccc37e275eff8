"""The picture and the data of a path."""

import json
from xml.etree import ElementTree

from civic.access import paths
from civic.reports.rights_paths import answer_data, answer_svg
from tests.civic.access.path_estates import ACCOUNT, TENANCY, ZONE, Estate, role_arn


def _estate(*stops: str) -> paths.Answer:
    estate = Estate()
    estate.role(ZONE, "deploy", "Allow sts:AssumeRole on *", *stops)
    estate.role(TENANCY, "tenancy", trust=[f"Allow to root:{ACCOUNT} sts:AssumeRole"])
    return paths.path(estate.graph(), role_arn("deploy"), role_arn("tenancy"))


def test_a_path_is_plain_data_and_a_picture():
    answer = _estate()
    data = json.loads(json.dumps(answer_data(answer, {})))
    assert [step["how"] for step in data["path"]] == ["assumes it"]
    assert data["path"][0]["calls"][0]["decision"] == "allowed"
    assert data["path"][0]["calls"][0]["grounds"]
    drawn = ElementTree.fromstring(answer_svg(answer, {}))
    assert len(drawn.findall("{http://www.w3.org/2000/svg}rect")) == 2
    assert len(drawn.findall("{http://www.w3.org/2000/svg}line")) == 1


def test_what_stops_it_is_drawn_too():
    answer = _estate("Deny sts:AssumeRole on *")
    drawn = ElementTree.fromstring(answer_svg(answer, {}))
    assert not drawn.findall("{http://www.w3.org/2000/svg}line")
    assert any("is refused" in (text.findtext("{http://www.w3.org/2000/svg}title") or "") for text in drawn.iter("{http://www.w3.org/2000/svg}text"))
    assert not answer_data(answer, {})["path"]


def test_names_are_never_markup():
    answer = _estate()
    sources = {ground.urn: "<script>&" for step in answer.steps for ground in step.grounds}
    drawn = answer_svg(answer, sources)
    assert "<script>" not in drawn
    assert "&lt;script&gt;&amp;" in drawn
