"""A reading process that tells, as a book, what it may do."""

import os
import resource
import sys

from bot.exchange.files import child, wire
from bot.exchange.files.book import Book, Sheet

child._limit()  # noqa: SLF001 — what it sets is what is asked about
sys.stdin.buffer.read()
bounds = [resource.getrlimit(what)[0] for what in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE)]
for line in wire.told(Book((Sheet("limits", [[*bounds, "SLACK_BOT_TOKEN" in os.environ]]),))):
    sys.stdout.buffer.write(line)
