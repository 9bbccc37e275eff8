"""What must hold of every evaluation, whatever the policies: shown on small worlds that hypothesis makes up."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from civic.access.aws import evaluate
from civic.access.verdict import Decision, Verdict
from tests.civic.access.aws.case import Case, request, world

ACTIONS = ("s3:GetObject", "s3:PutObject", "s3:Get*", "s3:*", "*", "other-than:s3:PutObject")
RESOURCES = ("$bucket/a", "$bucket/*", "*", "other-than:$bucket/b", "$bucket/${aws:PrincipalTag/team}")
CONDITIONS = (
    "",
    "",
    " if StringEquals aws:PrincipalOrgID o-home",
    " if StringNotEquals aws:PrincipalTag/team blue",
    " if IpAddress aws:SourceIp 192.0.2.0/24",
    " if NotIpAddress aws:SourceIp 192.0.2.0/24",
    " if StringEqualsIfExists s3:x-amz-acl private",
    " if Null aws:SourceIp true",
)
PRINCIPALS = ("*", "role:app", "session:app/s1", "root:111111111111", "role:other")
ADDRESSES = ("192.0.2.1", "203.0.113.1")


def sentences(effects: Sequence[str] = ("Allow", "Allow", "Deny"), to: bool = False) -> st.SearchStrategy[str]:
    who = st.sampled_from(PRINCIPALS).map(lambda name: f" to {name}") if to else st.just("")
    parts = st.tuples(st.sampled_from(effects), who, st.sampled_from(ACTIONS), st.sampled_from(RESOURCES), st.sampled_from(CONDITIONS))
    return parts.map(lambda found: f"{found[0]}{found[1]} {found[2]} on {found[3]}{found[4]}")


def documents(**keywords: Any) -> st.SearchStrategy[list[str]]:
    return st.lists(sentences(**keywords), min_size=1, max_size=4)


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, Any]:
    """A case with some of the documents that count."""
    found: dict[str, Any] = {
        "name": "made up",
        "ask": draw(st.sampled_from(("s3:GetObject on $bucket/a", "s3:PutObject on $bucket/b"))),
        "owner": draw(st.sampled_from(("111111111111", "222222222222"))),
        "tags": draw(st.sampled_from(({}, {"team": "blue"}, {"team": "a"}))),
        "identity": draw(documents()),
    }
    for place, strategy in (("boundary", documents()), ("session", documents()), ("unit_scp", documents()), ("resource_policy", documents(to=True))):
        if draw(st.booleans()):
            found[place] = draw(strategy)
    if draw(st.booleans()):
        found["without_full_access"] = ["unit"]
    return found


def verdict(data: Mapping[str, Any], settled: Mapping[str, Any] | None = None) -> Verdict:
    case = Case("made up", data)
    place = world(case)
    assert not place.faults
    return evaluate(place, request(case, settled))


ORDER = {Decision.DENIED: 0, Decision.UNKNOWN: 1, Decision.ALLOWED: 2}
FEW = settings(max_examples=150, deadline=None)


@FEW
@given(worlds(), st.sampled_from(("identity", "boundary", "session", "unit_scp", "resource_policy")), st.randoms())
def test_a_deny_never_loses(data, place, random):
    deny = "Deny to * s3:* on *" if place == "resource_policy" else "Deny s3:* on *"
    statements = [*data.get(place, []), deny]
    random.shuffle(statements)
    assert verdict({**data, place: statements}).decision is Decision.DENIED


@FEW
@given(worlds(), st.sampled_from(("identity", "boundary", "session", "unit_scp", "resource_policy")), st.data())
def test_adding_an_allow_never_takes_anything_away(data, place, draw):
    if place not in data and place != "resource_policy":
        return
    more = draw.draw(sentences(effects=("Allow",), to=place == "resource_policy"))
    assert ORDER[verdict({**data, place: [*data.get(place, []), more]}).decision] >= ORDER[verdict(data).decision]


@FEW
@given(worlds(), st.data())
def test_a_boundary_never_adds(data, draw):
    without = {key: value for key, value in data.items() if key != "boundary"}
    assert ORDER[verdict({**without, "boundary": draw.draw(documents())}).decision] <= ORDER[verdict(without).decision]


@FEW
@given(worlds(), st.data())
def test_a_session_policy_never_adds(data, draw):
    without = {key: value for key, value in data.items() if key != "session"}
    assert ORDER[verdict({**without, "session": draw.draw(documents())}).decision] <= ORDER[verdict(without).decision]


@FEW
@given(worlds(), st.sampled_from(("root_scp", "account_scp", "unit_scp")), st.data())
def test_a_guardrail_never_adds_where_everything_was_let_through(data, place, draw):
    without = {key: value for key, value in data.items() if key not in ("unit_scp", "without_full_access")}
    assert ORDER[verdict({**without, place: draw.draw(documents())}).decision] <= ORDER[verdict(without).decision]


@FEW
@given(worlds(), st.lists(st.sampled_from(("s3:*", "s3:GetObject")), min_size=1, max_size=2))
def test_a_guardrail_on_resources_never_adds(data, actions):
    more = {f"{level}_rcp": [f"Deny to * {','.join(actions)} on * if StringNotEquals aws:PrincipalTag/team blue"] for level in ("root", "unit")}
    assert ORDER[verdict({**data, **more}).decision] <= ORDER[verdict(data).decision]


@FEW
@given(worlds(), st.randoms())
def test_the_order_of_statements_is_nothing(data, random):
    shuffled = {
        key: random.sample(value, len(value)) if isinstance(value, list) and key != "without_full_access" else value for key, value in data.items()
    }
    assert verdict(shuffled).decision is verdict(data).decision


@FEW
@given(worlds())
def test_what_cannot_be_known_is_never_a_silent_answer(data):
    """A certain verdict stays the same however the unknown turns out: the address, its absence, the moment."""
    before = verdict(data)
    for settled in ({"aws:SourceIp": ADDRESSES[0]}, {"aws:SourceIp": ADDRESSES[1]}, {"aws:SourceIp": []}):
        after = verdict(data, settled)
        if before.decision is not Decision.UNKNOWN:
            assert after.decision is before.decision
        assert after.decision is not Decision.UNKNOWN


@FEW
@given(worlds())
def test_an_unknown_document_is_never_a_silent_yes(data):
    """A boundary whose content nothing shows leaves no certain yes but what is granted to the session itself, which no boundary limits."""
    case = Case("made up", {key: value for key, value in data.items() if key not in ("boundary", "resource_policy")})
    hidden = Case("made up", {**case.data, "boundary": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"})
    assert not evaluate(world(hidden), request(hidden)).allowed
