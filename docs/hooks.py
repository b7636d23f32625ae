"""What the site takes from outside docs/, and how links find it. mkdocs runs this; see mkdocs.yml.

In the repository docs/keeping.md links to ../SECURITY.md, and SECURITY.md to docs/keeping.md. On the site both are in
one folder. So links are written for the repository, where tests check them, and rewritten here.
"""

# ruff: noqa: INP001 — mkdocs loads it by its path

import re
from pathlib import Path
from posixpath import dirname, normpath, relpath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
TAKEN = {
    "SECURITY.md": "SECURITY.md",
    "CHANGELOG.md": "CHANGELOG.md",
    "manifest.yml": "manifest.yml",
    "LICENSE": "LICENSE.txt",  # so that a browser shows it
}
"""Files of the repository, and where they are on the site."""
ELSEWHERE = {**TAKEN, "README.md": "index.md"}
LINK = re.compile(r"(?<=\]\()(?!\w+:|#)([^)#\s]+)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what is outside docs/."""
    for name, place in TAKEN.items():
        files.append(File.generated(config, place, abs_src_path=str(ROOT / name)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 — mkdocs names them
    """Rewrite links that leave docs/, or come from outside it. What leads nowhere is left for mkdocs to find."""
    here = page.file.src_uri
    folder = "" if here in TAKEN.values() else dirname(f"docs/{here}")

    def moved(found: re.Match[str]) -> str:
        target = normpath(f"{folder}/{found[1]}".lstrip("/"))
        place = ELSEWHERE.get(target) or target.removeprefix("docs/")
        return relpath(place, dirname(here) or ".")

    return LINK.sub(moved, markdown)
