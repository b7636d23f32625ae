"""/actions report: a form, and then the file, made afterwards and sent once, to those who may read it."""

import io
import json
import zipfile

import pytest

from app import FILES
from bot.domain.people import Role
from bot.playground.people import Person
from bot.schedule import errands, filing, making, transfer
from storage import people
from tests.world import local

UNIT, POLICE, NHS = "partnership-business-unit", "west-midlands-police", "bsol-icb"


def ask(world, person, what="json", channel=UNIT, **more):
    """Fill in the form; what stands at its fields afterwards."""
    world.ask(person, "report", channel=channel)
    wrong = person.submit(values={"what": what, **more})
    return wrong or {"": world.slack.modal(person.user.id).blocks[0]["text"]["text"]}


def send(world, times=1):
    for _ in range(times):
        world.bot.move_files()
        world.deliver()
        world.clock.advance(minutes=6)


def shared(world, channel):
    """The messages with files in a channel, or in somebody's direct messages."""
    where = world.slack.open_dm(channel).id if channel.startswith("U0") else channel
    return [one for one in world.messages(where) if one.files]


def sentences(world, user):
    return [one.text for one in world.slack.direct_messages(user) if not one.files]


def taken_out(world):
    return world.rows("SELECT verb, subject, user, partner, \"after\" FROM events WHERE subject IN ('PACK', 'PLAN')")


def called(world, method):
    return [one for one in world.slack.calls if one.method == method]


def test_the_board_pack_arrives_in_the_units_channel_with_what_it_is_in_words(world):
    world.clock.move_to(local("2022-11-16 09:00"))
    said = ask(world, world.manager, "word", where="here", as_at="2022-11-15")
    assert said == {"": "Board pack in Word: being made. It comes to that channel in a moment."}
    assert shared(world, UNIT) == []  # nothing slow in the handler
    send(world)
    [message] = shared(world, UNIT)
    title = "Board pack in Word, as at Tuesday 15 November 2022"
    assert message.text == f"{title}. What changed is told since Tuesday 18 October 2022."
    [file] = message.files
    assert (file.name, file.title) == ("board-pack-2022-11-15.docx", title)
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(file.content)).namelist()
    [event] = taken_out(world)
    assert (event["verb"], event["user"], event["partner"]) == ("reported", "U0MANAGER", None)
    assert json.loads(event["after"]) == {"as_at": "2022-11-15", "since": "2022-10-18", "kind": "docx"}


def test_exports_arrive_in_the_direct_messages_of_who_asked_and_of_nobody_else(world):
    endings = {"xlsx": b"PK", "csv": b"\xef\xbb\xbf", "json": b"{", "ics": b"BEGIN:VCALENDAR"}
    for kind in endings:
        said = ask(world, world.commissioner, kind, channel="general")
        assert said[""].endswith("being made. It comes in your direct messages with Followthrough in a moment.")
        world.commissioner.close_view()
    send(world)
    files = [one.files[0] for one in shared(world, "U0COMMISSION")]
    assert {
        file.name.rpartition(".")[2]: file.content.startswith(endings[file.name.rpartition(".")[2]]) for file in files
    } == (dict.fromkeys(endings, True))
    assert [one["verb"] for one in taken_out(world)] == ["exported"] * 4


def test_a_partners_member_gets_the_partners_own_actions_alone(world):
    ask(world, world.police, where="here", channel=POLICE)
    send(world)
    [message] = shared(world, POLICE)
    assert message.text == (
        "The plan as JSON, as at Monday 14 November 2022: the actions of West Midlands Police alone."
    )
    told = json.loads(message.files[0].content)
    assert told["led_by"] == ["POLICE"]
    assert {one["lead"] for one in told["actions"]} == {"POLICE"}


def test_in_a_partners_channel_the_business_unit_can_put_that_partners_own_part_only(world):
    world.slack.channel(NHS).members.append("U0MANAGER")
    ask(world, world.manager, where="here", channel=NHS)
    send(world)
    [message] = shared(world, NHS)
    assert json.loads(message.files[0].content)["led_by"] == ["ICB"]


def test_where_nobody_can_tell_who_reads_a_file_goes_to_the_person_alone(world):
    for person in (world.manager, world.police, world.commissioner):
        world.ask(person, "report")
        view = world.slack.modal(person.user.id)
        assert [block["block_id"] for block in view.blocks if block["type"] == "input"] == ["what", "as_at", "since"]
        assert "It comes in your direct messages with Followthrough." in view.blocks[-1]["elements"][0]["text"]


def test_an_observer_may_have_everything_but_puts_nothing_into_channels(world):
    user = world.slack.add_user("observer", "Observer", user_id="U0OBSERVER").id
    with world.store.write() as tx:
        people.name_role(tx, user, world.slack.team_id, Role.OBSERVER)
    person = Person(world.slack, user)
    world.slack.channel(UNIT).members.append(user)
    ask(world, person)
    send(world)
    [message] = shared(world, user)
    assert json.loads(message.files[0].content)["led_by"] is None
    assert shared(world, UNIT) == []


def test_a_stranger_is_told_whom_to_ask(world):
    assert world.ask(world.outsider, "report").text.startswith("This answers members of the partnership only.")
    assert world.slack.modal("U0OUTSIDE") is None


