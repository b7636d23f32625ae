"""The example partnership that comes with the bot."""

from pathlib import Path

EXAMPLE = Path(__file__).with_name("example.yml")
"""A plan to try the bot with: published facts, and actions invented for demonstration."""
