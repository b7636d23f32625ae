"""The largest plan that can be stored: everything that is shown of it is taken by Slack, and nothing is left out unsaid.

The stand-in refuses what Slack refuses, so an answer that arrives was within Slack's limits.
"""

import copy
import json
import re
import sqlite3
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.domain.events import By, Origin
from bot.domain.people import Person as Who
from bot.domain.people import Role
from bot.domain.plan import Better, Precision, Reading
from bot.playground.errors import CannotDoError
from bot.playground.people import Person
from bot.usecases import deadlines, indicators, keeping, people, progress, remit
from bot.usecases.words import Words
from storage import people as kept_people
from storage import updates
from tests.world import local, partnership

WORDS = "R&D <multi-agency> 😀 & “safe” "
LINK = "https://partnership.example/" + "a" * 2900
CODES = [f"P{number}" for number in range(100)]
MOST_OF_A_MESSAGE = 13_200
DAY = date(2022, 12, 1)


def of(length, first=""):
    """As many characters as can be stored, full of what Slack escapes."""
    return (first + WORDS * (length // len(WORDS) + 1))[:length].strip().ljust(length, "x")


class Plan:
    """105 partners, 120 sources, 100 remit items, deadlines and indicators; A13 has everything that one can have."""

    def __init__(self, world):
        self.world, self.slack = world, world.slack
        with world.store.write() as tx:
            self._around(tx)
        with world.store.write() as tx:
            self._actions(tx)
        self.database = sqlite3.connect(":memory:")
        self.live = sqlite3.connect(world.store.path)
        self.live.execute("PRAGMA synchronous = OFF")
        self.live.backup(self.database)

    def put(self):
        """Put the plan back to how it was."""
        self.database.backup(self.live)
        self.world.clock.move_to(local("2022-11-14 09:00"))
        self.slack.stacks.clear()
        self.slack.errors.clear()

    @property
    def by(self):
        return self.said_by("U0SOMEBODY")

    def said_by(self, user):
        person = Who(user=user, team="T0", roles=frozenset({Role.BUSINESS_UNIT, Role.ASSURER}))
        return By(person=person, at=self.world.clock(), origin=Origin.COMMAND)

    def _around(self, tx):
        today = self.world.services.today()
        for code in CODES:
            draft = people.PartnerDraft(
                name=of(300, f"{code} "), kind="relevant agency", lead="U0NHS", deputy="U0COUNCIL"
            )
            people.add_partner(tx, code, draft, self.by, ())
        for number in range(116):
            ref = f"SOURCE-{1000 + number}-".ljust(40, "X")
            people.add_source(tx, people.SourceDraft(ref=ref, title=of(300), kind=of(300)), self.by, (), today)
        for number in range(60):
            kept_people.name_role(tx, f"U0NAMED{number}", self.world.services.home, Role.OBSERVER)
        for number in range(99):
            better = Better.LOWER
            bands = tuple(of(60, f"{place} ") for place in range(10))
            draft = indicators.Draft(
                name=of(300, f"{number} "), unit=of(300), better=better, target=Decimal(100), bands=bands
            )
            indicators.add(tx, draft, self.by)
            text = of(300)
            draft = deadlines.Draft(title=of(300), phrase=text, basis=of(3000), precision=Precision.DAY, due=DAY)
            deadlines.add(tx, draft, self.by)
        for number in range(40):
            parts = tuple(Decimal(10**10) for _ in range(10))
            reading = Reading(on=today - timedelta(days=number), value=Decimal(10**11), bands=parts)
            indicators.add_reading(tx, 2, reading, self.by, today)
        everything = frozenset(range(1, 101))
        for number in range(93):
            linked = everything if number == 0 else frozenset()
            draft = remit.Draft(text=of(3000, f"{number} "), source="JTAI-2022", deadlines=linked, indicators=linked)
            remit.add(tx, draft, self.by)

    def _actions(self, tx):
        largest = keeping.Draft(
            title=of(150),
            lead="POLICE",
            contributors=frozenset(CODES),
            success_measure=of(3000),
            source="SOURCE-1000-".ljust(40, "X"),
            finding=of(3000),
            remit=frozenset(range(1, 101)),
            due=DAY,
            named_lead="U0POLICE",
        )
        rules = self.world.services.yardstick()
        keeping.add(tx, largest, self.by, rules)
        for number in range(35):  # put straight into the store, since recording takes its time
            word = updates.add(tx, 13, "update", of(3000, f"{number} "), self.by, "POLICE", on_behalf=True)
            updates.add_evidence(tx, word, LINK, of(3000))
        for number in range(25):
            words = Words(text=of(3000, f"{number} "), proof=LINK, difference=of(3000))
            progress.record(tx, "update", 13, words, self.by, rules)
        progress.record(tx, "blocked", 13, Words(text=of(3000)), self.by, rules)
        progress.record(tx, "extend", 13, Words(text=of(3000), due=date(2023, 1, 31)), self.by, rules)
        for number in range(45):
            own = {"title": of(150, f"{number} "), "due": DAY + timedelta(days=number)}
            draft = largest.model_copy(
                update=own | {"contributors": frozenset(CODES[:3]), "remit": frozenset(range(1, 10))}
            )
            added = keeping.add(tx, draft, self.by, rules).number
            if number >= 42:
                progress.record(
                    tx, "done", added, Words(text=of(3000), proof=LINK, difference=of(3000)), self.by, rules
                )
            if number >= 43:
                other = self.said_by("U0ANOTHER")
                progress.record(tx, "accept", added, Words(text=of(3000)), other, rules)
            if number >= 44:
                words = Words(text=of(3000), proof=LINK)
                progress.record(tx, "embedded", added, words, self.by, rules)

    def ask(self, person, text, command="/actions", channel="general"):
        """What somebody sees after typing a command: a message that Slack takes."""
        answer = self.world.ask(person, text, command, channel)
        assert self.slack.errors == []
        if answer:
            assert not answer.is_error
            assert len(json.dumps(answer.blocks, ensure_ascii=False)) <= MOST_OF_A_MESSAGE
        return answer


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with partnership(tmp_path_factory.mktemp("largest")) as world:
        yield Plan(world)


@pytest.fixture
def plan(made):
    made.put()
    yield made
    assert made.slack.errors == []
    assert [row["fault"] for row in made.world.rows("SELECT fault FROM outbox WHERE state = 'failed'")] == []


def worded(shown):
    return json.dumps(shown.blocks, ensure_ascii=False)


ANSWERS = {
    "/actions": [
        "",
        "all",
        "overdue",
        "all police",
        "all R1",
        "R108",
        "multi agency",
        "A13",
        "A55",
        "A58",
        "history A13",
    ],
    "/remit": ["", "R1", "R8", "history R8"],
    "/deadlines": ["", "D2", "history D2", "from"],
    "/indicators": ["", "I1", "I2", "history I2"],
}
ALL = [(command, text) for command, texts in ANSWERS.items() for text in [*texts, "help"]]


@pytest.mark.parametrize("who", ["manager", "police", "commissioner"])
@pytest.mark.parametrize(("command", "text"), ALL)
def test_every_answer_is_taken(plan, who, command, text):
    assert plan.ask(getattr(plan.world, who), text, command).text


def test_a_list_that_is_cut_says_so_and_leads_on(plan):
    answer = plan.ask(plan.world.manager, "all")
    rows = re.findall(r"\*(A\d+)\*", worded(answer))
    assert len(rows) == 10 or "There is more" in worded(answer)
    assert "Page 1 of 6" in worded(answer) or "There is more" in worded(answer)
    assert "page_next" in worded(answer)


@pytest.mark.parametrize(
    ("command", "text", "number", "rows"),
    [
        ("/remit", "", 100, r"\*R\d+\*"),
        ("/deadlines", "", 100, r"\*D\d+\*"),
        ("/indicators", "", 100, r"\*I\d+\*"),
        ("/remit", "R8", 46, r"\*A\d+\*"),
        ("/indicators", "I2", 40, r"on \d+ \w+ 2022"),
        ("/actions", "history A13", 28, "• "),
    ],
)
def test_what_does_not_fit_is_said_to_be_left_out(plan, command, text, number, rows):
    shown = worded(plan.ask(plan.world.manager, text, command))
    if len(re.findall(rows, shown)) < number:
        assert re.search(r"[Tt]here is more|[Aa]nd [\d,]+ more|[\d,]+ earlier|[\d,]+ (more|others)", shown)
    assert f"{number} change" in shown or "history" not in text or re.search("more|earlier", shown)


def test_the_card_says_where_words_were_cut_and_keeps_its_buttons(plan):
    card = worded(plan.ask(plan.world.manager, "A13"))
    for name in ("Success measure", "Blocked", "More time asked for", "Contributing", "Source"):
        assert "…" in re.search(rf"\*{name}[^\"]*\"", card)[0]
    for words in ("Report done", "Decide on more time", "Add an update", "History"):
        assert words in card


def opened(plan, person, press):
    """The form that a press opens, which Slack has taken."""
    press()
    view = plan.slack.modal(person.user.id)
    assert plan.slack.errors == []
    assert view
    assert len(json.dumps(view.body, ensure_ascii=False)) < 250_000
    return view


def elements(shown):
    for block in shown.blocks:
        for one in [*block.get("elements", []), block.get("accessory", {})]:
            if "action_id" in one:
                yield f"{block['block_id']}/{one['action_id']}", one


@pytest.mark.parametrize("who", ["manager", "police", "commissioner"])
@pytest.mark.parametrize("number", [13, 14, 56, 57, 58])
def test_everything_on_a_card_can_be_pressed(plan, who, number):
    person = getattr(plan.world, who)
    card = plan.ask(person, f"A{number}")
    assert "History" in worded(card)
    for name, element in list(elements(card)):
        values = [one["value"] for one in element.get("options", [])] or [None]
        for value in values:
            plan.slack.stacks.clear()
            if "history" in name or "show_card" in name:
                continue
            opened(plan, person, lambda: person.press(card, name, value))  # noqa: B023 — pressed at once


FORMS = [
    ("/actions", "add"), ("/actions", "edit A13"), ("/actions", "extend A14"), ("/actions", "settings"),
    ("/remit", "add"), ("/remit", "edit R8"), ("/deadlines", "add"), ("/deadlines", "edit D2"),
    ("/deadlines", "move D2"), ("/indicators", "add"), ("/indicators", "edit I2"), ("/indicators", "reading I2"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "text"), FORMS)
def test_every_form_is_taken(plan, command, text):
    opened(plan, plan.world.manager, lambda: plan.ask(plan.world.manager, text, command))


@pytest.mark.parametrize(("command", "text"), [one for one in FORMS if "edit" in one[1]])
def test_a_form_that_comes_back_as_it_was_opened_changes_nothing_but_what_was_typed(plan, command, text):
    """No choice of 100 partners, remit items or deadlines is lost on the way, and no word of 3,000."""
    ref, title = text.split()[1], {"A": "title", "R": "text", "D": "title", "I": "name"}[text.split()[1][0]]
    plan.ask(plan.world.manager, text, command)
    assert plan.world.manager.submit(values={title: "Another one"}) == {}
    [event] = plan.world.rows("SELECT * FROM events WHERE subject = ? ORDER BY id DESC LIMIT 1", (ref,))
    assert list(json.loads(event["after"])) == [title]


def test_everything_in_the_settings_can_be_opened(plan):
    plan.ask(plan.world.manager, "settings")
    view = plan.slack.modal("U0MANAGER")
    shown = worded(view)
    assert "P99" in shown
    assert "and 1" in shown or "SOURCE-1115" in shown
    for name, element in list(elements(view)):
        plan.slack.stacks["U0MANAGER"] = [copy.deepcopy(view)]
        options = element.get("options") or [
            one for group in element.get("option_groups", []) for one in group["options"]
        ]
        value = options[-1]["value"] if options else "U0COMMISSION" if element["type"] == "users_select" else None
        opened(plan, plan.world.manager, lambda: plan.world.manager.press(plan.slack.modal("U0MANAGER"), name, value))  # noqa: B023


@pytest.mark.parametrize("who", ["U0MANAGER", "U0POLICE", "U0COMMISSION", "U0OUTSIDE"])
def test_app_home_is_taken(plan, who):
    def published():
        return [call for call in plan.slack.calls if call.method == "views.publish"]

    before = len(published())
    Person(plan.slack, who).open_home()
    plan.slack.wait_for(lambda: len(published()) > before)
    assert published()[-1].error is None
    assert len(plan.slack.home(who).blocks) <= 100


def test_the_weeks_messages_are_taken_and_say_what_they_leave_out(plan):
    seen = len(plan.world.messages("west-midlands-police"))
    plan.world.tick()
    digest = plan.world.messages("west-midlands-police")[seen]
    assert digest.text.startswith("West Midlands Police")
    replies = plan.world.replies("west-midlands-police", digest.ts)
    rows = [ref for one in replies for ref in re.findall(r"\*(A\d+)\*", worded(one))]
    to_do = int(re.search(r"(\d+) actions to do", digest.text)[1])
    if len(set(rows)) < to_do:
        assert re.search(r"And [\d,]+ more: `/actions`", worded(digest))
    unit = plan.world.messages("partnership-business-unit")
    heartbeat = next(one for one in reversed(unit) if "week's digests" in one.text)
    glance = next(block["text"]["text"] for block in heartbeat.blocks if "glance" in json.dumps(block))
    assert glance.count("• ") == 100 or re.search(r"[\d,]+ more", glance)


def test_a_list_in_which_rows_were_cut_still_shows_each_of_its_actions_somewhere(plan):
    """What a digest's thread is about and does not show can't be answered there."""
    plan.world.tick()
    channel = "west-midlands-police"
    digest = plan.world.messages(channel)[-1]
    for message in plan.world.replies(channel, digest.ts):
        [stored] = plan.world.rows("SELECT id FROM outbox WHERE ts = ?", (message.ts,))
        sql = "SELECT action_id FROM outbox_actions WHERE message_id = ?"
        about = {f"A{row['action_id']}" for row in plan.world.rows(sql, (stored["id"],))}
        shown = set(re.findall(r"\*(A\d+)\*", worded(message)))
        assert shown == about or "There is more" in worded(message)


def test_an_offer_in_a_thread_about_many_says_that_there_are_more(plan):
    plan.world.tick()
    channel = "west-midlands-police"
    digest = plan.world.messages(channel)[-1]
    plan.world.police.say(channel, f"update {of(2900)}", thread_ts=digest.ts)
    plan.world.deliver()
    offer = plan.slack.ephemerals("U0POLICE")[-1]
    assert offer.text.startswith("Which action")
    about = {ref for one in plan.world.replies(channel, digest.ts) for ref in re.findall(r"\*(A\d+)\*", worded(one))}
    offered = {ref for _, one in elements(offer) for ref in re.findall(r"A\d+", one["value"])}
    assert offered == about or re.search(r"more", worded(offer))


def test_every_posted_message_is_taken_and_brought_up_to_date(plan):
    seen = len(plan.world.messages("west-midlands-police"))
    plan.ask(plan.world.police, "post A13", channel="west-midlands-police")
    plan.world.police.press(plan.ask(plan.world.police, "", channel="west-midlands-police"), "show_list")
    plan.slack.wait_for(
        lambda: plan.world.rows("SELECT count(*) AS n FROM outbox WHERE state = 'waiting'")[0]["n"] == 2
    )
    plan.world.deliver()
    card = plan.world.messages("west-midlands-police")[seen]
    plan.world.police.say("west-midlands-police", f"update A13 {of(2900)}", thread_ts=card.ts)
    plan.world.police.say("west-midlands-police", f"done A13 {of(2900)}", thread_ts=card.ts)
    plan.world.deliver()
    said = [one.text for one in plan.world.replies("west-midlands-police", card.ts)]
    assert "Still to report on" in said[-1]
    assert "…" in said[-1]
    assert "reported done" in worded(card)
    assert not [call for call in plan.slack.calls if call.method == "chat.update" and call.error]


def test_the_largest_form_that_is_shown_again_since_something_changed(plan):
    plan.ask(plan.world.manager, "edit A13")
    plan.ask(plan.world.police, f"update A13 {of(2900)}")
    plan.world.manager.submit(values={"finding": of(3000, "another ")})
    view = plan.slack.modal("U0MANAGER")
    assert "has changed since you opened this form" in worded(view)
    assert plan.world.manager.submit() == {}
    assert plan.world.rows("SELECT finding FROM actions WHERE id = 13") == [{"finding": of(3000, "another ")}]


def test_whoever_had_a_form_open_is_told_of_everything_that_changed(plan):
    plan.ask(plan.world.manager, "extend A14")
    for number in range(8):
        plan.ask(plan.world.police, f"update A14 {of(2900, str(number))}")
    plan.world.manager.submit(values={"due": "2023-01-31", "words": of(3000)})
    told = plan.slack.modal("U0MANAGER").blocks[0]["text"]["text"]
    assert told.count("• ") == 8 or re.search("more|earlier", told)
    assert plan.world.manager.submit() == {}


def test_decisions_with_as_many_words_as_can_be_said(plan):
    for text in (
        f"return A56 {of(2900)}",
        f"refuse A13 {of(2900)}",
        f"withdraw A13 {of(2900)}",
        f"reopen A13 {of(2900)}",
    ):
        assert plan.ask(plan.world.manager, text).text.endswith("…")
    plan.world.deliver()
    for ref in ("A13", "A56"):
        assert plan.ask(plan.world.police, f"history {ref}").text


def test_somebody_of_a_hundred_partners_is_shown_everything_that_slack_takes(plan):
    with plan.world.store.write() as tx:
        sql = "INSERT INTO people (user, team, role, partner_id) SELECT 'U0OUTSIDE', ?, 'partner member', id FROM partners"
        tx.run(sql, (plan.world.services.home,))
    assert plan.ask(plan.world.outsider, "").text
    assert plan.ask(plan.world.outsider, "A13").text
    test_app_home_is_taken(plan, "U0OUTSIDE")


def test_a_proposal_and_a_message_of_any_length(plan):
    long = {"title": of(3000), "lead_partner": of(3000), "due": of(3000), "success_measure": of(3000)}
    plan.world.council.run_step("create_action", long)
    plan.world.deliver()
    proposal = plan.world.messages("partnership-business-unit")[-1]
    opened(plan, plan.world.manager, lambda: plan.world.manager.press(proposal, "workflow_add"))
    plan.slack.stacks.clear()
    opened(plan, plan.world.manager, lambda: plan.world.manager.press(proposal, "workflow_decline"))
    plan.slack.stacks.clear()
    said = plan.world.manager.say("general", of(12_000))
    opened(plan, plan.world.manager, lambda: plan.world.manager.shortcut("turn_into_action", said, "general"))


def test_more_than_can_be_kept_is_refused_and_not_cut(plan):
    assert "an update can hold 3,000" in plan.ask(plan.world.police, f"update A13 {of(3100)}").text
    plan.ask(plan.world.manager, "edit A13")
    assert plan.world.manager.submit(values={"title": of(151)}) != {}
    with pytest.raises(CannotDoError):
        plan.world.manager.submit(values={"lead": "NOBODY"})
