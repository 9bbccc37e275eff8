"""What the records promise must be reachable, and what may be: plain data for ``civic.reach``."""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Network

from civic.errors import InputError
from civic.estate.agreements import Agreement, consumed, provided
from civic.estate.estate import Estate
from civic.estate.machinery import APPLICATION_SERVICES, EVERYBODYS_NAMES, HOSTED_IN, HOSTING_NAMES, TELLS_RESIDENTS_APART
from civic.estate.store import load_manifest
from civic.reach.promises import INTERNET, Caller, Crossing, Names, Pair, Promise, Promises
from civic.records.hosts import host
from civic.records.organisation import OrganisationRecord
from civic.records.platform import Cell

DATABASE_PORT = 5432


def promises(estate: Estate) -> Promises:
    """All of an estate, on all clouds."""
    of_clouds = [_OfCloud(estate, cloud) for cloud in estate.platform.clouds]
    return Promises(
        delivered=tuple(each for one in of_clouds for each in one.delivered()),
        crossings=tuple(each for one in of_clouds for each in one.crossings()),
        names=tuple(each for one in of_clouds for each in one.names()),
        pairs=tuple(Pair(agreement.cloud, agreement.provider, agreement.consumer) for agreement in estate.agreements if agreement.state == "agreed"),
        blocked=tuple(estate.platform.blocked_domains),
        owned={one.cloud: tuple(one.owned()) for one in of_clouds},
        premises={one.cloud: tuple(block for _, record, _ in one.connected() for block in _on_premises(record, one.cloud)) for one in of_clouds},
    )


