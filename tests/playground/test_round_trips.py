"""A real Bolt app, over a real WebSocket, and what a person sees of it."""

import pytest

from bot.listeners.connection import Connection
from bot.metrics import Metrics
from bot.playground.errors import AppFailedError, CannotDoError
from bot.playground.people import Person


def section(text):
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def buttons(*ids):
    elements = [
        {"type": "button", "action_id": each, "value": each, "text": {"type": "plain_text", "text": each}}
        for each in ids
    ]
    return {"type": "actions", "block_id": "buttons", "elements": elements}


def test_a_command_is_answered_to_its_author_alone(bolt, asha, workspace):
    @bolt.command("/actions")
    def answer(ack, command):
        ack(text="Two actions", blocks=[section(f"You said {command['text']}")])

    reply = asha.command("/actions", "overdue", "police")
    assert (reply.text, reply.ephemeral_to) == ("Two actions", "U1ASHA")
    assert reply.blocks[0]["text"]["text"] == "You said overdue"
    assert workspace.ephemerals("U1ASHA", "police") == [reply]
    assert workspace.messages("police") == []
    assert workspace.errors == []


def test_mentions_are_escaped_only_where_the_manifest_asks_for_it(bolt, asha):
    heard = []
    for name in ("/actions", "/plain"):
        bolt.command(name)(lambda ack, command: (heard.append(command["text"]), ack()))
    asha.command("/actions", "assign A1 @ben in #police & now", "police")
    asha.command("/plain", "assign A1 @ben", "police")
    assert heard == ["assign A1 <@U2BEN|ben> in <#C1POLICE|police> &amp; now", "assign A1 @ben"]


def test_addresses_are_marked_as_links_in_messages_and_where_the_manifest_asks_for_it(bolt, asha, workspace):
    heard = []
    for name in ("/actions", "/plain"):
        bolt.command(name)(lambda ack, command: (heard.append(command["text"]), ack()))
    typed = "see https://x.org/@ben?a=1&b=2, or <https://x.org|the proof>."
    sent = "see <https://x.org/@ben?a=1&amp;b=2>, or <https://x.org|the proof>."
    asha.command("/actions", typed, "police")
    asha.command("/plain", typed, "police")
    asha.say("police", typed)
    assert heard == [sent, typed]
    assert workspace.messages("police")[-1].text == sent


def test_an_answer_can_be_for_the_whole_channel(bolt, asha, workspace):
    bolt.command("/actions")(lambda ack: ack(text="for all", response_type="in_channel"))
    reply = asha.command("/actions", "", "police")
    assert workspace.messages("police") == [reply]


def test_an_unusable_answer_is_an_error_with_its_details(bolt, asha, workspace):
    bolt.command("/actions")(lambda ack: ack(text="x", blocks=[section("a" * 3001)]))
    with pytest.raises(AppFailedError, match="invalid_blocks"):
        asha.command("/actions", "", "police")
    assert "must be less than 3001 characters" in workspace.errors[0]


def test_without_an_app_slackbot_says_that_it_failed(server, asha, workspace):
    reply = asha.command("/actions", "", "police")
    assert reply.is_error
    assert reply.text == '/actions failed with the error "dispatch_failed"'


def test_an_app_that_does_not_acknowledge_times_out(bolt, asha, workspace):
    workspace.socket._ack_seconds = 0.05  # noqa: SLF001 - three real seconds would be a slow test
    bolt.command("/actions")(lambda: None)
    assert asha.command("/actions", "", "police").text.endswith('"operation_timeout"')


def test_an_outsider_has_no_commands(bolt, workspace):
    olu = Person(workspace, "U3OLU")
    assert "not a valid command" in olu.command("/actions", "", "police").text


def test_nobody_acts_where_they_are_not(bolt, asha):
    with pytest.raises(CannotDoError):
        asha.say("unit", "hello")


