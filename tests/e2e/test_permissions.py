"""Every cell of the permission table, tried through Slack: who, what, from where.

What may be done happens, with one event in the audit trail. What may not changes nothing, and only the person hears
of it; to somebody who may not see an action it is as if there were none.
"""

import copy
import json
import sqlite3
from datetime import date
from itertools import product
from typing import NamedTuple

import pytest
from structlog.testing import capture_logs

from bot.domain.pauses import Pause
from bot.domain.people import Role
from bot.listeners import membership
from bot.messages.imports import Numbers, check
from bot.playground.people import Person
from commands.registry import COMMANDS, FORMS, PRESSED, VIEWS
from storage import imports, outbox, pauses, people
from storage.outbox import Message
from tests.world import partnership

PRODUCT = """
| see actions | all | own partner's | those it contributes to | all | all | none |
| update, report done | yes, marked "recorded on behalf of" | yes | own part | no | no | no |
| ask for more time | yes | yes | no | no | no | no |
| decide an extension, accept, return | yes, not one's own | no | no | yes | no | no |
| assure embedded | yes | no | no | yes | no | no |
| assure sustained | no | no | no | yes | no | no |
| assign the named lead | yes | own partner | no | no | no | no |
| add, edit, withdraw, reopen, import, pause, settings | yes | no | no | no | no | no |
| remit items: add, edit, mark met | yes | no | no | yes | no | no |
| indicator readings | yes | own indicators | no | no | no | no |
| report, export | yes | own partner's | no | yes | yes | no |
"""
"""The permission table as it was agreed: a row for each thing to do, a column for each way to stand to an action."""
COLUMNS = ("unit", "lead", "part", "assurer", "observer", "anyone else")
MAY = {
    row: {column for column, cell in zip(COLUMNS, cells, strict=True) if cell not in {"no", "none"}}
    for row, *cells in (line.strip("| ").split(" | ") for line in PRODUCT.strip().splitlines())
}
SEE, UPDATE, TIME, DECIDE, EMBEDDED, SUSTAINED, ASSIGN, MANAGE, REMIT, READINGS, REPORT = MAY

LEAD, PART, OTHER, UNIT = "bsol-icb", "west-midlands-police", "probation", "partnership-business-unit"
"""Channels: of the partner that leads A9, of one that contributes to it, of one that has no part in it, the unit's."""
WHO = {
    "unit": ("U0MANAGER", "unit"),
    "lead": ("U0NHS", "lead"),
    "part": ("U0POLICE", "part"),
    "assurer": ("U0COMMISSION", "assurer"),
    "observer": ("U0OBSERVER", "observer"),
    "other partner": ("U0PROBATION", "anyone else"),
    "unknown": ("U0OUTSIDE", "anyone else"),
    "Slack Connect": ("U0CONNECT", "anyone else"),
}
"""User and column. The last one is of another workspace, and sits in the lead partner's channel."""
ROLES = {"unit": "business unit", "assurer": "assurer", "observer": "observer"}
STRANGER = (
    "This answers members of the partnership only. Ask <@U0MANAGER> to add you, or join your organisation's channel."
)


class Place(NamedTuple):
    """Where something is said: as a command or in the thread of the bot's card, in a channel or (None) a direct one."""

    how: str
    channel: str | None


PLACES = {
    "command": Place("command", "general"),
    "command in another partner's channel": Place("command", OTHER),
    "command in direct messages": Place("command", None),
    "reply in the lead partner's channel": Place("thread", LEAD),
    "reply in the unit's channel": Place("thread", UNIT),
    "reply in direct messages": Place("thread", None),
}


class Deed(NamedTuple):
    """One thing to do to A9: its row, A9's state before, the words, what of A9 is then different."""

    row: str
    state: str
    words: str
    becomes: dict


DEEDS = {
    "done": Deed(UPDATE, "open", "every agency is invited", {"stage": "reported done"}),
    "evidence": Deed(UPDATE, "reported", "letters sent", {"said": "letters sent"}),
    "update": Deed(UPDATE, "open", "letters sent", {"said": "letters sent"}),
    "blocked": Deed(UPDATE, "open", "no agreement yet", {"blocked": "no agreement yet"}),
    "unblocked": Deed(UPDATE, "blocked", "agreement signed", {"blocked": None}),
    "extend": Deed(TIME, "open", "31 January 2023 because the rota is late", {"asked": "2023-01-31"}),
    "agree": Deed(DECIDE, "asked", "", {"due": "2023-01-31", "asked": None}),
    "refuse": Deed(DECIDE, "asked", "the board needs it", {"due": "2022-12-09", "asked": None}),
    "accept": Deed(DECIDE, "reported", "minutes seen", {"stage": "addressed"}),
    "return": Deed(DECIDE, "reported", "no minutes", {"stage": "in progress"}),
    "embedded": Deed(EMBEDDED, "addressed", "20 records: all invited", {"stage": "embedded"}),
    "sustained": Deed(SUSTAINED, "embedded", "20 more: all invited", {"stage": "sustained"}),
    "assign": Deed(ASSIGN, "open", "@nhs.lead", {"named_lead": "U0NHS"}),
    "withdraw": Deed(MANAGE, "open", "merged with A12", {"stage": "withdrawn"}),
    "reopen": Deed(MANAGE, "addressed", "some are missing again", {"stage": "in progress"}),
    "pause": Deed(MANAGE, "open", "until 12 January 2023: in court", {"paused": "2023-01-12", "said": "in court"}),
    "resume": Deed(MANAGE, "paused", "", {"paused": None}),
}
OWN_PART = {"done": {"part": 1}}
"""What is different where a contributing partner does it."""
STATES = {
    "blocked": ("open", "U0POLICE", "blocked A9 no agreement yet"),
    "asked": ("open", "U0NHS2", "extend A9 31 January 2023 because the rota is late"),
    "reported": ("open", "U0NHS2", "done A9"),
    "addressed": ("reported", "U0COMMISSION", "accept A9 minutes seen"),
    "embedded": ("addressed", "U0COMMISSION", "embedded A9 20 records: all invited"),
    "paused": ("open", "U0MANAGER", "pause A9 until 12 January 2023: in court"),
}
"""States of A9: from which other one, by whom, in what words. In "open" the council spoke last."""
A9 = """SELECT stage, due, blocked, named_lead, title, paused_until AS paused,
    (SELECT due FROM extension_requests WHERE action_id = 9) AS asked,
    (SELECT reported IS NOT NULL FROM contributions c JOIN partners p ON p.id = partner_id
        WHERE action_id = 9 AND code = 'POLICE') AS part,
    (SELECT text FROM updates WHERE action_id = 9 ORDER BY id DESC LIMIT 1) AS said FROM actions WHERE id = 9"""
