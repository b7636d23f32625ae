"""The bytes of files: from Slack's hosts only, past no redirect, and never more than can be taken."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from slack_sdk.errors import SlackRequestError

from bot.schedule import transfer


class Elsewhere(BaseHTTPRequestHandler):
    """Answers by the path that is asked for, and keeps the token that it was shown."""

    shown: list = []  # noqa: RUF012 — emptied by each test

    def do_GET(self):
        self.shown.append(self.headers.get("Authorization"))
        kind = "text/html" if self.path == "/page" else "text/csv"
        self.send_response(302 if self.path == "/elsewhere" else 200)
        self.send_header("Content-Type", kind)
        self.send_header("Location", "/file")
        if self.path == "/part":
            self.send_header("Content-Length", "9")
        self.end_headers()
        self.wfile.write(b"a,b" * (100 if self.path == "/large" else 1))

    def log_message(self, *_):
        pass


@pytest.fixture
def own():
    """The address of a server that stands for Slack's Web API."""
    Elsewhere.shown.clear()
    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_file_is_fetched_with_the_token_from_the_host_of_the_web_api(own):
    assert transfer.download(f"{own}/file", "xoxb", f"{own}/api/") == b"a,b"
    assert Elsewhere.shown == ["Bearer xoxb"]


@pytest.mark.parametrize(
    "address",
    [
        "https://files.example.org/file",
        "https://slack.com.example.org/file",
        "https://notslack.com/file",
        "http://files.slack.com/file",
        "file:///etc/passwd",
        "http://127.0.0.1:1/file",
    ],
)
def test_the_token_is_shown_to_nobody_but_slack(own, address):
    with pytest.raises(SlackRequestError):
        transfer.download(address, "xoxb", f"{own}/api/")
    with pytest.raises(SlackRequestError):
        transfer.upload(address, b"a,b", f"{own}/api/")


@pytest.mark.parametrize("address", ["https://files.slack.com/files-pri/T1-F1/download/a.csv", "https://slack.com/x"])
def test_slacks_own_hosts_are_known(address):
    assert transfer.checked(address, "https://slack.com/api/") == address


def test_no_redirect_is_followed(own):
    with pytest.raises(SlackRequestError, match="302"):
        transfer.download(f"{own}/elsewhere", "xoxb", f"{own}/api/")
    assert len(Elsewhere.shown) == 1


@pytest.mark.parametrize("path", ["page", "part"])
def test_a_page_to_sign_in_is_no_file_and_neither_is_a_part_of_one(own, path):
    with pytest.raises(SlackRequestError):
        transfer.download(f"{own}/{path}", "xoxb", f"{own}/api/")


def test_no_more_is_taken_than_can_be(own, monkeypatch):
    monkeypatch.setattr(transfer, "LARGEST", 100)
    with pytest.raises(transfer.TooLargeError):
        transfer.download(f"{own}/large", "xoxb", f"{own}/api/")
    monkeypatch.setattr(transfer, "LARGEST", 1000)
    monkeypatch.setattr(transfer, "SECONDS", -1)
    with pytest.raises(TimeoutError):
        transfer.download(f"{own}/large", "xoxb", f"{own}/api/")
