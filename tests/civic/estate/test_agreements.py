"""Agreements: agreed exactly when both say so and can meet, whatever the order; otherwise who must do what."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from civic.estate.agreements import Agreement, agreements, consumed, provided
from civic.estate.loading import load_estate
from civic.records.organisation import OrganisationRecord
from civic.records.platform import PlatformRecord
from civic.reports.summary import agreement_limits
from tests.planning import ESTATE

PLATFORM: PlatformRecord = load_estate(ESTATE, only=[]).platform
CONTACTS = {"owner": "cloud@a.example", "phone": "+441632960000"}


def platform(doors: str, *regions: str) -> PlatformRecord:
    """The example's, with how doors on Azure lead on and with further regions there."""
    assert PLATFORM.azure
    place = PLATFORM.azure.regions["uksouth"].model_copy(update={"doors": doors})
    return PLATFORM.model_copy(update={"azure": PLATFORM.azure.model_copy(update={"regions": dict.fromkeys(("uksouth", *regions), place)})})


DIRECT = platform("direct", "ukwest")


def offer(name: str = "payroll", **changes: Any) -> dict[str, Any]:
    base = {"version": "2.1", "description": "Pay of staff", "clouds": ("aws",), "address": "10.200.1.10", "host": f"{name}.a.example"}
    return {"name": name, **base, "open_to": "everybody", **changes}


def premises(cloud: str, block: str = "10.200.0.0/16") -> dict[str, Any]:
    """A line to what is on premises there."""
    line = {"owner": "A carrier", "line": {"aws": "dxvif-0a1b2c3d", "azure": "lines/hall"}[cloud]}
    common = {"cloud": cloud, "ranges": (block,), "owner": "network@a.example", "purpose": "The machine room"}
    return {"name": cloud, **common, "circuit": line}


def body(slug: str, clouds: Any = ("aws",), **changes: Any) -> OrganisationRecord:
    named = {"slug": slug, "name": f"{slug} Council", "kind": "unitary", "clouds": clouds, "contacts": CONTACTS}
    named["connection"] = {"premises": tuple(premises(cloud) for cloud in clouds)}
    return OrganisationRecord.model_validate({**named, **changes})


def wants(provider: str, name: str = "payroll", **changes: Any) -> dict[str, Any]:
    return {"provider": provider, "offer": name, **changes}


def only(*records: OrganisationRecord, on: PlatformRecord = PLATFORM) -> Agreement:
    (found,) = agreements({record.slug: record for record in records}, on)
    return found


@pytest.mark.parametrize("held", [(), (premises("aws", "10.201.0.0/16"),)], ids=["no premises", "premises elsewhere"])
def test_what_is_on_premises_is_agreed_on_once_a_way_leads_there(held: tuple[dict[str, Any], ...]) -> None:
    consumer = body("birch", subscriptions=(wants("alder"),))
    found = only(body("alder", offers=(offer(),), connection={"premises": held}), consumer)
    assert found.state == "requested"
    assert "alder offers payroll at 10.200.1.10 on its premises, and no VPN or circuit leads there from eu-west-2" in found.todo
    assert "in 'connection.premises' of its record, on aws" in found.todo
    assert only(body("alder", offers=(offer(),)), consumer).state == "agreed"


def test_nobody_asks_and_it_stays_an_offer() -> None:
    found = only(body("alder", offers=(offer(open_to=("birch", "cedar")),)))
    assert (found.state, found.consumer, found.cloud) == ("offered", "", "")
    assert found.todo == "nobody takes it yet; open to birch, cedar"


def test_a_misspelt_body_in_an_offer_is_hinted_at() -> None:
    found = only(body("alder", offers=(offer(open_to=("brich", "cedar")),)), body("birch"))
    assert found.todo == "nobody takes it yet; open to brich (did you mean 'birch'?), cedar"


def test_both_say_so_and_it_is_agreed() -> None:
    found = only(body("alder", offers=(offer(port=8443),)), body("birch", subscriptions=(wants("alder"),)))
    assert found == Agreement(
        "alder", "payroll", "birch", "agreed", "aws", "", "payroll.a.example", 8443, "2.1", provider_region="eu-west-2", consumer_region="eu-west-2"
    )


REQUESTED = {
    "no such body": ((), {}, "alder must be on the platform, or birch must withdraw its subscription"),
    "no such offer": ((offer("pensions", open_to=("fir",)),), {}, "alder must offer 'payroll', or birch must withdraw its subscription"),
    "not open to it": ((offer(open_to=("cedar",)),), {}, "alder must name birch in 'open_to' of its offer payroll"),
    "not sensitive enough": (
        (offer(),),
        {"classification": "official-sensitive"},
        "alder must offer payroll at official-sensitive, which is birch's classification",
    ),
    "asked on another cloud": (
        (offer(),),
        {"clouds": ("aws", "azure"), "subscriptions": (wants("alder", cloud="azure"),)},
        "birch must take alder/payroll on aws, not on azure",
    ),
    "no cloud in common": (
        (offer(),),
        {"clouds": ("azure",)},
        "alder offers payroll on aws and birch is on azure: birch must join aws, or alder must join azure and offer it there",
    ),
}


