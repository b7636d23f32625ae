"""Files that people share or put into a form, and files that the app sends: what Slack tells of each, and to whom."""

from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.errors import CannotDoError

FORM = {
    "type": "modal",
    "callback_id": "tracker",
    "title": {"type": "plain_text", "text": "Import a tracker"},
    "submit": {"type": "plain_text", "text": "Check it"},
    "blocks": [
        {
            "type": "input",
            "block_id": "file",
            "label": {"type": "plain_text", "text": "Tracker"},
            "element": {"type": "file_input", "action_id": "value", "filetypes": ["csv", "xlsx"], "max_files": 1},
        }
    ],
}


def fetched(client, address, token=None):
    """The kind of what came, and its bytes; for a refusal its status instead of these."""
    headers = {"Authorization": f"Bearer {token or client.token}"}
    try:
        with urlopen(Request(address, headers=headers)) as answer:
            return answer.headers.get_content_type(), answer.read()
    except HTTPError as refused:
        with refused:
            return refused.headers.get_content_type(), refused.code


@pytest.fixture
def form(bolt, asha):
    """Opens a form with a field of files; what the app is sent."""
    sent = []
    bolt.command("/actions")(
        lambda ack, client, command: (ack(), client.views_open(trigger_id=command["trigger_id"], view=FORM))
    )
    bolt.view("tracker")(lambda ack, view: (ack(), sent.append(view["state"]["values"])))
    asha.command("/actions")
    return sent


def test_a_file_that_is_shared_comes_with_its_message_and_is_fetched_with_the_token(workspace, client, asha, bolt):
    bolt.event("message")(lambda: None)
    ts = asha.upload("police", "plan 1.csv", b"a,b", "here")
    event = workspace.events.sent[-1]["event"]
    assert (event["subtype"], event["text"], event["files"][0]["name"]) == ("file_share", "here", "plan 1.csv")
    told = client.files_info(file=event["files"][0]["id"])["file"]
    assert (told["size"], told["mimetype"], told["filetype"], told["user"]) == (3, "text/csv", "csv", "U1ASHA")
    assert told["shares"] == {"public": {"C1POLICE": [{"ts": ts, "channel_name": "C1POLICE"}]}}
    assert fetched(client, told["url_private_download"]) == ("text/csv", b"a,b")
    assert fetched(client, told["url_private_download"], "xoxb-none") == ("text/html", 401)
    workspace.app.manifest["oauth_config"]["scopes"]["bot"].remove("files:read")
    assert fetched(client, told["url_private_download"])[0] == "text/html"  # and not a word of a scope


def test_a_file_in_a_form_is_told_as_slack_tells_it_and_seen_by_the_app_alone(workspace, client, asha, form):
    assert asha.submit() == {"file": "Please complete this required field."}
    with pytest.raises(CannotDoError):
        asha.fill(workspace.modal("U1ASHA"), {"file": [("plan.pdf", b"%PDF")]})
    with pytest.raises(CannotDoError):
        asha.fill(workspace.modal("U1ASHA"), {"file": [("a.csv", b"a"), ("b.csv", b"b")]})
    assert asha.submit(values={"file": [("plan.csv", b"a,b")]}) == {}
    [values] = form
    [file] = values["file"]["value"]["files"]
    assert (values["file"]["value"]["type"], file["name"], file["user"]) == ("file_input", "plan.csv", "U1ASHA")
    assert client.files_info(file=file["id"])["file"]["shares"] == {}
    assert fetched(client, file["url_private_download"])[1] == b"a,b"
    assert workspace.messages("police") == []


def test_a_file_that_is_gone_or_not_for_the_app_is_not_told_of(workspace, client, asha):
    workspace.channel("open").members.append("U2BEN")
    asha.upload("open", "plan.csv", b"a,b")  # the bot is not in that channel
    asha.upload("police", "plan.csv", b"a,b")
    hidden, seen = (message.files[0].id for name in ("open", "police") for message in workspace.messages(name))
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_info(file=hidden)
    address = client.files_info(file=seen)["file"]["url_private_download"]
    asha.delete_file(seen)
    with pytest.raises(SlackApiError, match="file_deleted"):
        client.files_info(file=seen)
    assert fetched(client, address) == ("text/html", 404)


def test_what_the_app_uploads_is_there_once_it_is_completed_and_only_once(workspace, client):
    given = client.files_getUploadURLExternal(filename="pack.docx", length=3)
    done = {"files": [{"id": given["file_id"], "title": "Pack"}], "channel_id": "C1POLICE", "initial_comment": "Pack"}
    for refused in (
        lambda: client.files_info(file=given["file_id"]),
        lambda: client.files_completeUploadExternal(**done),
    ):
        with pytest.raises(SlackApiError, match="file_not_found"):
            refused()
    urlopen(Request(given["upload_url"], b"abc")).close()
    client.files_completeUploadExternal(**done)
    shares = client.files_info(file=given["file_id"])["file"]["shares"]
    assert list(shares["public"]) == ["C1POLICE"]
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(**done)
    assert len(workspace.messages("police")) == 1


def test_uploads_and_downloads_fail_as_they_are_told_to(workspace, client, asha):
    asha.upload("police", "plan.csv", b"a,b")
    address = client.files_info(file=workspace.messages("police")[0].files[0].id)["file"]["url_private"]
    workspace.faults.fail("download", "ratelimited")
    workspace.faults.fail("download")
    assert [fetched(client, address)[1] for _ in range(2)] == [429, 500]
    workspace.faults.drop("download")
    with pytest.raises(OSError, match="closed"):
        fetched(client, address)
    assert fetched(client, address)[1] == b"a,b"
