"""Every slash command and every form. Help, the manifest's test and the listeners read them from here."""

from collections.abc import Callable

from bot.messages.blocks import Block, Reply
from commands import actions, deadlines, indicators, messages, plan_buttons, remit, settings
from commands.answering import Ask, Command
from commands.filters import FILTER_WORDS
from commands.forms import actions as action_forms
from commands.forms import deadlines as deadline_forms
from commands.forms import imports as import_forms
from commands.forms import indicators as indicator_forms
from commands.forms import pausing as pausing_forms
from commands.forms import remit as remit_forms
from commands.forms import reports as report_forms
from commands.forms import settings as settings_forms
from commands.forms import workflow as workflow_forms
from commands.forms.form import Form

COMMANDS: dict[str, Command] = {
    module.COMMAND.name: module.COMMAND for module in (actions, remit, deadlines, indicators)
}
TAKEN = frozenset({*FILTER_WORDS, "help", *(word for command in COMMANDS.values() for word in command.words)})
"""Words that mean something after a command, so that no partner and no source can be called so."""
FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        *action_forms.FORMS,
        *remit_forms.FORMS,
        *deadline_forms.FORMS,
        *indicator_forms.FORMS,
        *settings_forms.forms(TAKEN),
        pausing_forms.FORM,
        *import_forms.FORMS,
        report_forms.FORM,
        *workflow_forms.FORMS,
    )
}
PRESSED: dict[str, Callable[[Ask, str], Reply]] = {
    **plan_buttons.PRESSED,
    **messages.PRESSED,
    **import_forms.PRESSED,
    **settings.PRESSED,
}
"""Buttons that do something at once with their value, by action_id."""
VIEWS: dict[str, Callable[[Ask, str], Block]] = {**settings.VIEWS}
"""Buttons that do something at once with their value, and give the view to show in place, by action_id."""