def test_a_button_of_an_ephemeral_message_updates_it(bolt, asha, workspace):
    bodies = []
    bolt.command("/actions")(lambda ack: ack(text="page 1", blocks=[buttons("next")]))

    @bolt.action("next")
    def turn(ack, body, respond):
        ack()
        bodies.append(body)
        respond(text="page 2", replace_original=True)

    reply = asha.command("/actions", "", "police")
    asha.press(reply, "next")
    assert (reply.text, reply.blocks) == ("page 2", [])
    assert bodies[0]["container"]["is_ephemeral"]
    assert "message" not in bodies[0]
    assert workspace.ephemerals("U1ASHA") == [reply]


def test_a_message_can_be_shown_in_the_channel_and_deleted_by_its_response_url(bolt, asha, workspace):
    bolt.command("/actions")(lambda ack: ack(text="mine", blocks=[buttons("show", "gone")]))

    @bolt.action("show")
    def show(ack, respond):
        ack()
        respond(text="for all", response_type="in_channel", replace_original=False)

    @bolt.action("gone")
    def gone(ack, respond):
        ack()
        respond(delete_original=True)

    reply = asha.command("/actions", "", "police")
    asha.press(reply, "show")
    asha.press(reply, "gone")
    assert [message.text for message in workspace.messages("police")] == ["for all"]
    assert workspace.ephemerals("U1ASHA") == []


def test_a_response_url_has_five_uses(bolt, asha, workspace):
    answers = []

    @bolt.command("/actions")
    def talk(ack, respond):
        ack()
        answers.extend(respond(text=f"answer {n}").status_code for n in range(6))

    assert asha.command("/actions", "", "police").text == "answer 4"
    assert answers == [200] * 5 + [404]
    assert "used_url" in workspace.errors[0]


def test_a_response_url_ends_after_half_an_hour(bolt, asha, clock):
    answers = []

    @bolt.command("/actions")
    def talk(ack, respond):
        ack()
        clock.advance(minutes=31)
        answers.append(respond(text="late").status_code)

    assert asha.command("/actions", "", "police") is None
    assert answers == [404]


def test_a_menu_tells_what_was_chosen(bolt, asha, client, workspace):
    chosen = []
    options = [{"text": {"type": "plain_text", "text": word}, "value": word.lower()} for word in ("Done", "More")]
    menu = {"type": "overflow", "action_id": "row", "options": options}
    bolt.action("row")(lambda ack, action: (chosen.append(action["selected_option"]["value"]), ack()))
    client.chat_postMessage(channel="C1POLICE", text="row", blocks=[section("A1") | {"accessory": menu}])
    message = workspace.messages("police")[0]
    asha.pick(message, "row", "more")
    assert chosen == ["more"]
    with pytest.raises(CannotDoError):
        asha.pick(message, "row", "less")


def test_a_thread_is_heard_and_answered(bolt, asha, client, workspace):
    @bolt.event("message")
    def hear(event, say):
        if event.get("thread_ts"):
            say(text=f"heard {event['text']} from {event['user']}", thread_ts=event["thread_ts"])

    head = client.chat_postMessage(channel="C1POLICE", text="A12")["ts"]
    asha.say("police", "done A12", head)
    assert [reply.text for reply in workspace.replies("police", head)] == [
        "done A12",
        "heard done A12 from U1ASHA",
    ]
    assert workspace.message("C1POLICE", head).thread_ts == head


def test_edits_deletions_reactions_and_members_are_heard(bolt, asha, workspace):
    heard = []
    for name in ("message", "reaction_added", "reaction_removed", "member_joined_channel"):
        bolt.event(name)(lambda event: heard.append(event.get("subtype") or event["type"]))
    ts = asha.say("police", "one")
    asha.edit("police", ts, "two")
    asha.react("police", ts)
    asha.unreact("police", ts)
    asha.delete("police", ts)
    workspace.add_user("cat", "Cat Dunn", user_id="U4CAT")
    Person(workspace, "U4CAT").join("police")
    assert heard == [
        "message",
        "message_changed",
        "reaction_added",
        "reaction_removed",
        "message_deleted",
        "member_joined_channel",
    ]


