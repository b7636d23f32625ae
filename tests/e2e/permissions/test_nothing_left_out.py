"""Nothing that can be typed, filled in or pressed is without its row."""

from commands.registry import COMMANDS, FORMS, PRESSED, VIEWS
from tests.e2e.permissions.rows import (
    DEEDS,
    FORMS_OF_A9,
    IMPORTS,
    KEEPING,
    PLAN,
    PLAN_BUTTONS,
    PLAN_FORMS,
    SETTINGS_FORMS,
)


def test_everything_that_can_be_asked_for_is_tried_here():
    own = {"settings", "digest", "messages", "undo", "history", "post", "import", "report"}
    words = {"/actions": {*DEEDS, *KEEPING, *own} - {"edit A9"} | {"edit"}}
    for keeping in (PLAN | PLAN_FORMS).values():
        words.setdefault(keeping.command, set()).add(keeping.text.split()[0])
    for_everybody = {"history", "undo", "from", "chart"}
    for name, command in COMMANDS.items():
        assert set(command.words) - for_everybody == words[name] - for_everybody
    tried = {form for form, _ in FORMS_OF_A9.values()} | {*PLAN_FORMS, *PLAN_BUTTONS, *SETTINGS_FORMS, "add", "edit"}
    imported = {form for form, filled in IMPORTS.items() if filled}
    assert set(FORMS) == tried | imported | {"settings", "workflow_add", "workflow_decline", "report"}
    assert set(VIEWS) == {"person_remove", "partner_resume", "setting_up_leave"}
    own = {"plan_history", "indicator_chart", "indicator_show", "messages_off", "messages_on", "look_at_all"}
    assert set(PRESSED) <= own | set(IMPORTS)
