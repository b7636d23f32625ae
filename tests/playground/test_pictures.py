"""Pictures that the app uploads and shows in its blocks."""

import pytest
from slack_sdk.errors import SlackApiError


def image(**more):
    return {"type": "image", "alt_text": "Twelve open, three overdue", **more}


@pytest.fixture
def chart(client):
    """The id of an uploaded picture that no channel got."""
    return client.files_upload_v2(filename="chart.png", content=b"PNG", alt_txt="A chart")["file"]["id"]


def test_a_picture_stands_in_messages_of_channels_and_people(client, workspace, chart):
    assert workspace.messages("police") == []
    blocks = [
        image(slack_file={"id": chart}),
        {
            "type": "section",
            "text": {"type": "plain_text", "text": "x"},
            "accessory": image(slack_file={"id": chart}),
        },
        {"type": "context", "elements": [image(slack_file={"id": chart})]},
    ]
    for channel in ("C1POLICE", "U1ASHA"):
        client.chat_postMessage(channel=channel, text="Chart", blocks=blocks)
    assert workspace.messages("police")[0].blocks[0]["slack_file"] == {"id": chart}
    assert workspace.direct_messages("U1ASHA")[0].blocks[0]["alt_text"] == "Twelve open, three overdue"
    assert workspace.errors == []


def test_a_picture_stands_in_home_and_by_its_address(client, workspace, chart):
    address = client.files_info(file=chart)["file"]["url_private"]
    client.views_publish(user_id="U1ASHA", view={"type": "home", "blocks": [image(slack_file={"url": address})]})
    assert workspace.home("U1ASHA").blocks[0]["slack_file"] == {"url": address}


def unfinished(client):
    return client.files_getUploadURLExternal(filename="late.png", length=3)["file_id"]


def table(client):
    return client.files_upload_v2(filename="plan.csv", content=b"a,b")["file"]["id"]


@pytest.mark.parametrize("make", [lambda _: "F9", unfinished, table], ids=["unknown", "unfinished", "no picture"])
def test_what_is_no_picture_is_an_invalid_block(client, workspace, make):
    blocks = [{"type": "divider"}, image(slack_file={"id": make(client)})]
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C1POLICE", text="x", blocks=blocks)
    assert refused.value.response["error"] == "invalid_blocks"
    assert refused.value.response["errors"] == ["invalid slack file [json-pointer:/blocks/1/slack_file]"]
    with pytest.raises(SlackApiError) as refused:
        client.views_publish(user_id="U1ASHA", view={"type": "home", "blocks": blocks})
    assert refused.value.response["error"] == "invalid_arguments"
    assert workspace.messages("police") == []


def test_a_changed_message_is_checked_as_well(client, chart):
    ts = client.chat_postMessage(channel="C1POLICE", text="x")["ts"]
    client.chat_update(channel="C1POLICE", ts=ts, text="x", blocks=[image(slack_file={"id": chart})])
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        client.chat_update(channel="C1POLICE", ts=ts, text="x", blocks=[image(slack_file={"id": "F9"})])
