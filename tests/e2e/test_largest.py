"""All that is shown to one person of the largest plan is taken by Slack, and nothing is left out unsaid."""

import re

import pytest

from bot.playground.people import Person
from tests.e2e.largest import worded

ANSWERS = {
    "/actions": [
        "",
        "all",
        "overdue",
        "all police",
        "all R1",
        "R108",
        "multi agency",
        "A13",
        "A55",
        "A58",
        "history A13",
    ],
    "/remit": ["", "R1", "R8", "history R8"],
    "/deadlines": ["", "D2", "history D2", "from"],
    "/indicators": ["", "I1", "I2", "history I2"],
}
ALL = [(command, text) for command, texts in ANSWERS.items() for text in [*texts, "help"]]


@pytest.mark.parametrize("who", ["manager", "police", "commissioner"])
@pytest.mark.parametrize(("command", "text"), ALL)
def test_every_answer_is_taken(plan, who, command, text):
    assert plan.ask(getattr(plan.world, who), text, command).text


def test_a_list_that_is_cut_says_so_and_leads_on(plan):
    answer = plan.ask(plan.world.manager, "all")
    rows = re.findall(r"\*(A\d+)\*", worded(answer))
    assert len(rows) == 10 or "There is more" in worded(answer)
    assert "Page 1 of 6" in worded(answer) or "There is more" in worded(answer)
    assert "page_next" in worded(answer)


@pytest.mark.parametrize(
    ("command", "text", "number", "rows"),
    [
        ("/remit", "", 100, r"\*R\d+\*"),
        ("/deadlines", "", 100, r"\*D\d+\*"),
        ("/indicators", "", 100, r"\*I\d+\*"),
        ("/remit", "R8", 46, r"\*A\d+\*"),
        ("/indicators", "I2", 40, r"on \d+ \w+ 2022"),
        ("/actions", "history A13", 28, "• "),
    ],
)
def test_what_does_not_fit_is_said_to_be_left_out(plan, command, text, number, rows):
    shown = worded(plan.ask(plan.world.manager, text, command))
    if len(re.findall(rows, shown)) < number:
        assert re.search(r"[Tt]here is more|[Aa]nd [\d,]+ more|[\d,]+ earlier|[\d,]+ (more|others)", shown)
    assert f"{number} change" in shown or "history" not in text or re.search("more|earlier", shown)


def test_the_card_says_where_words_were_cut_and_keeps_its_buttons(plan):
    card = worded(plan.ask(plan.world.manager, "A13"))
    for name in ("Success measure", "Blocked", "More time asked for", "Contributing", "Source"):
        assert "…" in re.search(rf"\*{name}[^\"]*\"", card)[0]
    for words in ("Report done", "Decide on more time", "Add an update", "History"):
        assert words in card


@pytest.mark.parametrize("who", ["U0MANAGER", "U0POLICE", "U0COMMISSION", "U0OUTSIDE"])
def test_app_home_is_taken(plan, who):
    def published():
        return [call for call in plan.slack.calls if call.method == "views.publish"]

    before = len(published())
    Person(plan.slack, who).open_home()
    plan.slack.wait_for(lambda: len(published()) > before)
    assert published()[-1].error is None
    assert len(plan.slack.home(who).blocks) <= 100


def test_somebody_of_a_hundred_partners_is_shown_everything_that_slack_takes(plan):
    with plan.world.store.write() as tx:
        sql = "INSERT INTO people (user, team, role, partner_id) SELECT 'U0OUTSIDE', ?, 'partner member', id FROM partners"
        tx.run(sql, (plan.world.services.home,))
    assert plan.ask(plan.world.outsider, "").text
    assert plan.ask(plan.world.outsider, "A13").text
    test_app_home_is_taken(plan, "U0OUTSIDE")
