"""E-mail addresses: any person's; a role's mailbox only where it is on the list."""

import re

_DOMAIN = re.compile(r"\s{0,2}@\s{0,2}([\w\-]{1,63}(?:\.[\w\-]{1,63}){0,8}\.[^\W\d_]{2,24})(?![\w])")
_LOCAL = re.compile(r"""[^\s@<>()\[\],;:"|*]{1,64}""")
_AT = re.compile(r"\s{0,2}[\[({]\s?at\s?[\])}]\s{0,2}|\sat\s(?=[\w\-]{1,63}\sdot\s)", re.IGNORECASE)
_DOT = re.compile(r"\s{0,2}[\[({]\s?dot\s?[\])}]\s{0,2}|\sdot\s", re.IGNORECASE)
_SPELT_OUT = re.compile(r"[\[({]\s?at\s?[\])}]|\sdot\s", re.IGNORECASE)


def may_have_address(text: str) -> bool:
    """Whether it is worth looking."""
    return "@" in text or "(at" in text or "[at" in text or " dot " in text


def has_address(text: str, allowed: tuple[str, ...]) -> bool:
    """Whether there is one that is not allowed."""
    if _SPELT_OUT.search(text):
        text = _DOT.sub(".", _AT.sub("@", text))
    known = {one.casefold() for one in allowed}
    return any(_local(text, found.start()) and _whole(text, found) not in known for found in _DOMAIN.finditer(text))


def _local(text: str, at: int) -> str:
    """What stands before the sign: read backwards, so that a long text costs no more than its length."""
    found = _LOCAL.match(text[max(0, at - 64) : at][::-1])
    return found[0][::-1] if found else ""


def _whole(text: str, found: re.Match[str]) -> str:
    return f"{_local(text, found.start())}@{found[1]}".casefold().lstrip("'`_~.")