SET_ASIDE = {"seen", "outbox", "outbox_actions", "sqlite_sequence"}
"""Tables that a refusal may change: what Slack has delivered, and answers on their way."""


class Told(NamedTuple):
    """What the bot says; `only_for` is the user id of the only one who sees it."""

    text: str
    blocks: list
    only_for: str | None


class Scene:
    """A9 in each of its states, to be put back before each cell; its card in three channels and everybody's own."""

    def __init__(self, world):
        self.world, self.slack = world, world.slack
        self.kept, self.rows_of, self.sent, self.shown = {}, {}, {}, {}
        self.persons = {who: Person(self.slack, user) for who, (user, _) in WHO.items()}
        self.live = sqlite3.connect(world.store.path)
        self.live.row_factory = sqlite3.Row
        self.live.execute("PRAGMA synchronous = OFF")
        names = [row["name"] for row in self.live.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        self.tables = [name for name in names if name not in SET_ASIDE and "_fts" not in name]
        world.ask(world.council, "update A9 our desk was told")
        for channel in (LEAD, UNIT):
            world.ask(world.manager, "post A9", channel=channel)
        with world.store.write() as tx:
            for user in (user for user, _ in WHO.values() if user != "U0CONNECT"):
                line = Message.of(f"line:{user}", user, "About A9", [], actions=(9,))
                outbox.queue(tx, line, world.clock())
        self.run = world.council.run_step("create_action", {"title": "Agree a rota"})
        world.deliver()
        self.cards = {channel: self.message(channel, "A9 ") for channel in (LEAD, UNIT)}
        self.proposal = self.message(UNIT, "A workflow proposes")
        self._keep("open")
        for state, (before, user, words) in STATES.items():
            self.put(before)
            Person(self.slack, user).command("/actions", words, channel="general")
            world.deliver()
            self._keep(state)

    def message(self, channel, begins):
        return next(one for one in self.world.messages(channel) if one.text.startswith(begins))

    def _keep(self, state):
        """Keep the database, and how the cards look."""
        self.kept[state] = sqlite3.connect(":memory:")
        self.live.backup(self.kept[state])
        self.shown[state] = {channel: copy.deepcopy(card.blocks) for channel, card in self.cards.items()}
        self.rows_of[state], self.sent[state] = self.rows(), self.last()

    def put(self, state):
        """Put everything back to how it was in this state."""
        self.kept[state].backup(self.live)
        for channel, card in self.cards.items():
            card.blocks = copy.deepcopy(self.shown[state][channel])
        self.slack.stacks.clear()
        self.state = state

    def rows(self):
        """The whole database, but for what is set aside."""
        return {name: self.live.execute(f'SELECT * FROM "{name}"').fetchall() for name in self.tables}

    def action(self):
        return self.live.execute(A9).fetchone()

    def events(self):
        """What the audit trail has beyond the state that was put back."""
        known = len(self.rows_of[self.state]["events"])
        return self.live.execute("SELECT * FROM events WHERE id > ?", (known,)).fetchall()

    def unchanged(self):
        now, before = self.rows(), self.rows_of[self.state]
        assert {name for name in now if now[name] != before[name]} == set()
        assert all(one.only_for for one in self.queued(self.sent[self.state]))

    def type(self, who, text, place, command="/actions"):
        """Type a command, or reply in the thread of A9's card; what only this person is told."""
        person, where = self.persons[who], place.channel or self.slack.open_dm(WHO[who][0]).id
        if place.how == "command":
            answer = person.command(command, text, channel=where)
            return [Told(answer.text, answer.blocks, answer.ephemeral_to)] if answer else []
        ts = self.cards[where].ts if where in self.cards else self.slack.messages(where)[0].ts
        before = self.last()
        person.say(where, text, thread_ts=ts)
        return [one for one in self.queued(before) if one.only_for]

    def last(self):
        """The id of the last message that the bot has sent, or will send."""
        return self.live.execute("SELECT max(id) AS id FROM outbox").fetchone()["id"]

    def queued(self, after):
        """The messages that the bot will send, after the one with this id."""
        rows = self.live.execute("SELECT text, blocks, only_for FROM outbox WHERE id > ? ORDER BY id", (after,))
        return [Told(row["text"], json.loads(row["blocks"]), row["only_for"]) for row in rows]

    def send(self, who, opened, filled):
        """Send a form that was opened before: what is said beside a field of it, or in its place; "" if it was taken."""
        user = WHO[who][0]
        self.slack.stacks[user] = opened
        errors = self.persons[who].submit(values=filled)
        if errors:
            return "; ".join(errors.values())
        view = self.slack.modal(user)
        return view.blocks[0]["text"]["text"] if view and view.title == "Not saved" else ""

    def public(self):
        """How many messages stand in every channel."""
        return {channel: len(self.slack.everything(channel)) for channel in list(self.slack.channels)}

    def press(self, who, message, name, value=None):
        """Press a button that everybody sees: the form that opens, or what only this person is told."""
        person = self.persons[who]
        before, public = len(self.slack.ephemerals(person.user.id)), self.public()
        person.press(message, name, value)
        self.slack.wait_for(
            lambda: self.slack.modal(person.user.id) or len(self.slack.ephemerals(person.user.id)) > before
        )
        assert self.public() == public
        if form := self.slack.modal(person.user.id):
            return form, None
        [told] = self.slack.ephemerals(person.user.id)[before:]
        return None, told.text


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    with partnership(tmp_path_factory.mktemp("permissions")) as world:
        slack = world.slack
        slack.add_user("observer", "Observer", user_id="U0OBSERVER")
        slack.add_user("nhs.deputy", "NHS deputy", user_id="U0NHS2")
        slack.add_user("connect", "Of another workspace", user_id="U0CONNECT", team_id="T0ELSEWHERE")
        slack.channel(LEAD).members += ["U0NHS2", "U0CONNECT"]
        slack.channel(LEAD).is_ext_shared = True
        membership.refresh(world.bot.app.client, world.services)
        with world.store.write() as tx:
            people.name_role(tx, "U0OBSERVER", world.services.home, Role.OBSERVER)
            tx.run("UPDATE indicators SET owner_id = (SELECT id FROM partners WHERE code = 'ICB')")
        # They sit in these channels, and nothing but what they do there tells the bot so.
        for channel, user in product(("general", OTHER, LEAD, UNIT), (user for user, _ in WHO.values())):
            if user not in slack.channel(channel).members and (user != "U0CONNECT" or channel == "general"):
                slack.channel(channel).members.append(user)
        slack.channel("general").members.append("U0NHS2")
        yield Scene(world)


def stands(who, channel):
    """The column of somebody in this channel, and whether the partnership knows them.

    Whoever is in a partner's channel is its member, unless they sit there for a role of theirs or are from elsewhere.
    """
    column = WHO[who][1]
    if who == "Slack Connect":
        return column, False
    if channel == LEAD and who not in ROLES:
        return "lead", True
    return column, who != "unknown" or channel in {OTHER, UNIT}


def sitting(channel):
    """Who sits in this channel: somebody of another workspace in the lead partner's only."""
    return [who for who in WHO if who != "Slack Connect" or channel == LEAD]


def worded(message):
    """All that a message says, but for the ids that Slack gives to its blocks."""
    bare = [{key: value for key, value in block.items() if key != "block_id"} for block in message.blocks]
    return message.text + json.dumps(bare, ensure_ascii=False)


def cells(*dimensions):
    """Everything with everything, except what Slack itself does not let anybody do from another workspace."""
    return [
        pytest.param(*cell, id="-".join(cell))
        for cell in product(*dimensions)
        if "Slack Connect" not in cell or cell[-1] == "reply in the lead partner's channel"
    ]


def recorded(scene, who, column, verb, origin):
    """A9 is as it has to be, and one event says who did it, as what, for whom and from where."""
    deed = DEEDS[verb]
    part = column == "part"
    now = scene.action()
    for field, value in (OWN_PART.get(verb, deed.becomes) if part else deed.becomes).items():
        assert now[field] == value
    [event] = scene.events()
    assert (event["subject"], event["verb"]) == ("A9", "part done" if part and verb == "done" else verb)
    assert event["user"] == WHO[who][0]
    assert event["team"] == scene.slack.team_id
    assert event["role"] == ROLES.get(who, "partner member")
    assert event["origin"] == origin
    for_whom = "POLICE" if part else "ICB"
    assert event["partner"] == (for_whom if deed.row in {UPDATE, TIME, ASSIGN} else None)
    before, after = json.loads(event["before"]), json.loads(event["after"])
    assert before.keys() == after.keys()
    assert all(before[field] != after[field] for field in after)


def refused(scene, column, *, known, sentence):
    """Nothing is different, and the sentence is the one for somebody who stands so."""
    scene.unchanged()
    if not known:
        assert sentence == STRANGER
    elif column == "anyone else":
        assert sentence.startswith("There is no action A9 that you can see.")
    else:
        assert sentence.endswith(", so nothing was changed.")


@pytest.mark.parametrize(("who", "verb", "where"), cells(WHO, DEEDS, PLACES))
def test_what_is_typed(scene, who, verb, where):
    deed, place = DEEDS[verb], PLACES[where]
    column, known = stands(who, place.channel)
    scene.put(deed.state)
    told = scene.type(who, f"{verb} A9 {deed.words}".strip(), place)
    if column in MAY[deed.row]:
        recorded(scene, who, column, verb, "command" if place.how == "command" else "thread")
        return
    [told] = told
    assert told.only_for == WHO[who][0]
    refused(scene, column, known=known, sentence=told.text)
    if column not in MAY[SEE]:
        [none] = scene.type(who, f"{verb} A99 {deed.words}".strip(), place)
        assert worded(told) == worded(none).replace("A99", "A9")


@pytest.mark.parametrize(
    ("who", "where"),
    [
        (who, where)
        for where, place in PLACES.items()
        for who in sitting(place.channel)
        if place.how == "thread" and stands(who, place.channel)[0] not in MAY[UPDATE]
    ],
)
def test_who_may_not_is_told_alone(scene, who, where):
    place = PLACES[where]
    scene.put("open")
    public, before = scene.public(), {user: len(scene.slack.ephemerals(user)) for user, _ in WHO.values()}
    [told] = scene.type(who, "done A9 every agency is invited", place)
    scene.world.deliver()
    public[(place.channel and scene.slack.channel(place.channel).id) or scene.slack.open_dm(WHO[who][0]).id] += 1
    assert scene.public() == public
    heard = {user: [one.text for one in scene.slack.ephemerals(user)[before[user] :]] for user in before}
    assert heard == {user: [told.text] if user == WHO[who][0] else [] for user in before}


@pytest.mark.parametrize(("who", "where"), cells(WHO, PLACES))
def test_nobody_takes_back_what_somebody_else_did(scene, who, where):
    column, known = stands(who, PLACES[where].channel)
    scene.put("open")
    [none] = scene.type(who, "undo A99", PLACES[where])
    [told] = scene.type(who, "undo A9", PLACES[where])
    scene.unchanged()
    if column in MAY[SEE]:
        assert told.text == "Somebody else has changed A9 since, so nothing was taken back."
    else:
        refused(scene, column, known=known, sentence=told.text)
        assert worded(told) == worded(none).replace("A99", "A9")


COMMAND_PLACES = [where for where, place in PLACES.items() if place.how == "command"]
LOOKS = {"card": "A9", "history": "history A9"}
TITLE = "Make sure that every relevant agency is invited to strategy meetings"


@pytest.mark.parametrize(("who", "look", "where"), cells(WHO, LOOKS, COMMAND_PLACES))
def test_what_is_looked_at(scene, who, look, where):
    column, known = stands(who, PLACES[where].channel)
    scene.put("open")
    [none] = scene.type(who, LOOKS[look].replace("A9", "A99"), PLACES[where])
    [told] = scene.type(who, LOOKS[look], PLACES[where])
    if column in MAY[SEE]:
        assert TITLE in worded(told)
        scene.unchanged()
    else:
        refused(scene, column, known=known, sentence=told.text)
        assert worded(told) == worded(none).replace("A99", "A9")


@pytest.mark.parametrize(("who", "text", "where"), cells(WHO, ["", "all", "strategy", "R1", "icb"], COMMAND_PLACES))
def test_what_is_listed_and_found(scene, who, text, where):
    column, known = stands(who, PLACES[where].channel)
    scene.put("open")
    [told] = scene.type(who, text, PLACES[where])
    scene.unchanged()
    assert ("*A9*" in worded(told)) == (TITLE in worded(told)) == (column in MAY[SEE])
    if not known:
        assert told.text == STRANGER
    if column == "anyone else" and text == "strategy":
        [none] = scene.type(who, "zzzz", PLACES[where])
        assert worded(told) == worded(none).replace("zzzz", text)


POSTED = {
    "general": (),
    OTHER: (),
    LEAD: ("unit", "lead", "part", "other partner", "unknown"),
    UNIT: ("unit",),
    "": (),
}
"""Who may put the card of A9 into which channel; whoever is in the lead partner's channel is its member."""


@pytest.mark.parametrize(("who", "channel"), [cell for cell in product(WHO, POSTED) if cell[0] != "Slack Connect"])
def test_what_is_posted(scene, who, channel):
    column, known = stands(who, channel)
    scene.put("open")
    [told] = scene.type(who, "post A9", Place("command", channel or None))
    before = scene.public()
    scene.world.deliver()
    grown = {name for name, count in scene.public().items() if count != before[name]}
    assert scene.rows() == scene.rows_of["open"]
    if who in POSTED[channel]:
        assert grown == {scene.slack.channel(channel).id}
        return
    assert grown == set()
    if column in MAY[SEE]:
        assert told.text.startswith("That was not posted")
    else:
        refused(scene, column, known=known, sentence=told.text)


FORMS_OF_A9 = {
    **{verb: (verb, {"words": DEEDS[verb].words}) for verb in ("done", "evidence", "update", "blocked", "unblocked")},
    "extend": ("extend", {"due": "2023-01-31", "words": "the rota is late"}),
    "agree": ("decide", {"choice": "agree"}),
    "refuse": ("decide", {"choice": "refuse", "words": "the board needs it"}),
    "accept": ("check", {"choice": "accept"}),
    "return": ("check", {"choice": "return", "words": "no minutes"}),
    "embedded": ("assure", {"words": "20 records: all invited"}),
    "sustained": ("assure", {"words": "20 more: all invited"}),
    "assign": ("assign", {"named": "U0NHS"}),
    "withdraw": ("withdraw", {"words": "merged with A12"}),
    "reopen": ("reopen", {"words": "some are missing again"}),
    "pause": ("pause", {"due": "2023-01-12", "words": "in court"}),
    "resume": ("pause", {"choice": "resume"}),
}
"""The form in which each deed can be done, and what is filled in."""
IN_SIGHT = {"done", "update", "decide", "check", "assure", "pause"}
"""Forms that have a button of their own on a card; the others are in its menu."""


SENT_BACK = [
    (who, verb)
    for who, verb in product(WHO, FORMS_OF_A9)
    if who != "Slack Connect" and (who, verb) != ("unit", "sustained")
]
"""Who sends which form back after a role was taken away; a coordinator never holds what opens "sustained"."""


def granted(scene, who, verb=""):
    """Let somebody hold the roles that open a form, until the state is put back: never the unit's for "sustained"."""
    user = scene.slack.users[WHO[who][0]]
    with scene.world.store.write() as tx:
        if verb == "sustained":
            tx.run("DELETE FROM people WHERE user = ? AND role = 'business unit'", (user.id,))
        for role in (Role.ASSURER,) if verb == "sustained" else (Role.BUSINESS_UNIT, Role.ASSURER):
            people.name_role(tx, user.id, user.team_id, role)


def pressing(form):
    """How the button of a form on A9's card is pressed, or how it is chosen in the card's menu."""
    return (form,) if form in IN_SIGHT else ("row_menu", f"{form} A9")


@pytest.mark.parametrize(("who", "verb"), SENT_BACK)
def test_a_form_that_comes_back_after_the_role_was_taken_away(scene, who, verb):
    form, filled = FORMS_OF_A9[verb]
    column, known = stands(who, "general")
    person = scene.persons[who]
    scene.put(DEEDS[verb].state)
    granted(scene, who, verb)
    card = person.command("/actions", "A9", channel="general")
    person.press(card, *pressing(form))
    opened = scene.slack.modals(person.user.id)
    assert [view.callback_id for view in opened] == [form]
    scene.put(DEEDS[verb].state)
    sentence = scene.send(who, opened, filled)
    if column in MAY[DEEDS[verb].row]:
        assert sentence == ""
        recorded(scene, who, column, verb, "form")
    else:
        refused(scene, column, known=known, sentence=sentence)


def test_a_form_from_another_workspace_after_the_role_was_taken_away(scene):
    scene.put("open")
    granted(scene, "Slack Connect")
    form, _ = scene.press("Slack Connect", scene.cards[LEAD], "update")
    scene.put("open")
    sentence = scene.send("Slack Connect", [form], {"words": "letters sent"})
    refused(scene, "anyone else", known=False, sentence=sentence)


def test_somebody_of_another_workspace_counts_by_their_own_team_and_id(scene):
    place = PLACES["reply in the lead partner's channel"]
    for team, stage in ((scene.slack.team_id, "reported done"), ("T0ELSEWHERE", "addressed")):
        scene.put("reported")
        with scene.world.store.write() as tx:
            people.name_role(tx, "U0CONNECT", team, Role.ASSURER)
        scene.type("Slack Connect", "accept A9 minutes seen", place)
        assert scene.action()["stage"] == stage


KEEPING = {
    "add": ("add", {"title": "Agree a rota", "lead": "LA"}),
    "edit A9": ("edit", {"title": "Invite everybody"}),
}


@pytest.mark.parametrize(("who", "text", "where"), cells(WHO, [*KEEPING, "settings", "import"], COMMAND_PLACES))
def test_the_forms_of_those_who_keep_the_plan(scene, who, text, where):
    column, known = stands(who, PLACES[where].channel)
    scene.put("open")
    told = scene.type(who, text, PLACES[where])
    scene.unchanged()
    if column in MAY[MANAGE]:
        assert told == []
        assert scene.slack.modal(WHO[who][0]).callback_id == text.removesuffix(" A9")
        return
    assert scene.slack.modal(WHO[who][0]) is None
    [told] = told
    if text == "edit A9":
        refused(scene, column, known=known, sentence=told.text)
    else:
        assert told.text.endswith(", so nothing was changed.") if known else told.text == STRANGER


@pytest.mark.parametrize(("who", "text"), list(product([who for who in WHO if who != "Slack Connect"], KEEPING)))
def test_a_keepers_form_that_comes_back_after_the_role_was_taken_away(scene, who, text):
    name, filled = KEEPING[text]
    column, known = stands(who, "general")
    scene.put("open")
    granted(scene, who)
    scene.type(who, text, PLACES["command"])
    opened = scene.slack.modals(WHO[who][0])
    scene.put("open")
    sentence = scene.send(who, opened, filled)
    if column in MAY[MANAGE]:
        assert sentence == ""
        [event] = scene.events()
        assert (event["user"], event["role"], event["origin"]) == (WHO[who][0], "business unit", "form")
        assert (event["verb"], event["subject"]) == (("edit", "A9") if name == "edit" else ("added", "A13"))
        return
    if name == "edit":
        refused(scene, column, known=known, sentence=sentence)
    else:
        scene.unchanged()
        assert sentence.endswith(", so nothing was changed.") if known else sentence == STRANGER


BUTTONS = [
    *((LEAD, "open", form, row) for form, row in (("done", UPDATE), ("update", UPDATE), ("blocked", UPDATE))),
    *((UNIT, "open", form, row) for form, row in (("done", UPDATE), ("update", UPDATE), ("blocked", UPDATE))),
    *((channel, "open", "extend", TIME) for channel in (LEAD, UNIT)),
    *((channel, "blocked", "unblocked", UPDATE) for channel in (LEAD, UNIT)),
    *((UNIT, state, "check", DECIDE) for state in ("reported",)),
    (UNIT, "asked", "decide", DECIDE),
    (UNIT, "addressed", "assure", EMBEDDED),
    (UNIT, "embedded", "assure", SUSTAINED),
    *((channel, "open", "history", SEE) for channel in (LEAD, UNIT)),
]
"""What stands on the card of A9 for a whole channel: where, in which state, which form, in which row of the table."""


@pytest.mark.parametrize(
    ("who", "channel", "state", "form", "row"), [(who, *one) for one in BUTTONS for who in sitting(one[0])]
)
def test_what_is_pressed_on_a_card_that_everybody_sees(scene, who, channel, state, form, row):
    column, known = stands(who, channel)
    scene.put(state)
    how = (form,) if form == "history" else pressing(form)
    opened, told = scene.press(who, scene.cards[channel], *how)
    if column not in MAY[row]:
        assert opened is None
        refused(scene, column, known=known, sentence=told)
        return
    scene.unchanged()
    if form == "history":
        assert told.startswith("History of A9")
    else:
        assert opened.callback_id == form


@pytest.mark.parametrize(("who", "channel"), [(who, channel) for channel in (LEAD, UNIT) for who in sitting(channel)])
def test_a_tick_on_a_card_that_everybody_sees(scene, who, channel):
    column, known = stands(who, channel)
    scene.put("open")
    scene.cards[channel].reactions.clear()
    scene.persons[who].react(channel, scene.cards[channel].ts)
    if column in MAY[UPDATE]:
        recorded(scene, who, column, "done", "reaction")
    else:
        [told] = scene.queued(scene.sent["open"])
        assert told.only_for == WHO[who][0]
        refused(scene, column, known=known, sentence=told.text)


class Keeping(NamedTuple):
    """One thing to do to what stands around the actions: its row, the command, and the event that says so."""

    row: str
    command: str
    text: str
    event: tuple
    partner: str | None = None


PLAN = {
    "remit met": Keeping(REMIT, "/remit", "met R4", ("R4", "met")),
    "remit link": Keeping(REMIT, "/remit", "link R4 A9", ("A9", "linked")),
    "remit unlink": Keeping(REMIT, "/remit", "unlink R1 A9", ("A9", "unlinked")),
    "deadline met": Keeping(REMIT, "/deadlines", "met D1 on 11 November 2022", ("D1", "met")),
    "deadline move": Keeping(REMIT, "/deadlines", "move D1 28 February 2023 because of snow", ("D1", "moved")),
    "reading": Keeping(READINGS, "/indicators", "reading I1 387 on 10/11/22", ("I1", "reading"), "ICB"),
}
PLAN_FORMS = {
    "remit_add": Keeping(REMIT, "/remit", "add", ("R8", "added")),
    "remit_edit": Keeping(REMIT, "/remit", "edit R4", ("R4", "edited")),
    "remit_link": Keeping(REMIT, "/remit", "link R4", ("A9", "linked")),
    "deadline_add": Keeping(REMIT, "/deadlines", "add", ("D2", "added")),
    "deadline_edit": Keeping(REMIT, "/deadlines", "edit D1", ("D1", "edited")),
    "deadline_move": Keeping(REMIT, "/deadlines", "move D1", ("D1", "moved")),
    "indicator_add": Keeping(REMIT, "/indicators", "add", ("I2", "added")),
    "indicator_edit": Keeping(REMIT, "/indicators", "edit I1", ("I1", "edited")),
    "reading": Keeping(READINGS, "/indicators", "reading I1", ("I1", "reading"), "ICB"),
}
FILLED = {
    "remit_add": {"text": "Improve supervision"},
    "remit_edit": {"text": "No case is unallocated"},
    "remit_link": {"actions": "A9"},
    "deadline_add": {"title": "Annual report", "due": "2023-03-31"},
    "deadline_edit": {"title": "The commissioner's report"},
    "deadline_move": {"due": "2023-02-28", "reason": "snow"},
    "indicator_add": {"name": "Open cases", "better": "lower"},
    "indicator_edit": {"name": "Cases without a worker"},
    "reading": {"amount": "387"},
    "remit_met": {},
    "deadline_met": {"met": "2022-11-11"},
}


def kept(scene, who, keeping, origin):
    """One event says who did it, as what, for whom and from where."""
    [event] = scene.events()
    assert (event["subject"], event["verb"]) == keeping.event
    assert (event["user"], event["origin"]) == (WHO[who][0], origin)
    assert event["role"] == ROLES.get(who, "partner member")
    assert event["partner"] == keeping.partner


def not_kept(scene, *, known, sentence):
    scene.unchanged()
    if known:
        assert sentence.startswith(("The business unit and assurers keep", "Only the business unit, or the partner"))
    else:
        assert sentence == STRANGER


@pytest.mark.parametrize(("who", "verb", "where"), cells(WHO, PLAN, COMMAND_PLACES))
def test_what_is_done_to_what_stands_around_the_actions(scene, who, verb, where):
    keeping, place = PLAN[verb], PLACES[where]
    column, known = stands(who, place.channel)
    scene.put("open")
    [told] = scene.type(who, keeping.text, place, keeping.command)
    if column in MAY[keeping.row]:
        kept(scene, who, keeping, "command")
    else:
        not_kept(scene, known=known, sentence=told.text)


@pytest.mark.parametrize(("who", "form", "where"), cells(WHO, PLAN_FORMS, COMMAND_PLACES))
def test_the_forms_of_what_stands_around_the_actions(scene, who, form, where):
    keeping, place = PLAN_FORMS[form], PLACES[where]
    column, known = stands(who, place.channel)
    scene.put("open")
    told = scene.type(who, keeping.text, place, keeping.command)
    if column in MAY[keeping.row]:
        assert scene.slack.modal(WHO[who][0]).callback_id == form
        scene.unchanged()
    else:
        assert scene.slack.modal(WHO[who][0]) is None
        not_kept(scene, known=known, sentence=told[0].text)


PLAN_BUTTONS = {
    "remit_met": Keeping(REMIT, "/remit", "R4", ("R4", "met")),
    "deadline_met": Keeping(REMIT, "/deadlines", "D1", ("D1", "met")),
}
"""Forms that only a button opens, and whose card it is on."""


@pytest.mark.parametrize(
    ("who", "form"), list(product([who for who in WHO if who != "Slack Connect"], [*PLAN_FORMS, *PLAN_BUTTONS]))
)
def test_such_a_form_that_comes_back_after_the_role_was_taken_away(scene, who, form):
    keeping, person = (PLAN_FORMS | PLAN_BUTTONS)[form], scene.persons[who]
    column, known = stands(who, "general")
    scene.put("open")
    granted(scene, who)
    if shown := person.command(keeping.command, keeping.text, channel="general"):
        person.press(shown, form)
    opened = scene.slack.modals(person.user.id)
    scene.put("open")
    sentence = scene.send(who, opened, FILLED[form])
    if column in MAY[keeping.row]:
        assert sentence == ""
        kept(scene, who, keeping, "form")
    else:
        not_kept(scene, known=known, sentence=sentence)


PAUSES = {
    "pause police until 12 January 2023 because of a merger": ("POLICE", "pause"),
    "pause all until 12 January 2023 because of a merger": ("all", "pause"),
    "resume icb": ("ICB", "resume"),
    "resume all": ("all", "resume"),
}
"""What is typed about a partner or everything, and the event that says so."""


@pytest.mark.parametrize(("who", "text", "where"), cells(WHO, PAUSES, COMMAND_PLACES))
def test_messages_to_a_partner_or_to_all_are_paused_by_the_business_unit(scene, who, text, where):
    column, known = stands(who, PLACES[where].channel)
    scene.put("open")
    with scene.world.store.write() as tx:
        for code in ("ICB", None) if text.startswith("resume") else ():
            pauses.put(tx, code, Pause(date(2023, 1, 12), "merger"))
    before = scene.rows()
    [told] = scene.type(who, text, PLACES[where])
    if column in MAY[MANAGE]:
        [event] = scene.events()
        assert (event["subject"], event["verb"]) == PAUSES[text]
        assert (event["user"], event["role"], event["origin"]) == (WHO[who][0], "business unit", "command")
        assert event["partner"] is None
        return
    assert scene.rows() == before
    sentence = "Only the business unit pauses and resumes messages, so nothing was changed."
    assert told.text == (sentence if known else STRANGER)


DIGESTS = ("digest preview", "digest preview icb", "digest preview nobody", "digest send icb", "digest send nobody")


@pytest.mark.parametrize(("who", "text", "where"), cells(WHO, DIGESTS, COMMAND_PLACES))
def test_partners_digests_are_looked_at_and_sent_by_the_business_unit(scene, who, text, where):
    column, known = stands(who, PLACES[where].channel)
    scene.put("open")
    [told] = scene.type(who, text, PLACES[where])
    if column not in MAY[MANAGE]:
        scene.unchanged()
        sentence = "Only the business unit previews and sends partners' digests, so nothing was changed."
        assert told.text == (sentence if known else STRANGER)
    elif text == "digest send icb":
        [event] = scene.events()
        assert (event["subject"], event["verb"]) == ("ICB", "digest sent")
        assert (event["user"], event["role"], event["origin"]) == (WHO[who][0], "business unit", "command")
        assert scene.last() == scene.sent["open"] + 2
    else:
        scene.unchanged()
        assert ("There is no partner “nobody”." in told.text) == text.endswith("nobody")
        assert (TITLE in worded(told)) == (text == "digest preview icb")


@pytest.mark.parametrize(("who", "where"), cells(WHO, COMMAND_PLACES))
def test_a_partners_digest_is_shown_to_its_members_only(scene, who, where):
    column, known = stands(who, PLACES[where].channel)
    scene.put("open")
    [told] = scene.type(who, "digest", PLACES[where])
    scene.unchanged()
    assert told.only_for == WHO[who][0]
    assert (TITLE in worded(told)) == (column in {"lead", "part"})
    assert (told.text == STRANGER) != known


SETTINGS_FORMS = {
    "person_add": {"person": "U0OUTSIDE", "role": "business unit"},
    "partner_add": {"code": "NSPCC", "name": "NSPCC", "kind": "other"},
    "partner_edit": {"name": "The police"},
    "source_add": {"ref": "SCR-2021", "title": "Serious case review"},
    "partner_pause": {"due": "2023-01-12", "words": "a merger"},
}
NO_SETTINGS = (
    "Only the business unit keeps people, partners and sources, so nothing was changed.",
    "Only the business unit pauses and resumes messages, so nothing was changed.",
)


@pytest.mark.parametrize("form", [*SETTINGS_FORMS, "person_remove"])
@pytest.mark.parametrize("who", [who for who in WHO if who != "Slack Connect"])
def test_the_settings_that_come_back_after_the_role_was_taken_away(scene, who, form):
    person, user = scene.persons[who], WHO[who][0]
    scene.put("open")
    granted(scene, who)
    scene.type(who, "settings", PLACES["command"])
    settings = scene.slack.modal(user)
    button = next(
        f"{block['block_id']}/{form}"
        for block in settings.blocks
        for one in [*block.get("elements", []), block.get("accessory", {})]
        if one.get("action_id") == form and user not in one["value"]
    )
    if form in SETTINGS_FORMS:
        person.press(settings, button)
    opened = scene.slack.modals(user)
    scene.put("open")
    if form in SETTINGS_FORMS:
        sentence = scene.send(who, opened, SETTINGS_FORMS[form])
    else:
        scene.slack.stacks[user] = opened
        person.press(settings, button)
        sentence = scene.slack.modal(user).blocks[0]["text"]["text"]
    if who == "unit":
        [event] = scene.events()
        assert (event["user"], event["role"]) == (user, "business unit")
        return
    scene.unchanged()
    assert sentence in ((STRANGER,) if who == "unknown" else NO_SETTINGS)


@pytest.mark.parametrize("who", [who for who in WHO if who != "Slack Connect"])
def test_a_pause_that_is_ended_in_the_settings_after_the_role_was_taken_away(scene, who):
    person, user = scene.persons[who], WHO[who][0]
    scene.put("open")
    granted(scene, who)
    scene.type(who, "pause all until 12 January 2023 because of a merger", PLACES["command"])
    scene.type(who, "pause all", PLACES["command"])
    opened = scene.slack.modals(user)
    scene.put("open")
    with scene.world.store.write() as tx:
        pauses.put(tx, None, Pause(date(2023, 1, 12), "merger"))
    before = scene.rows()
    scene.slack.stacks[user] = opened
    person.press(opened[-1], "partner_resume")
    if who == "unit":
        [event] = scene.events()
        assert (event["subject"], event["verb"], event["user"]) == ("all", "resume", user)
    else:
        assert scene.rows() == before
        assert scene.slack.modal(user).blocks[0]["text"]["text"] in (STRANGER, NO_SETTINGS[1])


OWN = {
    "reported by themselves on behalf of the lead partner": ("U0COMMISSION", None, "done A9 invited"),
    "reported by their own organisation, which leads": ("U0NHS2", "ICB", "done A9 invited"),
    "their own organisation's part": ("U0POLICE", "POLICE", "done A9 invited"),
    "asked for by themselves on behalf of the lead partner": ("U0COMMISSION", None, "extend A9 31/1/23 rota is late"),
    "asked for by their own organisation": ("U0NHS2", "ICB", "extend A9 31/1/23 rota is late"),
}
"""Whose report or request it was, of which partner the commissioner is a member then, and what was said."""
NOT_OWN = "Somebody else has to decide this: A9 was reported, asked for or worked on by you or your organisation."


def reported_or_asked(scene, own):
    """A9 with somebody's own report or request; whoever decides is an assurer and a member of the business unit."""
    user, partner, text = OWN[own]
    scene.put("open")
    granted(scene, "assurer")
    with scene.world.store.write() as tx:
        if partner:
            sql = """INSERT INTO people (user, team, role, partner_id)
                VALUES ('U0COMMISSION', ?, 'partner member', (SELECT id FROM partners WHERE code = ?))"""
            tx.run(sql, (scene.slack.team_id, partner))
    Person(scene.slack, user).command("/actions", text, channel="general")
    if partner == "POLICE":
        Person(scene.slack, "U0MANAGER").command("/actions", "done A9 told by phone", channel="general")
    return ("agree", "refuse") if text.startswith("extend") else ("accept", "return")


@pytest.mark.parametrize("where", ["command", "command in direct messages", "reply in the unit's channel"])
@pytest.mark.parametrize("own", OWN)
def test_nobody_decides_on_their_own(scene, own, where):
    verbs = reported_or_asked(scene, own)
    before = scene.rows()
    for verb in verbs:
        [told] = scene.type("assurer", f"{verb} A9 {DEEDS[verb].words}".strip(), PLACES[where])
        assert told.text == NOT_OWN
    assert scene.rows() == before


@pytest.mark.parametrize("own", OWN)
def test_nobody_decides_on_their_own_in_a_form_that_was_open_before(scene, own):
    person = scene.persons["assurer"]
    state, form = ("asked", "decide") if "asked for" in own else ("reported", "check")
    scene.put(state)
    person.press(person.command("/actions", "A9", channel="general"), form)
    view = scene.slack.modals("U0COMMISSION")
    verbs = reported_or_asked(scene, own)
    before = scene.rows()
    scene.slack.stacks["U0COMMISSION"] = view
    for _ in range(2):  # the first answer is what changed in the meantime
        errors = person.submit(values={"choice": verbs[0], "words": "seen"})
    assert list(errors.values()) == [NOT_OWN] or NOT_OWN in json.dumps(scene.slack.modal("U0COMMISSION").body)
    assert scene.rows() == before


@pytest.mark.parametrize("who", sitting(UNIT))
def test_evidence_is_added_by_those_who_may_still_say_something(scene, who):
    column, known = stands(who, "general")
    scene.put("open")
    granted(scene, who)
    scene.persons[who].press(scene.persons[who].command("/actions", "done A9", channel="general"), "evidence")
    opened = scene.slack.modals(WHO[who][0])
    scene.put("reported")
    sentence = scene.send(who, opened, {"words": "letters sent"})
    if column in MAY[UPDATE]:
        recorded(scene, who, column, "evidence", "form")
    else:
        refused(scene, column, known=known, sentence=sentence)


@pytest.mark.parametrize("form", ["workflow_add", "workflow_decline"])
@pytest.mark.parametrize("who", sitting(UNIT))
def test_what_a_workflow_proposes_is_decided_by_the_business_unit(scene, who, form):
    column, known = stands(who, UNIT)
    scene.put("open")
    opened, told = scene.press(who, scene.proposal, form)
    if column in MAY[MANAGE]:
        assert opened.callback_id == form
        return
    assert opened is None
    assert told.endswith(", so nothing was changed.") if known else told == STRANGER
    granted(scene, who)
    opened, _ = scene.press(who, scene.proposal, form)
    scene.put("open")
    filled = {"lead": "LA"} if form == "workflow_add" else {"words": "it is in the plan"}
    sentence = scene.send(who, [opened], filled)
    scene.unchanged()
    assert sentence.endswith(", so nothing was changed.") if who != "unknown" else sentence == STRANGER
    assert "ended" not in scene.slack.step_runs[scene.run["id"]]


IMPORTS = {
    "import": {"file": [("plan.csv", b"Action,Lead\nAgree a rota,POLICE\n")]},
    "import_choices": {"column0": "finding"},
    "import_all": None,
    "import_cancel": None,
}
"""The forms and (None) the buttons of an import, and what is filled in."""


def checked(scene, who):
    """Somebody's message with the check of a file of theirs, as if they had asked for it before."""
    user, now = scene.slack.users[WHO[who][0]], scene.world.clock()
    with scene.world.store.write() as tx:
        number = imports.add(tx, user.id, user.team_id, "F1", {}, now)
        imports.shown(tx, number, "digest", "found")
        reply = check(number, "plan.csv", Numbers(added=1), [], readable=True)
        carries = json.dumps(
            {"columns": [["Action", "Action", "action"]], "leads": [], "meanings": ["action", "finding"]}
        )
        outbox.queue(tx, Message.of(f"import:{number}", user.id, *reply, carries=carries), now)
    scene.world.deliver()
    return scene.slack.direct_messages(user.id)[-1]


@pytest.mark.parametrize(("who", "what"), list(product([who for who in WHO if who != "Slack Connect"], IMPORTS)))
def test_an_import_that_goes_on_after_the_role_was_taken_away(scene, who, what):
    user, filled = WHO[who][0], IMPORTS[what]
    scene.put("open")
    granted(scene, who)
    message = checked(scene, who)
    if what == "import":
        scene.type(who, "import", PLACES["command"])
    elif filled:
        scene.press(who, message, what)
    opened = scene.slack.modals(user)
    with scene.world.store.write() as tx:
        tx.run("DELETE FROM people WHERE user = ? AND role IN ('business unit', 'assurer')", (user,))
    before = scene.rows()
    if filled:
        said = scene.send(who, opened, filled)
    else:
        message = scene.slack.message(message.channel, message.ts)
        _, said = scene.press(who, message, what)
    if who == "unit":
        states = [row["state"] for row in scene.rows()["imports"]]
        assert states[-1] == {"import_all": "applying", "import_cancel": "cancelled"}.get(what, "reading")
    else:
        assert scene.rows() == before
        assert said.endswith(", so nothing was changed.") or said == STRANGER


@pytest.mark.parametrize(("who", "where"), cells(WHO, COMMAND_PLACES))
def test_what_somebody_takes_out_is_what_they_may_report(scene, who, where):
    column, known = stands(who, PLACES[where].channel)
    scene.put("open")
    told = scene.type(who, "report", PLACES[where])
    if not known:
        assert told[0].text == STRANGER
        scene.unchanged()
        return
    user = WHO[who][0]
    sentence = scene.send(who, scene.slack.modals(user), {"what": "json"})
    assert sentence == ("" if who != "unknown" else STRANGER)  # a form comes from no channel that vouches for them
    if sentence:
        return
    with capture_logs():
        scene.world.bot.move_files()
    [file] = [one for one in scene.slack.files.values() if one.complete][-1:]
    assert [one.files for one in scene.slack.direct_messages(user)][-1] == [file]
    refs = [one["ref"] for one in json.loads(file.content)["actions"]]
    assert ("A9" in refs) == (column in MAY[REPORT])


@pytest.mark.parametrize("who", sitting(UNIT))
def test_a_message_is_turned_into_an_action_by_the_business_unit(scene, who):
    column, known = stands(who, "general")
    scene.put("open")
    message = scene.persons[who].say("general", "Agree a rota")
    view = scene.persons[who].shortcut("turn_into_action", message, "general")
    scene.unchanged()
    if column in MAY[MANAGE]:
        assert view.callback_id == "add"
    else:
        assert view.callback_id == "notice"
        assert ("members of the partnership only" in json.dumps(view.blocks)) != known


@pytest.mark.parametrize(("who", "where"), cells(WHO, COMMAND_PLACES))
def test_everybody_turns_their_own_direct_messages_off_and_on(scene, who, where):
    _, known = stands(who, PLACES[where].channel)
    user = WHO[who][0]
    scene.put("open")
    for word, left in (("off", [(user, scene.slack.team_id)]), ("on", [])):
        [told] = scene.type(who, f"messages {word}", PLACES[where])
        if not known:
            scene.unchanged()
            assert told.text == STRANGER
            continue
        event = scene.events()[-1]
        assert (event["user"], event["verb"], event["subject"]) == (user, f"direct messages {word}", user)
        assert [(row["user"], row["team"]) for row in scene.rows()["no_direct_messages"]] == left


def test_everything_that_can_be_asked_for_is_tried_here():
    own = {"settings", "digest", "messages", "undo", "history", "post", "import", "report"}
    words = {"/actions": {*DEEDS, *KEEPING, *own} - {"edit A9"} | {"edit"}}
    for keeping in (PLAN | PLAN_FORMS).values():
        words.setdefault(keeping.command, set()).add(keeping.text.split()[0])
    for_everybody = {"history", "undo", "from", "chart"}
    for name, command in COMMANDS.items():
        assert set(command.words) - for_everybody == words[name] - for_everybody
    tried = {form for form, _ in FORMS_OF_A9.values()} | {*PLAN_FORMS, *PLAN_BUTTONS, *SETTINGS_FORMS, "add", "edit"}
    imported = {form for form, filled in IMPORTS.items() if filled}
    assert set(FORMS) == tried | imported | {"settings", "workflow_add", "workflow_decline", "report"}
    assert set(VIEWS) == {"person_remove", "partner_resume"}
    own = {"plan_history", "indicator_chart", "indicator_show", "messages_off", "messages_on"}
    assert set(PRESSED) <= own | set(IMPORTS)
