"""Every slash command. Help, the manifest's test and the listeners read it from here."""

from commands import actions, deadlines, indicators, remit
from commands.answering import Command

COMMANDS: dict[str, Command] = {
    module.COMMAND.name: module.COMMAND for module in (actions, remit, deadlines, indicators)
}