def test_days_that_can_not_be_meant_are_refused_beside_their_fields(world):
    late = {"as_at": "That day has not come yet: choose today or an earlier day."}
    assert ask(world, world.manager, "word", as_at="2022-11-15") == late
    after = {"since": "Choose a day before the one that the pack is as at."}
    assert ask(world, world.manager, "word", since="2022-11-14") == after
    send(world)
    assert shared(world, "U0MANAGER") == []


def test_a_pack_of_a_day_before_everything_is_refused_in_a_direct_message(world):
    ask(world, world.manager, "word", as_at="2022-11-01")
    send(world)
    [sentence] = sentences(world, "U0MANAGER")
    assert sentence.startswith(
        "Board pack in Word: this could not be sent. Nothing is recorded from before Monday 14 Nov"
    )
    assert shared(world, "U0MANAGER") == []


def test_more_words_after_report_are_refused_with_an_example(world):
    assert world.ask(world.manager, "report police").text == (
        "“police” is more than can be read after “report”: its form asks for the rest. For example: /actions report"
    )


def test_whoever_lost_their_role_meanwhile_gets_nothing(world):
    ask(world, world.commissioner, channel="general")
    with world.store.write() as tx:
        tx.run("DELETE FROM people WHERE user = 'U0COMMISSION'")
    send(world)
    assert shared(world, "U0COMMISSION") == []
    assert sentences(world, "U0COMMISSION")[0].endswith("so nothing was made.")
    assert taken_out(world) == []


def test_a_channel_that_became_another_partners_meanwhile_gets_nothing(world):
    world.slack.channel(POLICE).members.append("U0MANAGER")
    ask(world, world.manager, where="here", channel=POLICE)
    with world.store.write() as tx:
        tx.run("UPDATE partners SET channel_id = NULL WHERE code = 'POLICE'")
    send(world)
    assert shared(world, POLICE) == []
    assert sentences(world, "U0MANAGER")[0].endswith("and of the business unit only.")


@pytest.mark.parametrize(
    "method", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal", "conversations.open"]
)
def test_a_fault_of_slacks_at_any_step_delays_the_file_and_it_arrives_once(world, method):
    world.slack.faults.fail(method, "ratelimited")
    world.slack.faults.fail(method, "internal_error")
    world.slack.faults.drop(method)
    ask(world, world.manager)
    send(world, 9)
    assert len(shared(world, "U0MANAGER")) == 1
    assert sentences(world, "U0MANAGER") == []
    assert len(taken_out(world)) == 1


def test_a_file_that_was_shared_unheard_is_found_and_not_shared_again(world):
    world.slack.faults.drop("files.completeUploadExternal")
    ask(world, world.manager)
    send(world, 2)
    assert len(shared(world, "U0MANAGER")) == 1
    assert [one.error for one in called(world, "files.info")] == [None]
    assert len(taken_out(world)) == 1


@pytest.mark.parametrize("step", ["upload", "_share", "_done"])
def test_a_process_that_ends_at_any_step_sends_the_file_once_all_the_same(world, monkeypatch, step):
    def killed(*_, **__):
        raise SystemExit

    ask(world, world.manager)
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(transfer if step == "upload" else filing, step, killed)
        send(world)
    world.clock.advance(minutes=3)
    send(world)
    assert len(shared(world, "U0MANAGER")) == 1
    assert len(taken_out(world)) == 1
    assert world.rows("SELECT * FROM errands") == []


def test_two_processes_at_once_send_a_file_once(world, monkeypatch):
    made = making.made

    def and_another(*args):
        monkeypatch.setattr(making, "made", made)
        errands.run(world.bot.app.client, world.services, FILES)
        return made(*args)

    ask(world, world.manager)
    monkeypatch.setattr(making, "made", and_another)
    send(world)
    assert len(called(world, "files.completeUploadExternal")) == len(shared(world, "U0MANAGER")) == 1


def test_a_file_that_slack_puts_into_its_channel_later_is_waited_for(world):
    world.slack.faults.drop("files.completeUploadExternal")
    ask(world, world.manager)
    world.bot.move_files()
    [message] = shared(world, "U0MANAGER")
    files, message.files = message.files, []
    world.clock.advance(minutes=1)
    send(world)
    message.files = files
    send(world)
    assert len(called(world, "files.completeUploadExternal")) == 1
    assert len(taken_out(world)) == 1


def test_what_slack_will_never_take_is_told_to_who_asked(world):
    world.slack.faults.fail("files.completeUploadExternal", "file_uploads_except_images_disabled")
    ask(world, world.manager)
    send(world)
    assert sentences(world, "U0MANAGER") == [
        "The plan as JSON: this could not be sent. Slack says “file_uploads_except_images_disabled”."
    ]


def test_where_slack_fails_for_too_long_who_asked_is_told_so(world):
    world.slack.faults.fail("files.getUploadURLExternal", "internal_error", times=100)
    ask(world, world.manager)
    send(world, filing.MOST + 1)
    assert sentences(world, "U0MANAGER") == [
        "The plan as JSON: this could not be sent. Slack had trouble for too long. Ask for it again later."
    ]
    assert world.rows("SELECT * FROM errands") == []


def test_a_file_being_made_holds_up_nothing_else(world):
    """What is slow is done apart from the errands that are not."""
    ask(world, world.manager)
    world.bot.run_errands()
    assert called(world, "files.getUploadURLExternal") == []
