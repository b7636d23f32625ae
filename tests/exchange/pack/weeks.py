"""Four weeks of the example partnership, and the packs of them."""

from datetime import date

from bot.domain.people import Role
from bot.exchange.pack.contents import gathered
from tests.storage.plans import person
from tests.world import local

UNIT = person("UNIT", user="U0MANAGER", roles=[Role.BUSINESS_UNIT])
POLICE, COUNCIL = person("POLICE", user="U0POLICE"), person("LA", user="U0COUNCIL")
BEFORE, DAY = date(2022, 11, 18), date(2022, 12, 13)
TITLES = [
    *("Summary", "Decisions needed", "Exception report", "Overdue by organisation and age", "What changed"),
    *("Waiting for acceptance", "Addressed, embedded, sustained", "Remit items and their actions", "Deadlines"),
    *("Indicators", "More time asked for", "Funding", "How to read this"),
]


def packs(world):
    """A pack as somebody gets it."""

    def pack(who=UNIT, as_at=DAY, since=BEFORE):
        with world.store.read() as tx:
            return gathered(tx, world.services.yardstick(), as_at, since, who)

    return pack


def live(world):
    """Four weeks in which some things happen."""
    world.ask(world.police, "done A6 duplicates merged, see <@U0COUNCIL>")
    world.ask(world.council, "extend A12 31 December 2022 because the rota is late")
    world.clock.move_to(local("2022-11-23 10:00"))
    world.ask(world.manager, "accept A6")
    world.ask(world.commissioner, "refuse A12 the board needs it now")
    world.ask(world.police, "extend A7 31 December 2022 because the rota begins then")
    world.ask(world.nhs, "done A8 agreed and signed")
    world.ask(world.manager, "update A11 the three met")
    world.clock.move_to(local("2022-11-28 10:00"))
    world.ask(world.commissioner, "agree A7")
    world.ask(world.council, "extend A5 31 January 2023 because the post is vacant")
    world.ask(world.council, "blocked A1 no figures yet")
    world.ask(world.manager, "move D1 28 February 2023 because the department agreed", "/deadlines")
    world.ask(world.manager, "reading I1 387 on 20 November 2022", "/indicators")
    world.clock.move_to(local("2022-12-13 23:30"))


def part(pack, title):
    return next(section for section in pack.sections if section.title == title)


def rows(pack, name):
    """A table's rows, each by its headings."""
    table = next(table for section in pack.sections for table in section.tables if table.name == name)
    headings = [column.heading for column in table.columns]
    return [dict(zip(headings, row, strict=True)) for row in table.rows]


def words(pack):
    """All that is said in a pack."""
    cells = [str(cell) for section in pack.sections for table in section.tables for row in table.rows for cell in row]
    described = [chart.described for section in pack.sections for chart in section.charts]
    captions = [table.caption for section in pack.sections for table in section.tables]
    return "\n".join([*(line for section in pack.sections for line in section.lead), *cells, *described, *captions])


def everything(world):
    """A bit of everything that people do, a step at a time."""
    world.ask(world.police, "done A6 duplicates merged")
    yield
    world.ask(world.commissioner, "accept A6 minutes seen")
    world.ask(world.police, "extend A7 31 December 2022 because the rota is late")
    yield
    world.ask(world.commissioner, "agree A7")
    world.ask(world.council, "blocked A1 waiting for the agreement")
    world.ask(world.council, "done A9 our part is done")
    yield
    world.ask(world.nhs, "done A9 invitations sent")
    world.ask(world.manager, "return A9 where is the list?")
    world.ask(world.manager, "undo A9")
    yield
    world.ask(world.manager, "assign A6 @police.lead")
    world.ask(world.commissioner, "embedded A6 audit of 20 records")
    world.ask(world.manager, "withdraw A4 merged with A5")
    yield
    world.ask(world.manager, "link R4 A6", "/remit")
    world.ask(world.manager, "met R7 on 14 November 2022", "/remit")
    world.ask(world.manager, "move D1 28 February 2023 because the department agreed", "/deadlines")
    world.ask(world.manager, "reading I1 387 on 31 October 2022", "/indicators")
    yield
    world.ask(world.manager, "reading I1 390 on 31 October 2022", "/indicators")
    world.ask(world.manager, "undo I1")
    world.ask(world.manager, "pause police until 12 January 2023 because of the move")
    world.ask(world.manager, "reopen A4 by mistake")
    yield
    world.ask(world.commissioner, "sustained A6 second audit")
    world.ask(world.manager, "met D1 on 15 November 2022", "/deadlines")