@pytest.mark.parametrize("case", REQUESTED)
def test_one_side_alone_is_a_request_and_says_who_must_do_what(case: str) -> None:
    offers, changes, todo = REQUESTED[case]
    consumer = body("birch", **{"subscriptions": (wants("alder"),), **changes})
    records = (body("alder", offers=offers), consumer) if offers else (consumer,)
    (found,) = [one for one in agreements({record.slug: record for record in records}, PLATFORM) if one.consumer]
    assert (found.state, found.cloud, found.host, found.todo) == ("requested", "", "", todo)


HOSTED: Any = {
    "hosting": {"placement": "dedicated", "domain": "apps.alder.example", "certificate": "https://alder-tls.vault.azure.net/secrets/apps"},
    "applications": ({"name": "forms", "version": "1.0.0", "cloud": "azure"},),
}
BEHIND = {"application": "forms", "address": None, "host": None}


def azure_pair(on: PlatformRecord, region: str = "", **changes: Any) -> Agreement:
    provider = body("alder", ("azure",), offers=(offer(clouds=("azure",), port=443, **changes),), **HOSTED)
    return only(provider, body("birch", {"azure": {"region": region}}, subscriptions=(wants("alder"),)), on=on)


@pytest.mark.parametrize("behind", [BEHIND, {}], ids=["application", "address"])
@pytest.mark.parametrize("region", ["", "ukwest"], ids=["one region", "two regions"])
def test_forwarders_lead_to_anything_from_any_region(behind: dict[str, None], region: str) -> None:
    found = azure_pair(platform("forwarders", "ukwest"), region=region, **behind)
    assert (found.state, found.cloud, found.provider_region, found.consumer_region) == ("agreed", "azure", "uksouth", region or "uksouth")


def test_a_door_without_forwarders_serves_one_region() -> None:
    assert azure_pair(DIRECT, **BEHIND).state == "agreed"
    assert azure_pair(DIRECT, region="ukwest", **BEHIND).todo == (
        "alder is in uksouth and birch in ukwest, and a door on azure without forwarders serves one region: "
        "the platform must say 'forwarders' in azure.regions.uksouth.doors of platform.yaml"
    )
    # What is on premises has forwarders anywhere.
    assert azure_pair(DIRECT, region="ukwest").state == "agreed"


def test_where_one_cloud_cannot_the_other_is_taken() -> None:
    provider = body("alder", ("aws", "azure"), offers=(offer(clouds=("aws", "azure")),))
    consumer = body("birch", ("aws", "azure"), subscriptions=(wants("alder"),))
    assert only(provider, consumer, on=PLATFORM.model_copy(update={"aws": None})).cloud == "azure"
    assert only(provider, consumer).cloud == "aws"


def test_a_cloud_without_the_platform_is_no_place_to_meet() -> None:
    found = only(body("alder", offers=(offer(),)), body("birch", subscriptions=(wants("alder"),)), on=PLATFORM.model_copy(update={"aws": None}))
    assert found.todo == "the platform must have a section 'aws' in platform.yaml before alder and birch can meet there"


def test_one_name_leads_to_one_service() -> None:
    offers = (offer("payroll", host="hr.a.example"), offer("pensions", host="hr.a.example", port=8443))
    consumer = body("birch", subscriptions=(wants("alder", "pensions"), wants("alder", "payroll")))
    first, second = agreements({"alder": body("alder", offers=offers), "birch": consumer}, PLATFORM)
    assert (first.offer, first.state) == ("payroll", "agreed")
    assert (second.offer, second.state, second.cloud, second.host) == ("pensions", "requested", "", "")
    assert second.todo == "alder must give pensions a host of its own: birch already calls alder/payroll as hr.a.example"


def test_an_application_behind_an_offer_has_its_own_name() -> None:
    provider = body("alder", ("azure",), offers=(offer(clouds=("azure",), port=443, **BEHIND),), **HOSTED)
    assert only(provider, body("birch", ("azure",), subscriptions=(wants("alder"),))).host == "forms.apps.alder.example"


SLUGS = ("alder", "birch", "cedar")
CLOUDS = some.sampled_from([("aws",), ("azure",), ("aws", "azure")])


@some.composite
def estates(draw: some.DrawFn) -> dict[str, OrganisationRecord]:
    made: dict[str, OrganisationRecord] = {}
    for slug in SLUGS:
        clouds = draw(CLOUDS)
        others = [other for other in SLUGS if other != slug]
        offered = draw(some.booleans())
        open_to: Any = draw(some.one_of(some.just("everybody"), some.lists(some.sampled_from(others), unique=True).map(tuple)))
        asked = draw(some.lists(some.sampled_from(others), unique=True))
        made[slug] = body(
            slug,
            clouds,
            classification=draw(some.sampled_from(["official", "official-sensitive"])),
            offers=(offer(clouds=(draw(some.sampled_from(clouds)),), host=f"payroll.{slug}.example", open_to=open_to),) if offered else (),
            subscriptions=tuple(wants(other) for other in asked),
        )
    return made


