#!/usr/bin/env python3
"""Slack's command-line tool asks for the manifest as JSON; its own package only reads a manifest.json."""

import json
import sys
from pathlib import Path

import yaml
from slack_cli_hooks.protocol import build_protocol

MANIFEST = Path(__file__).parents[1] / "manifest.yml"

if __name__ == "__main__":
    build_protocol(argv=sys.argv).respond(json.dumps(yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))))
