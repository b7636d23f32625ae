"""A reading process that never ends."""

import sys

sys.stdin.buffer.read()
while True:
    pass