class _OfCloud:
    """What is promised on one cloud."""

    def __init__(self, estate: Estate, cloud: str) -> None:
        self.cloud = cloud
        self._estate = estate
        section = estate.platform.cloud(cloud)
        self._regions = section.regions if section else {}
        self._cells = section.cells if section else {}

    def connected(self) -> Iterator[tuple[str, OrganisationRecord, str]]:
        """Owners with a network here, each with its range."""
        for owner, record in self._estate.owners.items():
            region = self._estate.region_of(owner, self.cloud)
            held = self._estate.ledgers[owner].range(self.cloud, region) if owner in self._estate.ledgers else None
            if record.cloud(self.cloud) is not None and held is not None:
                yield owner, record, str(held)

    def _cell_of(self, owner: str, record: OrganisationRecord) -> Cell | None:
        key = self._estate.ledgers[owner].cell(self.cloud) if record.has_shared_hosting else ""
        cell = self._cells.get(key)
        return cell if cell and cell.region == self._estate.region_of(owner, self.cloud) else None

    def owned(self) -> Iterator[str]:
        """Everything that hubs, cells and ledgers hold, given up or not."""
        for place in self._regions.values():
            yield place.hub
        yield from (cell.range for cell in self._cells.values())
        for _, record, held in self.connected():
            yield held
            yield from _on_premises(record, self.cloud)

    def delivered(self) -> Iterator[Promise]:
        for owner, record, held in self.connected():
            caller = Caller(owner, (held,), "application" if "application" in record.tiers else "endpoint")
            yield Promise("resolver", self.cloud, caller)
            yield from self._entry(owner, record, caller)
            for agreement in consumed(self._estate.agreements, owner, self.cloud):
                yield Promise("agreement", self.cloud, caller, agreement.host, agreement.port, answered_by=self._behind(agreement))
            for domain in record.egress:
                yield Promise("egress", self.cloud, caller, domain)
            yield from self._premises(owner, record, caller)
            yield from self._office(owner, record, held)
            # On Azure every body has a vault, and no other endpoint that its record could name.
            for service in record.endpoints if self.cloud == "aws" else ("vault",):
                yield Promise("service", self.cloud, caller, own=f"{owner}-connection-", service=service)
            for protocol, port, name in EVERYBODYS_NAMES[self.cloud]:
                yield Promise("machinery", self.cloud, caller, name, port, protocol)
            yield from self._applications(owner, record, held)
            yield from self._published(owner, record)
        yield from self._machinery()

    def _entry(self, owner: str, record: OrganisationRecord, caller: Caller) -> Iterator[Promise]:
        cell = self._cell_of(owner, record)
        if cell is None:
            if record.has_dedicated_hosting and record.hosting and record.hosting.domain:
                for choice in record.applications_on(self.cloud):
                    name = host(choice.name, record.hosting.domain)
                    yield Promise("entry", self.cloud, caller, name, answered_by=f"{owner}-{choice.name}")
            return
        for choice in record.applications_on(self.cloud):
            name = host(choice.name, cell.domain, record.host_label)
            yield Promise("entry", self.cloud, caller, name, answered_by=f"{owner}-{choice.name}")

    def _published(self, owner: str, record: OrganisationRecord) -> Iterator[Promise]:
        """What residents call, once its name is proved; while the edge says that it is under maintenance, nobody is led on."""
        for each in record.published_on(self.cloud):
            if each.proved:
                yield Promise("public", self.cloud, Caller(INTERNET, ()), each.host, answered_by=f"{owner}-{each.application}")

    def _behind(self, agreement: Agreement) -> str:
        """The workload that a service is, where an application of the provider's is offered."""
        provider = self._estate.owners.get(agreement.provider)
        offer = next((each for each in provider.offers if each.name == agreement.offer), None) if provider else None
        return f"{agreement.provider}-{offer.application}" if offer and offer.application else ""

    def _premises(self, owner: str, record: OrganisationRecord, caller: Caller) -> Iterator[Promise]:
        taken = {agreement.offer for agreement in provided(self._estate.agreements, owner, self.cloud)}
        for offer in record.offers:
            if offer.address and offer.name in taken:
                yield Promise("premises", self.cloud, caller, port=offer.port, addresses=(offer.address,))

    def _office(self, owner: str, record: OrganisationRecord, held: str) -> Iterator[Promise]:
        """From each of a body's premises: its applications, and the services that it takes."""
        for place in record.premises_on(self.cloud):
            caller = Caller(owner, place.ranges, "premises")
            calls = [*self._entry(owner, record, caller)]
            for agreement in consumed(self._estate.agreements, owner, self.cloud):
                calls.append(Promise("agreement", self.cloud, caller, agreement.host, agreement.port, answered_by=self._behind(agreement)))
            yield from (replace(each, kind="office", asked_in=(held,)) for each in calls)

    def _applications(self, owner: str, record: OrganisationRecord, held: str) -> Iterator[Promise]:
        cell = self._cell_of(owner, record)
        for choice in record.applications_on(self.cloud):
            caller = Caller(owner, (cell.range if cell else held,), workload=f"{owner}-{choice.name}")
            for service in APPLICATION_SERVICES[self.cloud]:
                yield Promise("service", self.cloud, caller, service=service)
            yield from self._outward(owner, record, caller, shared=cell is not None)
            try:
                manifest = load_manifest(self._estate.root, choice.name, choice.version)
            except InputError:
                # Whoever plans the application says what is wrong with its manifest.
                continue
            if manifest.secrets and self.cloud == "azure":
                yield Promise("service", self.cloud, caller, own=f"{caller.workload}-", service="vault")
            if "postgresql" in manifest.needs:
                yield Promise("database", self.cloud, caller, port=DATABASE_PORT)

    def _outward(self, owner: str, record: OrganisationRecord, caller: Caller, *, shared: bool) -> Iterator[Promise]:
        """What an application calls beyond its own network: the body's agreements, and in hosting of its own the domains that the record allows."""
        if not shared:
            yield from (Promise("egress", self.cloud, caller, domain) for domain in record.egress)
        for agreement in consumed(self._estate.agreements, owner, self.cloud):
            if not shared:
                yield Promise("agreement", self.cloud, caller, agreement.host, agreement.port, answered_by=self._behind(agreement))
            elif TELLS_RESIDENTS_APART[self.cloud]:
                yield Promise("agreement", self.cloud, caller, port=agreement.port, door=agreement.provider)

    def _machinery(self) -> Iterator[Promise]:
        for key, cell in sorted(self._cells.items()):
            yield Promise("resolver", self.cloud, Caller(f"cell {key}", (cell.range,), HOSTED_IN[self.cloud]))
        for owner, held in self._hosted():
            for name in HOSTING_NAMES[self.cloud]:
                yield Promise("machinery", self.cloud, Caller(owner, (held,), "environment"), name)

    def _hosted(self) -> Iterator[tuple[str, str]]:
        """Whose hosting stands in which network."""
        yield from ((f"cell {key}", cell.range) for key, cell in sorted(self._cells.items()))
        yield from ((owner, held) for owner, record, held in self.connected() if record.has_dedicated_hosting)

    def crossings(self) -> Iterator[Crossing]:
        for owner, record, held in self.connected():
            cell = self._cell_of(owner, record)
            yield from self._to_premises(owner, record, held, cell)
            if cell is None:
                continue
            yield Crossing(self.cloud, (held,), (cell.range,), 443, at="balancer", because=f"{owner}, a resident")
            for agreement in consumed(self._estate.agreements, owner, self.cloud) if TELLS_RESIDENTS_APART[self.cloud] else ():
                because = f"{owner} with {agreement.provider} ({agreement.offer})"
                yield Crossing(self.cloud, (cell.range,), (held,), agreement.port, callers=owner, because=because)

    def _to_premises(self, owner: str, record: OrganisationRecord, held: str, cell: Cell | None) -> Iterator[Crossing]:
        """From premises to their own body's network and cell; to premises from their own body's door alone."""
        taken = consumed(self._estate.agreements, owner, self.cloud)
        ports = {agreement.port for agreement in taken} | ({443} if record.has_dedicated_hosting else set())
        for place in record.premises_on(self.cloud):
            because = f"{owner}'s premises {place.name}"
            for port in sorted(ports):
                yield Crossing(self.cloud, place.ranges, (held,), port, because=because)
            if cell:
                yield Crossing(self.cloud, place.ranges, (cell.range,), 443, at="balancer", because=because)
        for promise in self._premises(owner, record, Caller(owner, (held,))):
            yield Crossing(self.cloud, (held,), promise.addresses, promise.port, because=f"{owner}'s door")

    def names(self) -> Iterator[Names]:
        for _, record, held in self.connected():
            if record.egress:
                yield Names(self.cloud, (held,), record.egress)
        for _, held in self._hosted():
            if HOSTING_NAMES[self.cloud]:
                yield Names(self.cloud, (held,), HOSTING_NAMES[self.cloud])
        supernets = (block for place in self._regions.values() for block in place.bodies)
        brought = (held for _, record, held in self.connected() if record.brought(self.cloud))
        everybody = (*supernets, *brought, *(cell.range for cell in self._cells.values()))
        for protocol, port, name in EVERYBODYS_NAMES[self.cloud]:
            yield Names(self.cloud, tuple(str(IPv4Network(block)) for block in everybody), (name,), ((protocol, port),))


def _on_premises(record: OrganisationRecord, cloud: str) -> Iterator[str]:
    return (block for place in record.premises_on(cloud) for block in place.ranges)
