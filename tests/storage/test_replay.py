"""The audit trail alone gives the plan as it was at any moment."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from bot.exchange.importing import apply
from bot.exchange.rows import ActionRow, PartnerRow, Plan, SourceRow
from storage import actions
from storage.replay import actions_as_at


def now(world):
    with world.store.read() as tx:
        found = actions.by_numbers(tx, range(1, 100))
    return {action.number: action.model_copy(update={"version": 1}) for action in found}


def replayed(world, moment):
    with world.store.read() as tx:
        return actions_as_at(tx, moment)


def the_week(world):
    """What happens in a week, a step at a time."""
    world.ask(world.police, "done A6 duplicates merged")
    yield
    world.ask(world.nhs, "done A9 our part is done")
    world.ask(world.manager, "return A6 where are the links?")
    yield
    world.ask(world.police, "extend A7 31 December 2022 because the rota is late")
    yield
    world.ask(world.commissioner, "agree A7")
    world.ask(world.police, "undo A6")
    world.ask(world.manager, "withdraw A4 merged with A5")
    yield
    world.ask(world.manager, "link R4 A6", "/remit")
    world.ask(world.manager, "assign A6 @police.lead")
    yield
    unit = Person(user="U0MANAGER", team=world.services.home, roles=frozenset({Role.BUSINESS_UNIT}))
    by = By(person=unit, at=world.clock(), origin=Origin.IMPORT)
    said = {"title": "Confirm the structure", "lead": "LA", "contributors": ("POLICE",), "update": "agreed in part"}
    edited = ActionRow(row=2, number=5, **said)
    apply(world.store, Plan(actions=(edited,)), by, home=world.services.home)
    yield
    world.ask(world.manager, "undo A4")
    world.ask(world.manager, "reopen A4 by mistake")


def test_the_trail_gives_what_is_there_and_what_was_there_on_any_day(world):
    snapshots = {world.clock(): now(world)}
    for _ in the_week(world):
        snapshots[world.clock()] = now(world)
        world.clock.advance(hours=20)
    for moment, there in snapshots.items():
        assert replayed(world, moment) == there
    assert replayed(world, world.clock()) == now(world)
    assert replayed(world, min(snapshots) - timedelta(days=1)) == {}
    assert len({str(there) for there in snapshots.values()}) == len(snapshots)


def test_partners_and_sources_with_names_like_an_actions_are_none(world):
    by = By(person=Person(user="U0MANAGER", team="T0HOME"), at=world.clock(), origin=Origin.IMPORT)
    like = Plan(
        partners=(PartnerRow(code="A1E", name="Ambulances", kind="other", lead="U0ONE"),),
        sources=(SourceRow(ref="A12345678", title="A review"),),
    )
    apply(world.store, like, by)
    assert replayed(world, world.clock()) == now(world)


def test_a_moment_is_the_same_in_every_zone(world):
    moment = world.clock()
    world.clock.advance(hours=1)
    world.ask(world.police, "done A6 duplicates merged")
    for zone in ("Pacific/Auckland", "America/New_York"):
        assert replayed(world, moment.astimezone(ZoneInfo(zone))) == replayed(world, moment)
        assert replayed(world, world.clock().astimezone(ZoneInfo(zone))) == now(world)
