"""The bytes of files, to and from the addresses that Slack gives: of Slack's own hosts only, and within bounds."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from slack_sdk.errors import SlackRequestError

from bot.addresses import is_slacks

LARGEST = 20_000_000
"""Bytes of a file that is fetched."""
SECONDS = 60.0
"""For all of it."""
PATIENCE = 10.0  # seconds without a byte
CHUNK = 65_536


class TooLargeError(Exception):
    """A file is larger than can be taken."""


class _Stay(HTTPRedirectHandler):
    """Follows nobody elsewhere: the token goes where it was meant to go, or nowhere."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """A redirect is a refusal."""


def download(url: str, token: str, own: str) -> bytes:
    """The bytes of a file in Slack. `own` is the Web API's address, whose host is trusted too.

    Raises TooLargeError, and OSError or SlackRequestError where it was not to be had.
    """
    with _answered(Request(checked(url, own), headers={"Authorization": f"Bearer {token}"})) as answer:  # noqa: S310 — checked
        if answer.headers.get_content_type() == "text/html":
            raise SlackRequestError("a page came in place of the file")  # to sign in: Slack does not say so in words
        contents = b"".join(_parts(answer))
        if answer.length:  # what is still to come of what was announced
            raise SlackRequestError("only a part of the file came")
        return contents


def upload(url: str, contents: bytes, own: str) -> None:
    """Hand in the bytes of a file, at the address that Slack gave for it. Raises OSError and SlackRequestError."""
    kind = {"Content-Type": "application/octet-stream"}
    with _answered(Request(checked(url, own), contents, kind)) as answer:  # noqa: S310 — checked
        answer.read(CHUNK)


def checked(url: str, own: str) -> str:
    """The address, if it is one of Slack's, or on the host of the Web API that is in use."""
    if not is_slacks(url, own):
        raise SlackRequestError("that is not an address of Slack's")
    return url


@contextmanager
def _answered(request: Request) -> Iterator[HTTPResponse]:
    try:
        with build_opener(_Stay).open(request, timeout=PATIENCE) as answer:
            yield answer
    except HTTPError as refused:
        with refused:
            raise SlackRequestError(f"answered with {refused.code}") from refused


def _parts(answer: HTTPResponse) -> Iterator[bytes]:
    left, until = LARGEST, time.monotonic() + SECONDS
    while part := answer.read1(CHUNK):
        left -= len(part)
        if left < 0:
            raise TooLargeError
        if time.monotonic() > until:
            raise TimeoutError
        yield part
