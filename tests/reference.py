"""`make reference`: the pages of docs/ that are made from the code. test_docs.py holds them to it.

docs/settings.md comes from bot/settings.py, docs/commands.md from the registry of commands, the permission table and
manifest.yml, docs/command-line.md from the command line itself.
"""

import sys
from datetime import time
from pathlib import Path

import typer
import yaml
from pydantic import HttpUrl, SecretStr
from pydantic.fields import FieldInfo

from bot.cli import cli
from bot.domain.people import MAY, Standing
from bot.listeners.hearing import HEARD, NAMED
from bot.messages.help import Topic, whom
from bot.settings import LONGEST_LADDER, Settings
from commands.registry import COMMANDS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
MADE = "<!-- Made by `make reference`: change the code, not this page. -->"

GROUPS = {
    "Slack": (
        *("slack_bot_token", "slack_app_token", "slack_signing_secret"),
        *("http_host", "http_port", "slack_api_url"),
    ),
    "The partnership": ("database", "coordinators", "unit_channel", "executive_channel", "timezone"),
    "Digests, nudges and the ladder": ("digest_at", "ladder"),
    "Colours and tests": (
        *("due_soon_working_days", "stale_working_days"),
        *("review_embedded_months", "review_sustained_months"),
    ),
    "Identifiers": (
        "information_governance",
        "office_postcodes",
        "office_telephones",
        "role_mailboxes",
        "case_id_prefixes",
    ),
    "Keeping the record": ("backup_folder", "backup_days", "keep_messages_days", "keep_ended_years"),
    "Watching it": ("health_port",),
}
OWN = {
    "ladder": f"three numbers of working days, each larger than the one before, at most {LONGEST_LADDER}",
    "http_host": "an address of this machine",
    "timezone": "a zone's name",
}
"""What these take, which their kind alone does not tell."""
UNITS = ("working_days", "days", "months", "years", "minutes", "seconds")


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return name.upper() if name.startswith("slack_") and name != "slack_api_url" else f"FOLLOWTHROUGH_{name.upper()}"


def settings() -> str:
    """Every setting: what it is, its default, what it takes, an example that works."""
    left = set(Settings.model_fields) - {name for names in GROUPS.values() for name in names}
    groups = {**GROUPS, **({"More": tuple(sorted(left))} if left else {})}
    told = []
    for heading, names in groups.items():
        told += [f"## {heading}", *(_setting(name, Settings.model_fields[name]) for name in names)]
    return "\n\n".join([MADE, SETTINGS, *told]) + "\n"


def _setting(name: str, field: FieldInfo) -> str:
    default = _written(field.default)
    [example] = field.examples or [""]
    facts = [
        f"- Default: `{default}`" if default else "- No default",
        f"- Takes {_takes(name, field)}",
        f"- For example: `{variable(name)}={example}`",
    ]
    return "\n\n".join([f"### `{variable(name)}`", f"{field.description}.", "\n".join(facts)])


def _written(value: object) -> str:
    """A default as it would be written in `.env`."""
    if value is None or isinstance(value, SecretStr):
        return ""
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def _takes(name: str, field: FieldInfo) -> str:
    kinds = {
        SecretStr: "a secret",
        HttpUrl: "a web address",
        time: "a local time from 07:00 to before 20:00",
        str: "a name or an id",
        int: f"a whole number{_unit(name)}{_bounds(field)}",
    }
    if name in OWN:
        return OWN[name]
    if isinstance(field.default, tuple):
        return "one or more, with commas between them"
    return kinds.get(field.annotation, "a path")


def _unit(name: str) -> str:
    return next((f" of {one.replace('_', ' ')}" for one in UNITS if name.endswith(f"_{one}")), "")


def _bounds(field: FieldInfo) -> str:
    low = next((one.ge for one in field.metadata if hasattr(one, "ge")), 0)
    high = next((one.le for one in field.metadata if hasattr(one, "le")), None)
    return f", {low} or more" if high is None else f", {low} to {high}"


def commands() -> str:
    """Every slash command with all that can be typed after it, replies in threads, menus, and who may do what."""
    told = []
    for command in COMMANDS.values():
        topics = [(topic, topic.needs) for topic in command.topics]
        topics += [(verb.topic, verb.needs) for verb in command.verbs]
        told += [f"## {command.name}", f"`{command.name}` {command.about}"]
        groups: dict[str, list[Topic]] = {}
        for topic, needs in topics:
            groups.setdefault(whom(needs) if needs else "everybody who belongs to the partnership", []).append(topic)
        for who, typed in groups.items():
            told += [f"**For {who}**", _table(command.name, typed)]
    threads = THREADS.format(heard=_listed(HEARD), named=_listed(NAMED))
    return "\n\n".join([MADE, COMMANDS_PAGE, *told, threads, _menus(), PERMISSIONS, _permissions()]) + "\n"


