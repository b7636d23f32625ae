"""Pictures through the outbox: drawn and uploaded just before their message, which is posted once whatever happens."""

import json
from urllib.request import Request, urlopen

import pytest

from bot.messages.charts import picture as charts
from bot.schedule import pictures
from storage import outbox, plan
from storage.outbox import Message

CHANNEL = "partnership-business-unit"
BLOCK = {"type": "section", "text": {"type": "mrkdwn", "text": "How it stands"}}


def queue(world, picture="I1", blocks=(BLOCK,), **more):
    with world.store.write() as tx:
        channel = world.slack.channel(CHANNEL).id
        message = Message.of("pictured", channel, "How it stands", list(blocks), picture=picture, **more)
        outbox.queue(tx, message, world.clock())


def described(world):
    with world.store.read() as tx:
        return charts.described(plan.indicator(tx, 1))


def wait_and_deliver(world, times):
    for _ in range(times):
        world.deliver()
        world.clock.advance(minutes=10)
    world.deliver()


def posted(world):
    """The one message that arrived."""
    [message] = world.messages(CHANNEL)
    return message


def image(message):
    """The picture at the end of a message, or None."""
    return message.blocks[-1] if message.blocks[-1]["type"] == "image" else None


def called(world, method):
    return [one for one in world.slack.calls if one.method == method]


def test_a_message_arrives_with_its_picture_which_nobody_got_otherwise(world):
    queue(world)
    world.deliver()
    message = posted(world)
    assert [block["type"] for block in message.blocks] == ["section", "image"]
    assert image(message)["alt_text"] == described(world)
    [file] = world.slack.files.values()
    assert image(message)["slack_file"] == {"id": file.id}
    address = Request(
        f"{world.server.url}/files/{file.id}/{file.name}",
        headers={"Authorization": f"Bearer {world.slack.app.bot_token}"},
    )
    with urlopen(address) as answer:
        drawn = answer.read()
    with world.store.read() as tx:
        assert drawn == charts.picture(plan.indicator(tx, 1))
    [completed] = called(world, "files.completeUploadExternal")
    assert "channel_id" not in completed.arguments
    since = [one.method for one in world.slack.calls if one.method.startswith(("files.", "chat."))]
    assert since == ["files.getUploadURLExternal", "files.completeUploadExternal", "chat.postMessage"]


def test_a_message_of_text_alone_keeps_its_text_beside_the_picture(world):
    queue(world, blocks=())
    world.deliver()
    assert [block["type"] for block in posted(world).blocks] == ["section", "image"]
    assert posted(world).blocks[0]["text"]["text"] == "How it stands"


@pytest.mark.parametrize("fault", ["ratelimited", "internal_error", "invalid_auth"])
def test_what_fails_between_upload_and_post_is_posted_once(world, fault):
    world.slack.faults.fail("chat.postMessage", fault)
    queue(world)
    wait_and_deliver(world, 2)
    assert image(posted(world))
    assert len(world.slack.files) == 1


def test_a_picture_whose_message_was_posted_unheard_is_posted_once(world):
    world.slack.faults.drop("chat.postMessage")
    queue(world)
    wait_and_deliver(world, 2)
    assert image(posted(world))
    assert len(called(world, "chat.postMessage")) == 1


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
def test_an_upload_that_fails_is_tried_again_and_nothing_is_posted_before(world, method):
    world.slack.faults.fail(method, "ratelimited", retry_after=pictures.PATIENCE)
    world.slack.faults.drop(method)
    queue(world)
    world.deliver()
    assert world.messages(CHANNEL) == []
    wait_and_deliver(world, 2)
    assert image(posted(world))


def test_a_channel_waits_less_than_half_a_minute_for_a_picture(world):
    world.slack.faults.fail("files.getUploadURLExternal", "internal_error", times=100)
    queue(world)
    for _ in range(30):
        world.deliver()
        world.clock.advance(seconds=1)
    assert posted(world).blocks[-1]["text"]["text"] == described(world)


