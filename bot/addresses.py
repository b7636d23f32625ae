"""Which addresses are Slack's own: the only ones that an answer or a token goes to."""

from urllib.parse import urlsplit

SLACKS = ("slack.com", "slack-gov.com")


def is_slacks(url: str, own: str) -> bool:
    """Whether an address is on one of Slack's hosts, or on the host of the Web API that is in use (`own`)."""
    try:
        asked, known = urlsplit(url), urlsplit(own)
        host = asked.hostname or ""
    except ValueError:  # brackets without an address in them
        return False
    slacks = asked.scheme == "https" and any(host == one or host.endswith(f".{one}") for one in SLACKS)
    return slacks or (asked.scheme, asked.netloc) == (known.scheme, known.netloc)
