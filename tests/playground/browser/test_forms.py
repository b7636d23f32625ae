"""People fill in the forms of a Bolt app on the page: every kind of field, errors in place, modals on top of others."""

import re

import pytest
from playwright.sync_api import expect

from tests.playground.browser.screen import write_in
from tests.playground.test_fields import field, whole_form
from tests.playground.test_forms import form
from tests.playground.test_round_trips import buttons
from tests.playground.test_stacks import CARD

pytestmark = pytest.mark.browser


def opens(bolt, name, view):
    bolt.command(name)(
        lambda ack, client, command: (ack(), client.views_open(trigger_id=command["trigger_id"], view=view))
    )


@pytest.fixture
def app(bolt, heard):
    """Opens a form with every kind of field, or a card on which other forms are put."""
    opens(bolt, "/actions", whole_form())
    opens(bolt, "/plain", CARD)

    @bolt.view("whole")
    def whole(ack, view):
        values = view["state"]["values"]
        if values["b_due"]["due"]["selected_date"] == "2022-12-25":
            ack(response_action="errors", errors={"b_due": "Choose a working day.", "b_rating": "Too good."})
            return
        heard.append({name: each for block in values.values() for name, each in block.items()})
        ack()

    bolt.action("edit")(
        lambda ack, body, client: (ack(), client.views_push(trigger_id=body["trigger_id"], view=form()))
    )
    bolt.action("menu")(lambda ack, action: (ack(), heard.append(action["selected_option"]["value"])))
    return bolt


def command(page, words):
    field = write_in(page, "Message #police")
    field.fill(words)
    field.press("Enter")


def pick(page, label, typed):
    """Choose in a picker by the keyboard alone."""
    button = page.get_by_role("dialog").get_by_role("button", name=label)
    button.press("Enter")
    page.get_by_role("combobox", name="Search").press_sequentially(typed)
    page.keyboard.press("Enter")
    return button


def test_every_kind_of_field_is_filled_in_by_the_keyboard(page, heard, workspace):
    for name in ("Cat Dunn", "Dev Shah", "Eve Long", "Fay Moss"):
        workspace.add_user(name.lower().replace(" ", "."), name)
    workspace.channels["C2UNIT"].members.append("U1ASHA")
    command(page, "/actions")
    whole = page.get_by_role("dialog", name="All")
    expect(whole.get_by_role("button", name="b_stage Open")).to_be_focused()
    menu = pick(page, "b_actions", "a9")
    options = page.get_by_role("listbox", name="Select options")
    expect(options.get_by_role("option")).to_have_text(["A9", *(f"A{number}" for number in range(90, 100))])
    expect(options.get_by_role("group", name="Not started").get_by_role("option")).to_have_count(10)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(menu).to_have_text("A9, A90▾")
    expect(pick(page, "b_lead", "eve")).to_be_focused()
    pick(page, "b_place", "")
    pick(page, "b_channel", "")
    due = whole.get_by_label("b_due")
    due.fill("2022-12-25")
    expect(due).to_have_accessible_description("Sunday 25 December 2022")
    whole.get_by_role("radio", name="Green").press("Space")
    whole.get_by_role("checkbox", name="Shared").press("Space")
    whole.get_by_label("b_count").fill("387")
    whole.get_by_label("b_link").fill("https://example.org/plan")
    whole.get_by_label("b_link").press("Enter")
    expect(due).to_be_focused()
    expect(due).to_have_attribute("aria-invalid", "true")
    expect(due).to_have_accessible_description(re.compile("Choose a working day. +Sunday 25 December 2022"))
    expect(whole.get_by_role("radio", name="Red")).to_have_accessible_description(re.compile("Too good."))
    expect(menu).to_have_text("A9, A90▾")
    due.fill("2022-12-28")
    whole.get_by_role("button", name="Save").press("Enter")
    expect(whole).to_have_count(0)
    expect(write_in(page, "Message #police")).to_be_focused()
    (state,) = heard
    assert [option["value"] for option in state["actions"]["selected_options"]] == ["a9", "a90"]
    assert workspace.users[state["lead"]["selected_user"]].real_name == "Eve Long"
    assert (state["due"]["selected_date"], state["rating"]["selected_option"]["value"]) == ("2022-12-28", "green")
    assert (state["stage"]["selected_option"]["value"], state["words"]["value"]) == ("open", "as before")


def test_a_form_is_put_on_a_card_and_taken_off_again(page, heard, workspace):
    command(page, "/plain")
    card = page.get_by_role("dialog", name="A12")
    expect(card.get_by_role("button", name="Submit")).to_have_count(0)
    menu = card.get_by_role("button", name="More choices: A12 Rota")
    for answer in ("Cancel", "Yes"):
        menu.press("Enter")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        question = page.get_by_role("dialog", name="Sure?")
        question.get_by_role("button", name=answer).press("Enter")
        expect(question).to_have_count(0)
        expect(menu).to_be_focused()
    workspace.wait_for(lambda: heard == ["withdraw"])
    edit = card.get_by_role("button", name="edit")
    edit.press("Enter")
    added = page.get_by_role("dialog", name="Add")
    expect(added.get_by_label("Title")).to_be_focused()
    added.get_by_role("button", name="Back").press("Enter")
    expect(edit).to_be_focused()
    assert [view.title for view in workspace.modals("U1ASHA")] == ["A12"]
    edit.press("Enter")
    added.get_by_role("button", name="Close all").press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert workspace.modals("U1ASHA") == []


def test_what_was_typed_stays_in_fields_that_stay(page, app, heard, workspace):
    workspace.app.manifest["features"]["slash_commands"].append({"command": "/rows"})

    def rows(*names):
        fields = [field(f"b_{name}", {"type": "plain_text_input", "action_id": "text"}) for name in names]
        return form("rows", blocks=[*fields, buttons("swap")])

    opens(app, "/rows", rows("one", "two"))
    app.view("rows")(lambda ack, view: (ack(), heard.append(view["state"]["values"])))
    app.action("swap")(
        lambda ack, body, client: (ack(), client.views_update(view_id=body["view"]["id"], view=rows("two", "three")))
    )
    command(page, "/rows")
    dialog = page.get_by_role("dialog", name="Add")
    dialog.get_by_label("b_one").fill("first")
    dialog.get_by_label("b_two").fill("second")
    dialog.get_by_role("button", name="swap").press("Enter")
    third = dialog.get_by_label("b_three")
    expect(third).to_have_value("")
    expect(dialog.get_by_label("b_two")).to_have_value("second")
    third.fill("third")
    third.press("Enter")
    expect(dialog).to_have_count(0)
    (values,) = heard
    assert {name: block["text"]["value"] for name, block in values.items()} == {"b_two": "second", "b_three": "third"}