def _table(command: str, topics: list[Topic]) -> str:
    rows = [
        f"| `{f'{command} {topic.usage}'.strip()}` | {topic.does} | `{topic.example}` |".replace("\n", " ")
        for topic in topics
    ]
    return "\n".join(["| you type | what it does | for example |", "| --- | --- | --- |", *rows])


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{one}`" for one in words)


def _menus() -> str:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text())
    rows = [
        f"| *{one['name']}* | the menu of any message | {one['description']} |"
        for one in manifest["features"]["shortcuts"]
    ]
    rows += [
        f"| *{one['title']}* | a workflow's steps | {one['description']} |" for one in manifest["functions"].values()
    ]
    return "\n".join(["## In Slack's menus\n", "| name | where | what it does |", "| --- | --- | --- |", *rows])


def _permissions() -> str:
    head = "| | " + " | ".join(Standing) + " |"
    rule = "| --- |" + " --- |" * len(Standing)
    rows = [
        f"| {verb} | " + " | ".join("yes" if one in MAY[verb] else "no" for one in Standing) + " |" for verb in MAY
    ]
    return "\n".join([head, rule, *rows])


def command_line() -> str:
    """Every command of `followthrough` with its arguments and options, as the program itself tells them."""
    group = typer.main.get_command(cli)
    listed = [f"| [`{name}`](#{name}) | {one.help.splitlines()[0]} |" for name, one in sorted(group.commands.items())]
    told = ["\n".join(["| command | what it does |", "| --- | --- |", *listed])]
    told += [_program(name, one) for name, one in sorted(group.commands.items())]
    return "\n\n".join([MADE, COMMAND_LINE, *told]) + "\n"


def _program(name: str, program: typer.core.TyperCommand) -> str:
    arguments = [one for one in program.params if one.param_type_name == "argument"]
    options = [one for one in program.params if one.param_type_name == "option"]
    named = [one.name.upper() if one.required else f"[{one.name.upper()}]" for one in arguments]
    usage = " ".join(["followthrough", name, *(["[OPTIONS]"] if options else []), *named])
    rows = [f"| `{one.name.upper()}` | {_help(one)} |" for one in arguments]
    rows += [f"| `{', '.join(one.opts)}`{'' if one.is_flag else ' …'} | {_help(one)} |" for one in options]
    table = "\n".join(["| | |", "| --- | --- |", *rows])
    more = [
        page for page in TOLD_IN if (DOCS / page).exists() and f"followthrough {name} " in (DOCS / page).read_text()
    ]
    links = ", ".join(f"[{TOLD_IN[page]}]({page})" for page in more)
    parts = [f"## {name}", program.help, f"```sh\n{usage}\n```", *([table] if rows else [])]
    return "\n\n".join([*parts, *([f"With examples: {links}."] if links else [])])


def _help(one: typer.core.TyperOption | typer.core.TyperArgument) -> str:
    default = one.default if isinstance(one.default, (str, int)) and not isinstance(one.default, bool) else ""
    return f"{one.help} Left out: `{default}`." if default else one.help


TOLD_IN = {
    "data.md": "data in and out",
    "keeping.md": "keeping the record safe",
    "install.md": "installing it",
    "runbook.md": "when something goes wrong",
}
"""Pages with examples of the command line."""

SETTINGS = """# Settings

For whoever runs Followthrough. Three have to be set: two tokens, and who the first members of the business
unit are. Each is a variable of the environment, or a line of the file `.env` in the folder in which the bot is started;
the environment wins. In `.env` a value with spaces needs no quotes; in a shell it does.

A value that can't be read stops the bot before it connects, with a sentence that names the variable.
`followthrough check` looks at all of them and tries the tokens. After a change, start the bot again."""

COMMANDS_PAGE = """# Commands in Slack

All that can be typed, with an example of each. `A12`, `R4`, `D1`, `I1` and `police` stand for your own refs and partners.
What narrows a list can be combined in any order: `/actions police overdue R4`. Dates are read as they are written in the UK: `31 January 2023`, `31/1/2023`, `tomorrow`,
`in 2 weeks`. A ref is read in any form: `A12`, `a12`, `A-12`. What can't be read gets one sentence and an example, and
nothing is stored.

You alone see the answer to a command. *Show in channel*, under some answers, posts it for those who may see it. A
partner's members see what their organisation leads or contributes to, and nobody else's.

In Slack, `help` after a command tells the same, and `help extend` explains one word."""

THREADS = """## In a thread

Under anything that Followthrough posted, reply without a command:

- With the ref and your words, as `done A6 duplicates merged`, `A6 done`, `done A6 and A7`, or without the ref where
  the thread is about one action: {heard}.
- Always with the ref: {named}, `undo`.
- A ✅ on the card of one action reports it done. Taking it away within 15 minutes takes that back.

Any other reply is ordinary talk and is left alone, and so is a question."""

PERMISSIONS = """## Who may do what

Nobody decides on what they, or their own organisation, reported or asked for. Contributing partners report their own
part. A partner's members export what their partner leads, and add readings to the indicators that their partner owns.
Whoever is not in the table sees nothing, and is told whom to ask."""

COMMAND_LINE = """# The command line

For whoever runs Followthrough, on its machine, in the folder of the code after `make .venv/run`. Write
`.venv/bin/followthrough`. The bot itself is started with `.venv/bin/python app.py`.

Exit status: 0 where all is well, 1 where faults were found, 2 where the command was not understood or can't be done.
`--help` after a command tells what stands here."""

PAGES = {"settings.md": settings, "commands.md": commands, "command-line.md": command_line}


def main() -> None:
    """Write the pages."""
    for name, make in PAGES.items():
        (DOCS / name).write_text(make())
        sys.stdout.write(f"docs/{name}\n")


if __name__ == "__main__":
    main()
