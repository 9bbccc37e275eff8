"""What bodies may reach outside and among each other on AWS: a newcomer renumbers nobody, and a name opens no way to a neighbour."""

import re
from ipaddress import IPv4Network

import pytest

from components.aws.network import egress
from components.aws.network.egress import AGREEMENT_BUCKETS, CAPACITY, agreement_texts, isolation_text, rules_text
from components.aws.network.ranges import PRIVATE
from components.contracts import AgreementRule, ContractError, EgressRule


def body(number: int, *domains: str) -> EgressRule:
    block = IPv4Network((int(IPv4Network("10.16.0.0/12").network_address) + number * 1024, 22))
    return EgressRule(owner=f"body-{number}", ranges=(block,), domains=domains or ("api.example.gov.uk", "*.nhs.uk"))


def lines(*rules: EgressRule) -> set[str]:
    return {line for text in rules_text(rules, PRIVATE).values() for line in text.split("\n")}


def test_a_newcomer_changes_no_other_line():
    before = lines(*(body(number) for number in range(1, 80)))
    assert before < lines(*(body(number) for number in range(80)))


def test_rule_numbers_are_unique_over_an_estate():
    made = [line for text in rules_text((body(number) for number in range(400)), PRIVATE).values() for line in text.split("\n")]
    numbers = [int(found) for line in made for found in re.findall(r"sid:(\d+);", line)]
    assert len(numbers) == len(set(numbers)) == 400 * 2 * 2
    assert max(numbers) < 2**32


def test_rules_whose_numbers_meet_are_numbered_apart(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(egress, "SIDS", 1)
    numbers = [int(found) for line in lines(body(1), body(2)) for found in re.findall(r"sid:(\d+);", line)]
    assert sorted(numbers) == list(range(egress.FIRST_SID, egress.FIRST_SID + 8))


def test_an_allowed_name_opens_no_way_to_another_body():
    rules = lines(body(1))
    assert len(rules) == 4
    for line in rules:
        assert " -> ![10.0.0.0/8,100.64.0.0/10,172.16.0.0/12,192.168.0.0/16] " in line


def test_rules_match_the_whole_name_and_only_from_the_bodys_range():
    by_protocol = {line.split()[1]: line for line in lines(body(1, "API.example.gov.uk"))}
    assert by_protocol["tls"].startswith("pass tls [10.16.4.0/22] any -> ")
    assert 'tls.sni; content:"api.example.gov.uk"; startswith; nocase; endswith;' in by_protocol["tls"]
    assert 'http.host; content:"api.example.gov.uk"; startswith; endswith;' in by_protocol["http"]
    wide = {line.split()[1]: line for line in lines(body(1, "*.nhs.uk"))}
    assert 'tls.sni; dotprefix; content:".nhs.uk"; nocase; endswith;' in wide["tls"]
    assert 'http.host; dotprefix; content:".nhs.uk"; endswith;' in wide["http"]


def way(number: int, port: int = 443) -> AgreementRule:
    source, target = (IPv4Network((int(IPv4Network("10.16.0.0/12").network_address) + place * 1024, 22)) for place in (number, number + 1))
    return AgreementRule(name=f"body-{number}_provider_payroll", sources=(source,), destinations=(target,), port=port)


def test_a_new_agreement_renumbers_nobody():
    before = {line for text in agreement_texts(way(number) for number in range(1, 200)).values() for line in text.split("\n")}
    after = {line for text in agreement_texts(way(number) for number in range(200)).values() for line in text.split("\n")}
    assert len(after - before) == 1
    assert before < after
    assert agreement_texts([way(2), way(1)]) == agreement_texts([way(1), way(2)])


def test_a_full_agreement_group_is_refused_in_words():
    with pytest.raises(ContractError, match=rf"holds {CAPACITY}: the hub carries no more agreements"):
        agreement_texts(way(number) for number in range(2 * AGREEMENT_BUCKETS * CAPACITY))


def test_a_full_group_is_refused():
    with pytest.raises(ContractError, match=f"holds {CAPACITY}"):
        rules_text([body(1, *(f"n{number}.example" for number in range(CAPACITY)))], PRIVATE)


def test_isolation_names_every_supernet():
    text = isolation_text((IPv4Network("10.16.0.0/12"), IPv4Network("10.64.0.0/12")))
    assert "drop ip [10.16.0.0/12,10.64.0.0/12] any -> [10.16.0.0/12,10.64.0.0/12] any" in text