@given(estates(), some.randoms())
def test_agreed_exactly_when_both_say_so_and_can_meet_and_in_any_order(records: dict[str, OrganisationRecord], random: Any) -> None:
    found = agreements(records, PLATFORM)
    shuffled = list(records.items())
    random.shuffle(shuffled)
    assert agreements(dict(shuffled), PLATFORM) == found
    agreed = {one.key for one in found if one.state == "agreed"}
    expected = {
        (provider.slug, "payroll", consumer.slug)
        for provider in records.values()
        for consumer in records.values()
        for given_offer in provider.offers
        if any(one.provider == provider.slug for one in consumer.subscriptions)
        and given_offer.is_open_to(consumer.slug)
        and set(given_offer.clouds) & set(consumer.clouds)
        and not (consumer.classification == "official-sensitive" and given_offer.classification == "official")
    }
    assert agreed == expected
    assert all(bool(one.todo) != (one.state == "agreed") for one in found)


@given(estates())
def test_both_halves_follow_from_one_list(records: dict[str, OrganisationRecord]) -> None:
    found = agreements(records, PLATFORM)
    provider_side = {one.key for slug in records for cloud in ("aws", "azure") for one in provided(found, slug, cloud)}
    consumer_side = {one.key for slug in records for cloud in ("aws", "azure") for one in consumed(found, slug, cloud)}
    assert provider_side == consumer_side == {one.key for one in found if one.state == "agreed"}


@given(estates(), some.sampled_from(SLUGS))
def test_withdrawing_either_half_ends_exactly_its_agreements(records: dict[str, OrganisationRecord], slug: str) -> None:
    before = {one.key for one in agreements(records, PLATFORM) if one.state == "agreed"}
    for half, place in (("offers", 0), ("subscriptions", 2)):
        changed = {**records, slug: records[slug].model_copy(update={half: ()})}
        after = {one.key for one in agreements(changed, PLATFORM) if one.state == "agreed"}
        assert after == {key for key in before if key[place] != slug}


def test_what_was_published_by_hand_is_refused(tmp_path: Path) -> None:
    from civic.records.errors import RecordError
    from tests.civic.records.estates import empty

    root = empty(tmp_path)
    (root / "published").mkdir()
    path = root / "published" / "agreements.json"
    for text in ('[{"provider": "alder"}]', '{"schema": 2, "agreements": []}', '{"schema": true}', "null", '"text"'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(
            RecordError, match=r"^estate/published/agreements.json: schema: found what 'civic publish' did not write; .*run 'civic publish' again"
        ):
            _ = load_estate(root).agreements
    path.write_text('{"schema": 1, "agreements": [{"provider": "alder", "partner": "birch"}]}', encoding="utf-8")
    with pytest.raises(RecordError, match=r"agreements\[0\].partner: found unknown key 'partner'"):
        _ = load_estate(root).agreements


def test_the_command_tells_it_as_a_table_and_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    from civic.commands.agreements import agreements_command
    from tests.stacks.sharing import sharing_estate

    root = sharing_estate(tmp_path)
    assert agreements_command(root, "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["provider"], one["consumer"], one["state"]) for one in told] == [
        ("alder", "birch", "agreed"),
        ("birch", "alder", "agreed"),
        ("cedar", "dogwood", "agreed"),
        ("cedar", "elm", "requested"),
        ("dogwood", "cedar", "agreed"),
    ]
    assert agreements_command(root, "table") == 0
    table = " ".join(capsys.readouterr().out.split())
    assert "payroll.alder.example:8443" in table
    assert "elm must join azure" in table


@pytest.mark.parametrize(
    ("placement", "runs", "told"),
    [
        ("shared", True, "in birch's own network alone: its applications in the shared cell cannot use the name payroll.a.example"),
        ("shared", False, ""),
        ("dedicated", True, ""),
    ],
)
def test_who_runs_in_a_shared_cell_is_told_what_the_name_is_not_for(placement: str, runs: bool, told: str) -> None:
    hosting = {"placement": placement, **({"domain": "apps.birch.example"} if placement == "dedicated" else {})}
    applications = ({"name": "forms", "version": "1.0.0"},) if runs else ()
    taker = body("birch", hosting=hosting, applications=applications, subscriptions=(wants("alder"),))
    found = only(body("alder", offers=(offer(),)), taker)
    assert (found.state, found.todo) == ("agreed", "")
    assert found.note.startswith(told)
    assert bool(found.note) == bool(told)
    assert agreement_limits([found]) == ([f"birch has alder/payroll {found.note}."] if told else [])
