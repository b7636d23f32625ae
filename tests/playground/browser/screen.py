"""What a person finds on the stand-in's page: helpers of the browser tests."""

from playwright.sync_api import expect

CHANNEL = "C1POLICE"


def write_in(page, label):
    return page.get_by_role("textbox", name=label, exact=True)


def message(page, words, pane="#main"):
    return page.locator(f"{pane} .message", has_text=words)


def ask(page):
    """Type /actions and get the card that only this person sees."""
    field = write_in(page, "Message #police")
    field.fill("/actions mine")
    field.press("Enter")
    card = page.locator(".message.ephemeral").last
    expect(card).to_contain_text("Only visible to you")
    return card


def fully_seen(locator):
    """Whether all of it is within the pane, and not only some of it."""
    return locator.evaluate(
        """node => { const [own, pane] = [node, node.closest(".scroller")].map((each) => each.getBoundingClientRect());
        return own.top >= pane.top && own.bottom <= pane.bottom; }"""
    )


def short_of_the_end(page):
    page.wait_for_timeout(200)  # late layout, as that of the field below, would push the end away
    return page.locator("#main .scroller").evaluate("node => node.scrollHeight - node.scrollTop - node.clientHeight")


def fill_channels(client, number=40):
    for at in range(number):
        client.chat_postMessage(channel=CHANNEL, text=f"Message {at}")
