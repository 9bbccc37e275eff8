"""Who may deploy: a subject for each of the platform's pipelines, and one for each body where a layer stands once for each."""

from pathlib import Path

import pytest

from civic.errors import InputError
from civic.estate.loading import load_estate
from civic.records.platform import PIPELINE_LAYERS, Pipeline
from tests.civic.records.estates import empty

STEM = "repo:commons/platform:environment"
TENANCY = f'"{STEM}:{{owner}}-tenancy"'


def pipeline() -> Pipeline:
    return Pipeline(
        issuer="https://pipelines.commons.example",
        subjects={
            layer: f"{STEM}:{{owner}}-{layer}" if layer in ("tenancy", "landing-zone", "applications") else f"{STEM}:{layer}"
            for layer in PIPELINE_LAYERS
        },
    )


def refused(tmp_path: Path, old: str, new: str) -> str:
    path = empty(tmp_path) / "platform.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load_estate(path.parent)
    return str(raised.value)


def test_a_bodys_key_stands_where_the_record_says():
    assert pipeline().subject("network") == f"{STEM}:network"
    assert pipeline().subject("tenancy", "northshire.test") == f"{STEM}:northshire.test-tenancy"


def test_a_layer_of_bodies_needs_the_key_in_its_subject(tmp_path: Path):
    message = refused(tmp_path, TENANCY, f"{STEM}:tenancy")
    assert f"aws.pipeline.subjects.tenancy: found '{STEM}:tenancy'; allowed: a subject with {{owner}} in it exactly once" in message
    assert "'repo:commons/platform:environment:{owner}-tenancy'" in message


def test_a_layer_that_stands_once_has_no_key_in_it(tmp_path: Path):
    message = refused(tmp_path, f"network: {STEM}:network", f'network: "{STEM}:{{owner}}-network"')
    assert "aws.pipeline.subjects.network: found " in message
    assert "allowed: one exact subject without {owner}" in message


@pytest.mark.parametrize("wrong", [f"{STEM}:*", f"{STEM}:{{body}}-tenancy", f"{STEM}:{{owner}}-{{owner}}"])
def test_wildcards_other_words_and_the_key_twice_are_refused(tmp_path: Path, wrong: str):
    assert "aws.pipeline.subjects.tenancy: found " in refused(tmp_path, TENANCY, f'"{wrong}"')


@pytest.mark.parametrize(
    "other",
    [
        f"{STEM}:{{owner}}-landing-zone",  # the same
        f"{STEM}:{{owner}}-zone",  # of one called "x-landing"
    ],
)
def test_subjects_that_could_be_one_are_refused_whatever_bodies_are_called_today(tmp_path: Path, other: str):
    message = refused(tmp_path, TENANCY, f'"{other}"')
    assert "allowed: a subject that is never that of tenancy" in message


def test_a_body_called_as_a_layer_could_not_take_its_subject(tmp_path: Path):
    message = refused(tmp_path, TENANCY, f'"{STEM}:{{owner}}"')
    assert "aws.pipeline.subjects.tenancy: " in message
    assert f"allowed: a subject that is never that of foundation ('{STEM}:foundation')" in message
