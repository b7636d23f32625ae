"""The Web API as slack_sdk's client meets it."""

import urllib.error
import urllib.request

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

POLICE = "C1POLICE"


def refusal(call, **arguments):
    with pytest.raises(SlackApiError) as refused:
        call(**arguments)
    return refused.value.response


def test_only_the_stand_ins_own_tokens_work(server, workspace, client):
    assert client.auth_test()["user_id"] == "U0BOT"
    real = WebClient(token="xoxb-1234-looks-real", base_url=server.api_url)
    assert refusal(real.auth_test)["error"] == "invalid_auth"
    assert refusal(WebClient(base_url=server.api_url).auth_test)["error"] == "not_authed"
    app = WebClient(token=workspace.app.app_token, base_url=server.api_url)
    assert refusal(app.auth_test)["error"] == "not_allowed_token_type"
    assert refusal(client.api_call, api_method="no.such")["error"] == "unknown_method"


def test_a_scope_that_the_manifest_forgot_is_missing(workspace, client):
    workspace.app.manifest["oauth_config"]["scopes"]["bot"].remove("chat:write")
    answer = refusal(client.chat_postMessage, channel=POLICE, text="x")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("chat.postMessage", {"channel": "C0NONE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C2UNIT", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C3OPEN", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "C9OLD", "text": "x"}, "is_archived"),
        ("chat.postMessage", {"channel": POLICE}, "no_text"),
        ("chat.postMessage", {"channel": POLICE, "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": POLICE, "text": "x", "blocks": "{no"}, "invalid_blocks_format"),
        ("chat.postMessage", {"channel": POLICE, "text": "x", "blocks": [{"type": "odd"}]}, "invalid_blocks"),
        ("chat.postMessage", {"channel": POLICE, "text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
        ("chat.postMessage", {"channel": POLICE, "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
        ("chat.update", {"channel": POLICE, "ts": "1.000000", "text": "x"}, "message_not_found"),
        ("chat.postEphemeral", {"channel": POLICE, "user": "U9", "text": "x"}, "user_not_in_channel"),
        ("chat.getPermalink", {"channel": POLICE, "message_ts": "1.000000"}, "message_not_found"),
        ("conversations.info", {"channel": "C2UNIT"}, "channel_not_found"),
        ("conversations.history", {"channel": "C3OPEN"}, "not_in_channel"),
        ("conversations.history", {"channel": POLICE, "cursor": "x"}, "invalid_cursor"),
        ("conversations.replies", {"channel": POLICE, "ts": "1.000000"}, "thread_not_found"),
        ("conversations.open", {"users": "U9"}, "user_not_found"),
        ("conversations.list", {"types": "odd"}, "invalid_types"),
        ("users.info", {"user": "U9"}, "user_not_found"),
        ("reactions.add", {"channel": POLICE, "timestamp": "1.000000", "name": "eyes"}, "message_not_found"),
        ("files.info", {"file": "F9"}, "file_not_found"),
    ],
)
def test_refusals_have_slacks_names(workspace, client, method, arguments, error):
    workspace.add_channel("old", ["U0BOT"], channel_id="C9OLD").is_archived = True
    assert refusal(client.api_call, api_method=method, json=arguments)["error"] == error


def test_what_is_wrong_with_blocks_is_said(client):
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
    answer = refusal(client.chat_postMessage, channel=POLICE, text="x", blocks=blocks)
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    ]


def test_others_messages_cannot_be_changed(client, asha):
    ts = asha.say("police", "mine")
    assert refusal(client.chat_update, channel=POLICE, ts=ts, text="x")["error"] == "cant_update_message"
    assert refusal(client.chat_delete, channel=POLICE, ts=ts)["error"] == "cant_delete_message"


def test_a_rate_limit_says_when_to_come_back(workspace, client):
    workspace.faults.fail("chat.postMessage", "ratelimited", retry_after=7)
    answer = refusal(client.chat_postMessage, channel=POLICE, text="x")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
    assert client.chat_postMessage(channel=POLICE, text="x")["ok"]


def test_a_lost_answer_leaves_the_work_done(workspace, server):
    client = WebClient(token=workspace.app.bot_token, base_url=server.api_url, retry_handlers=[])
    workspace.faults.drop("chat.postMessage")
    with pytest.raises((urllib.error.URLError, ConnectionError)):
        client.chat_postMessage(channel=POLICE, text="once")
    assert [message.text for message in workspace.messages("police")] == ["once"]


def test_metadata_is_given_only_when_asked_for(client):
    metadata = {"event_type": "action", "event_payload": {"ref": "A1"}}
    ts = client.chat_postMessage(channel=POLICE, text="x", metadata=metadata)["ts"]
    assert "metadata" not in client.conversations_history(channel=POLICE)["messages"][0]
    for call in (client.conversations_history, client.conversations_replies):
        found = call(channel=POLICE, ts=ts, include_all_metadata=True)["messages"][0]
        assert found["metadata"] == metadata
    client.chat_update(channel=POLICE, ts=ts, text="y")
    kept = client.conversations_history(channel=POLICE, include_all_metadata=True)["messages"][0]
    assert (kept["text"], kept["metadata"]) == ("y", metadata)


def test_history_comes_newest_first_in_pages(client):
    sent = [client.chat_postMessage(channel=POLICE, text=str(n))["ts"] for n in range(5)]
    first = client.conversations_history(channel=POLICE, limit=2)
    assert [message["text"] for message in first["messages"]] == ["4", "3"]
    cursor = first["response_metadata"]["next_cursor"]
    rest = client.conversations_history(channel=POLICE, limit=10, cursor=cursor)
    assert [message["text"] for message in rest["messages"]] == ["2", "1", "0"]
    assert not rest["has_more"]
    between = {"channel": POLICE, "oldest": sent[1], "latest": sent[3]}
    assert texts(client.conversations_history(**between)) == ["2"]
    assert texts(client.conversations_history(**between, inclusive=True)) == ["3", "2", "1"]


def texts(answer):
    return [message["text"] for message in answer["messages"]]


def test_a_thread_is_summed_up_on_its_head(client):
    head = client.chat_postMessage(channel=POLICE, text="head")["ts"]
    reply = client.chat_postMessage(channel=POLICE, text="reply", thread_ts=head)["ts"]
    shown = client.conversations_replies(channel=POLICE, ts=head)["messages"]
    assert (shown[0]["reply_count"], shown[0]["latest_reply"]) == (1, reply)
    assert texts(client.conversations_history(channel=POLICE)) == ["head"]


def test_lists_come_in_pages_and_leave_out_private_channels(workspace, client):
    listed = client.conversations_list(types="public_channel,private_channel")["channels"]
    assert [channel["id"] for channel in listed] == [POLICE, "C3OPEN"]
    pages = [len(page["members"]) for page in client.users_list(limit=2)]
    assert pages == [2, 2, 1]
    assert client.conversations_members(channel=POLICE)["members"] == workspace.channels[POLICE].members


def test_direct_messages_go_to_people_by_their_id(workspace, client):
    channel = client.conversations_open(users="U1ASHA")["channel"]["id"]
    assert client.chat_postMessage(channel="U1ASHA", text="hello")["channel"] == channel
    assert [message.text for message in workspace.direct_messages("U1ASHA")] == ["hello"]


def test_a_public_channel_can_be_joined(workspace, client):
    client.conversations_join(channel="C3OPEN")
    assert client.chat_postMessage(channel="C3OPEN", text="x")["ok"]


def test_reactions_are_counted_once(client):
    ts = client.chat_postMessage(channel=POLICE, text="x")["ts"]
    where = {"channel": POLICE, "timestamp": ts, "name": "eyes"}
    client.reactions_add(**where)
    assert refusal(client.reactions_add, **where)["error"] == "already_reacted"
    client.reactions_remove(**where)
    assert refusal(client.reactions_remove, **where)["error"] == "no_reaction"


def test_timestamps_never_repeat_though_the_clock_stands_still_or_goes_back(client, clock):
    sent = [client.chat_postMessage(channel=POLICE, text="x")["ts"] for _ in range(3)]
    clock.advance(hours=-1)
    sent.append(client.chat_postMessage(channel=POLICE, text="x")["ts"])
    assert sent == sorted(set(sent))
    assert sent[0] == "1668416400.000100"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://["])
@pytest.mark.parametrize("path", ["api/auth.test", "response/x", "upload/x", "files/F1/x.csv", ""])
def test_another_ones_page_is_refused_everything(server, path, origin):
    method = "GET" if path in {"", "files/F1/x.csv"} else "POST"
    request = urllib.request.Request(f"{server.url}/{path}", method=method, headers={"Origin": origin})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    refused.value.close()
    assert refused.value.code == 403


def test_its_own_page_may_ask(server):
    request = urllib.request.Request(f"{server.url}/api/api.test", headers={"Origin": server.url})
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200


def test_requests_for_another_host_are_refused(server):
    request = urllib.request.Request(f"{server.url}/api/api.test", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    refused.value.close()
    assert refused.value.code == 403
