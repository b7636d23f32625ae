"""Whoever writes something by which a child can be found is told so, and nothing of it is kept, on any way in."""

import json

import pytest
from structlog.testing import capture_logs

from bot.cli.common import by
from bot.domain.errors import BadInput
from bot.domain.identifiers import Allowed, Kind
from bot.usecases import correcting, retention

NHS, OTHER = "943 476 5919", "999 000 0018"
SAID = f"the rota for NHS {NHS}"
CANARY = "4765919"


def every_byte(world):
    folder, name = world.store.path.parent, world.store.path.name
    return b"".join(path.read_bytes() for path in folder.glob(f"{name}*"))


def kept_anywhere(world, logs):
    """Whether the canary is in the store, in a log, or in anything the bot ever sent."""
    sent = json.dumps([repr(call) for call in world.slack.calls])
    shown = json.dumps(
        [[one.text, one.blocks] for user in ("U0POLICE", "U0MANAGER") for one in everything(world, user)]
    )
    hay = every_byte(world).decode("latin-1") + json.dumps(logs) + sent + shown
    return CANARY in "".join(letter for letter in hay if letter.isalnum())


def everything(world, user):
    return [*world.slack.ephemerals(user), *world.slack.direct_messages(user)]


def refused(world):
    """What information governance was told, in the business unit's channel."""
    world.deliver()
    return [one.text for one in world.messages("partnership-business-unit") if "refused to keep" in one.text]


def written_in_a_thread(world):
    world.ask(world.police, "post A6", channel="west-midlands-police")
    world.deliver()
    [card] = world.messages("west-midlands-police")
    return lambda text: world.police.say("west-midlands-police", text, thread_ts=card.ts)


TYPED = (
    "done A6 {}",
    "update A6 {}",
    "A7 {} done",
    "extend A7 31 January 2023 because {}",
    "{}",
    "help {}",
    "overdue {}",
)


def test_what_is_typed_after_a_command_is_refused_and_told(world):
    with capture_logs() as logs:
        for text in TYPED:
            answer = world.ask(world.police, text.format(SAID)).text
            assert answer.startswith("Nothing was recorded: it holds an NHS number. Leave the NHS number out"), text
        assert "it holds an NHS number" in world.ask(world.manager, f"add {SAID}", "/remit").text
        assert "it holds an NHS number" in world.ask(world.manager, f"reading I1 {NHS}", "/indicators").text
    assert world.stage(6) == "not started"
    assert len(refused(world)) == len(TYPED) + 2
    assert "(NHS number), 9 times in the last 24 hours" in refused(world)[-1]
    assert not kept_anywhere(world, logs)


def test_what_is_written_in_a_thread_is_refused_and_its_author_asked_to_delete_it(world):
    say = written_in_a_thread(world)
    with capture_logs() as logs:
        say(f"done {SAID}")
        world.deliver()
    told = world.slack.ephemerals("U0POLICE")[-1].text
    assert told.startswith("Nothing was recorded: it holds an NHS number.")
    assert told.endswith("Delete your message as well: Slack still has it.")
    assert world.stage(6) == "not started"
    assert refused(world)[0].startswith("Followthrough refused to keep something (NHS number), the first time")
    assert CANARY not in "".join(letter for letter in every_byte(world).decode("latin-1") if letter.isalnum())
    assert {"event": "identifier_refused", "kinds": ["NHS number"], "origin": "thread"}.items() <= logs[0].items()


def test_ordinary_talk_in_a_thread_is_not_the_bots_to_judge(world):
    written_in_a_thread(world)(f"as we said, {SAID}")
    assert world.slack.ephemerals("U0POLICE")[1:] == []
    assert refused(world) == []


@pytest.mark.parametrize(
    ("who", "opens", "typed"),
    [
        ("police", "A6", {"words": SAID, "difference": "Links are found"}),
        ("police", "A6", {"words": "Merged", "difference": SAID}),
        ("police", "A6", {"words": "Merged", "proof": "https://police.example/B91-3QB/b91%203qb"}),
        ("manager", "add", {"title": SAID, "lead": "POLICE"}),
        ("manager", "edit A6", {"finding": SAID}),
    ],
)
def test_what_is_typed_into_a_form_is_refused_beside_its_field_and_stays_there(world, who, opens, typed):
    person = getattr(world, who)
    shown = world.ask(person, opens)
    if who == "police":
        person.press(shown, "done")
    before = world.rows("SELECT count(*) AS number FROM events")
    answer = person.submit(values=typed)
    [(field, sentence)] = answer.items()
    assert field in typed
    assert sentence.startswith("Nothing was recorded: it holds a")
    assert world.rows("SELECT count(*) AS number FROM events") == before
    assert len(refused(world)) == 1


