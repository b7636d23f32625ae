"""README and settings hold what the code has."""

import re
from pathlib import Path

from bot.settings import Settings
from commands.registry import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def test_every_setting_is_in_the_readme_with_its_default():
    for name, field in Settings.model_fields.items():
        variable = name.upper() if name in {"slack_bot_token", "slack_app_token"} else f"FOLLOWTHROUGH_{name.upper()}"
        assert f"| `{variable}` |" in README, variable
        assert field.description


def test_every_command_and_verb_is_in_the_readme():
    for name, command in COMMANDS.items():
        assert f"`{name}`" in README
        for verb in command.verbs:
            assert verb.name in README, verb.name


def test_what_the_readme_points_to_is_there():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    for target in re.findall(r"make ([a-z]+)", README):
        assert target in targets, target
