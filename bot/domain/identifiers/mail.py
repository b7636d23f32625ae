"""E-mail addresses: any person's; a role's mailbox only where it is on the list."""

import re

_TO = r"(?:\.|\s\.\s)"
_DOMAIN = re.compile(
    rf"\s{{0,2}}@\s{{0,2}}(\[[0-9.]{{7,15}}\]|[\w\-]{{1,63}}(?:{_TO}[\w\-]{{1,63}}){{0,8}}{_TO}[^\W\d_]{{2,24}}(?![^\W_]))"
)
_LOCAL = re.compile(r"""[^\s@<>()\[\],;:"|*]{1,64}|"[^"\n]{1,62}\"""")
_BRACKETED = r"[\[({<]\s?(?:at|@)\s?[\])}>]"
_AT = re.compile(
    rf"\s{{0,2}}{_BRACKETED}\s{{0,2}}|\sat\s(?=[\w\-]{{1,63}}\sdot\s)|(?<=[._])([a-z0-9]{{2,30}})\sat\s(?=[\w\-]{{1,63}}\.[a-z])",
    re.IGNORECASE,
)
_DOT = re.compile(r"\s{0,2}[\[({<]\s?(?:dot|\.)\s?[\])}>]\s{0,2}|\sdot\s", re.IGNORECASE)
_COMMA = re.compile(r"(?<=[a-z0-9]),(?=(?:com|net|org|info|co|ac|gov|nhs|police|sch|uk)(?![a-z0-9]))", re.IGNORECASE)
"""Typed for a point: "gmail,com"."""
_MAY_BE = re.compile(rf"{_BRACKETED}|\sdot\s|[._][a-z0-9]{{2,30}}\sat\s", re.IGNORECASE)


def may_have_address(text: str) -> bool:
    """Whether it is worth looking."""
    return "@" in text or _MAY_BE.search(text) is not None


def has_address(text: str, allowed: tuple[str, ...]) -> bool:
    """Whether there is one that is not allowed."""
    if _MAY_BE.search(text):
        text = _DOT.sub(".", _AT.sub(lambda at: f"{at[1] or ''}@", text))
    text = _COMMA.sub(".", text)
    known = {one.casefold() for one in allowed}
    return any(_local(text, found.start()) and _whole(text, found) not in known for found in _DOMAIN.finditer(text))


def _local(text: str, at: int) -> str:
    """What stands before the sign: read backwards, so that a long text costs no more than its length."""
    found = _LOCAL.match(text[max(0, at - 64) : at][::-1])
    return found[0][::-1] if found else ""


def _whole(text: str, found: re.Match[str]) -> str:
    domain = re.sub(r"\s", "", found[1])
    return f"{_local(text, found.start())}@{domain}".casefold().lstrip("'`_~.")