def test_a_message_is_turned_into_an_action_only_without_it(world):
    ts = world.police.say("west-midlands-police", f"Agree {SAID}")
    world.manager.shortcut("turn_into_action", ts, "west-midlands-police")
    assert "an NHS number" in world.manager.submit(values={"lead": "POLICE"})["title"]
    assert CANARY not in "".join(letter for letter in every_byte(world).decode("latin-1") if letter.isalnum())
    assert world.manager.submit(values={"title": "Agree the rota", "lead": "POLICE"}) == {}


def test_what_a_workflow_proposes_is_refused(world):
    run = world.outsider.run_step("create_action", {"title": f"Agree {SAID}"})
    world.bot.run_errands()
    assert run["error"] == "Nothing was proposed: it holds an NHS number, which may not be kept."
    assert world.messages("partnership-business-unit") == []


def test_settings_take_none_either(world):
    world.ask(world.manager, "settings")
    world.manager.press(world.slack.modal("U0MANAGER"), "partner_add")
    assert "phone number" in json.dumps(
        world.manager.submit(values={"code": "SCH", "name": "Schools, 07700 900123", "kind": "relevant agency"})
    )


def test_a_stranger_is_told_what_was_seen_and_nobody_is_bothered(world):
    assert "an NHS number" in world.ask(world.outsider, SAID).text
    assert refused(world) == []


def test_who_is_told_is_a_setting(world):
    kept = world.services.settings.model_copy(update={"information_governance": "U0NHS"})
    object.__setattr__(world.services, "settings", kept)
    world.ask(world.police, f"done A6 {SAID}")
    assert refused(world) == []
    assert "(NHS number)" in world.slack.direct_messages("U0NHS")[-1].text


def test_every_kind_is_refused_and_what_the_partnership_allows_is_not(world):
    kinds = {
        Kind.PUPIL_NUMBER: "UPN B801200005001",
        Kind.NATIONAL_INSURANCE_NUMBER: "AB 12 34 56 C",
        Kind.POSTCODE: "B91 3QB",
        Kind.PHONE_NUMBER: "07700 900123",
        Kind.DATE_OF_BIRTH: "DOB 01/02/2016",
        Kind.ADDRESS: "somebody@example.org",
        Kind.CASE_ID: "LCS-123456",
    }
    kept = world.services.settings.model_copy(
        update={
            "case_id_prefixes": ("LCS",),
            "office_postcodes": ("B91 3QA",),
            "office_telephones": ("0121 496 0001",),
            "role_mailboxes": ("hub@council.example",),
        }
    )
    object.__setattr__(world.services, "settings", kept)
    for kind, text in kinds.items():
        assert kind in world.ask(world.police, f"update A6 agreed {text} today").text, kind
    allowed = "update A6 met at B91 3QA, 0121 496 0001, NSPCC 0808 800 5000, "
    allowed += "hub@council.example has the minutes of 1 November 2022, £532,000, s47, ext 4521"
    assert "A6" in world.ask(world.police, allowed).text
    assert world.rows("SELECT text FROM updates WHERE action_id = 6") != []


@pytest.mark.parametrize("act", ["hold", "correct"])
def test_the_reason_of_a_hold_or_a_correction_is_looked_at_with_the_lists(world, act):
    allowed = Allowed(postcodes=("B91 3QB",), case_prefixes=("LCS",))

    def give(reason):
        with world.store.write() as tx:
            who = by(world.clock())
            if act == "hold":
                return retention.hold(tx, "A6", reason, who, allowed)
            return correcting.correct(tx, "nowhere at all", reason, who, allowed)

    with pytest.raises(BadInput, match="it holds a local case id"):
        give("see LCS-123456")
    assert give("kept at B91 3QB") == ("A6" if act == "hold" else [])