def test_events_go_only_where_the_bot_is_and_only_if_subscribed(bolt, asha, workspace):
    asha.say("open", "the bot is not here")
    Person(workspace, "U2BEN").say("unit", "nor here")
    assert workspace.events.sent == []


def test_an_event_that_fails_is_delivered_again_under_its_own_id(bolt, asha, workspace):
    heard = []

    @bolt.event("message")
    def stumble(body, request):
        heard.append((body["event_id"], request.headers.get("x-slack-retry-num")))
        if len(heard) < 3:
            raise RuntimeError("stumbled")

    workspace.socket._ack_seconds = 0.2  # noqa: SLF001 - as above
    asha.say("police", "hello")
    assert workspace.events.deliveries[0].ended.result(timeout=5)
    assert [event_id for event_id, _ in heard] == ["Ev000000001"] * 3
    assert sorted(count for _, count in heard) == [["0"], ["1"], ["2"]]


def test_an_event_can_be_sent_twice(bolt, asha, workspace):
    heard = []
    bolt.event("message")(lambda body: heard.append(body["event_id"]))
    asha.say("police", "hello")
    assert workspace.events.redeliver().ended.result(timeout=5)
    assert heard == ["Ev000000001"] * 2


def test_an_outsider_is_told_by_their_own_team(bolt, client, workspace):
    teams = []
    bolt.event("message")(lambda event: teams.append((event["user_team"], event["team"])))
    bolt.action("go")(lambda ack, body: (teams.append(body["user"]["team_id"]), ack()))
    olu = Person(workspace, "U3OLU")
    olu.say("police", "hello")
    client.chat_postMessage(channel="C1POLICE", text="go", blocks=[buttons("go")])
    olu.press(workspace.messages("police")[-1], "go")
    assert teams == [("T0ELSEWHERE", "T0ELSEWHERE"), "T0ELSEWHERE"]


def test_app_home_is_opened_and_published(bolt, asha):
    @bolt.event("app_home_opened")
    def welcome(event, client):
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("Yours")]})

    assert asha.open_home().blocks[0]["text"]["text"] == "Yours"


def test_a_workflow_step_is_run_and_completed(bolt, asha, workspace):
    @bolt.function("create_action")
    def create(inputs, complete):
        complete({"ref": f"A1 {inputs['title']}"})

    run = asha.run_step("create_action", {"title": "Rota"})
    workspace.wait_for(lambda: run.get("ended", False))
    assert run["outputs"] == {"ref": "A1 Rota"}


def test_a_shared_file_is_heard_of_and_can_be_sent(bolt, asha, client, workspace):
    names = []
    bolt.event("message")(lambda event: names.extend(file["name"] for file in event.get("files", [])))
    asha.say("police", "the tracker", files=[("tracker.csv", b"a,b")])
    client.files_upload_v2(channel="C1POLICE", filename="chart.png", content=b"PNG", initial_comment="Chart")
    sent = workspace.messages("police")[-1]
    assert "tracker.csv" in names
    assert (sent.text, sent.files[0].content) == ("Chart", b"PNG")


def test_the_app_comes_back_after_a_planned_disconnect(bolt, asha, workspace):
    bolt.command("/actions")(lambda ack: ack("still here"))
    opened = len([call for call in workspace.calls if call.method == "apps.connections.open"])
    workspace.socket.disconnect()
    workspace.wait_for(lambda: len(_opened(workspace)) > opened and workspace.socket.connections == 1)
    assert asha.command("/actions", "", "police").text == "still here"


def _opened(workspace):
    return [call for call in workspace.calls if call.method == "apps.connections.open"]


def test_several_connections_share_the_envelopes(bolt, client, asha, workspace):
    bolt.command("/actions")(lambda ack: ack("ok"))
    second = Connection(bolt, workspace.app.app_token, client, Metrics())
    second.connect()
    workspace.wait_for(lambda: workspace.socket.connections == 2)
    assert [asha.command("/actions", "", "police").text for _ in range(4)] == ["ok"] * 4
    second.close()
