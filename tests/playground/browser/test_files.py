"""Files on the page: put into a form, taken out again, and those that the app sends."""

import re

import pytest
from playwright.sync_api import expect

from tests.playground.browser.screen import write_in
from tests.playground.test_files import FORM

pytestmark = pytest.mark.browser


@pytest.fixture
def app(bolt, heard):
    """Opens a form with a field of files."""
    bolt.command("/actions")(
        lambda ack, client, command: (ack(), client.views_open(trigger_id=command["trigger_id"], view=FORM))
    )
    bolt.view("tracker")(lambda ack, view: (ack(), heard.extend(view["state"]["values"]["file"]["value"]["files"])))
    return bolt


def test_a_file_is_put_into_a_form_and_one_that_the_app_sends_is_a_link(page, bolt, heard):
    field = write_in(page, "Message #police")
    field.fill("/actions")
    field.press("Enter")
    dialog = page.get_by_role("dialog", name="Import a tracker")
    tracker = dialog.get_by_label("Tracker")
    for name in ("plan.csv", "later.csv"):
        tracker.set_input_files([{"name": name, "mimeType": "text/csv", "buffer": b"a,b"}])
        expect(dialog.get_by_role("listitem")).to_contain_text(name)
    dialog.get_by_role("button", name="Remove later.csv").click()
    expect(dialog.get_by_role("listitem")).to_have_count(0)
    dialog.get_by_role("button", name="Check it").click()
    expect(tracker).to_have_accessible_description(re.compile("Please complete this required field."))
    tracker.set_input_files([{"name": "last.csv", "mimeType": "text/csv", "buffer": b"a,b,c"}])
    expect(dialog.get_by_role("listitem")).to_contain_text("last.csv")
    dialog.get_by_role("button", name="Check it").click()
    expect(dialog).to_have_count(0)
    assert [(one["name"], one["size"]) for one in heard] == [("last.csv", 5)]
    bolt.client.files_upload_v2(channel="C1POLICE", filename="pack.docx", content=b"PK", initial_comment="Board pack")
    expect(page.get_by_role("link", name="pack.docx")).to_have_attribute("download", "pack.docx")