def test_where_slack_asks_for_a_longer_wait_the_message_goes_without_its_picture(world):
    world.slack.faults.fail("files.getUploadURLExternal", "ratelimited", retry_after=30)
    queue(world)
    world.deliver()
    assert posted(world).blocks[-1]["text"]["text"] == described(world)


def test_an_upload_that_never_works_holds_up_no_message_for_ever(world):
    world.slack.faults.fail("files.getUploadURLExternal", "internal_error", times=100)
    queue(world)
    for _ in range(pictures.UPLOADS - 1):
        world.deliver()
        assert world.messages(CHANNEL) == []
        world.clock.advance(minutes=10)
    world.deliver()
    assert posted(world).blocks[-1]["text"]["text"] == described(world)


def test_where_slack_takes_no_files_the_message_says_it_in_words(world):
    world.slack.faults.fail("files.getUploadURLExternal", "file_uploads_disabled")
    queue(world)
    world.deliver()
    assert posted(world).blocks[-1]["text"]["text"] == described(world)


def test_a_picture_that_is_not_ready_is_waited_for(world):
    world.slack.faults.fail("chat.postMessage", "invalid_blocks", times=2)
    queue(world)
    wait_and_deliver(world, 3)
    assert image(posted(world))
    assert len(world.slack.files) == 1


def test_a_slow_upload_takes_nothing_from_the_patience_with_the_picture(world):
    world.slack.faults.fail("files.getUploadURLExternal", "internal_error", times=pictures.UPLOADS - 1)
    world.slack.faults.fail("chat.postMessage", "invalid_blocks", times=pictures.TRIES - 1)
    queue(world)
    wait_and_deliver(world, 2 * pictures.TRIES)
    assert image(posted(world))


def test_a_picture_that_is_never_ready_gives_way_to_its_words(world):
    world.slack.faults.fail("chat.postMessage", "invalid_blocks", times=pictures.TRIES)
    queue(world)
    wait_and_deliver(world, pictures.TRIES)
    assert [block["type"] for block in posted(world).blocks] == ["section", "section"]
    assert posted(world).blocks[-1]["text"]["text"] == described(world)


def test_blocks_that_slack_never_takes_are_given_up_with_or_without_their_picture(world):
    world.slack.faults.fail("chat.postMessage", "invalid_blocks", times=pictures.TRIES + 1)
    queue(world)
    wait_and_deliver(world, pictures.TRIES + 1)
    assert world.messages(CHANNEL) == []
    assert world.rows("SELECT state, fault FROM outbox WHERE shows <> 'alert'") == [
        {"state": "failed", "fault": "invalid_blocks"}
    ]


@pytest.mark.parametrize("picture", ["I99", "A1", "nothing"])
def test_what_can_not_be_drawn_is_left_out(world, picture):
    queue(world, picture)
    world.deliver()
    assert len(posted(world).blocks) == 1
    assert not world.slack.files


def test_an_indicator_without_readings_is_left_out(world):
    with world.store.write() as tx:
        tx.run("DELETE FROM readings WHERE indicator_id = 1")
    queue(world)
    world.deliver()
    assert len(posted(world).blocks) == 1


def test_a_fault_in_drawing_holds_up_no_message(world, monkeypatch):
    def broken(_):
        raise ZeroDivisionError

    monkeypatch.setattr(charts, "picture", broken)
    queue(world)
    world.deliver()
    assert posted(world).blocks[-1]["text"]["text"] == described(world)


def test_a_message_without_room_for_a_picture_goes_without(world):
    queue(world, blocks=[BLOCK] * 50)
    world.deliver()
    assert len(posted(world).blocks) == 50


def test_a_card_that_is_brought_up_to_date_keeps_its_picture(world):
    queue(world, shows="card", actions=(6,))
    world.deliver()
    before = image(posted(world))
    world.ask(world.manager, "update A6 half of it agreed")
    world.deliver()
    assert "half of it agreed" in json.dumps(posted(world).blocks)
    assert image(posted(world))["slack_file"] == before["slack_file"]
