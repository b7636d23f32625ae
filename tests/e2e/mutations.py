"""What a payload can be turned into: each part of it taken out, emptied or of another sort; and who else sent it."""

import copy
from itertools import chain

LOOKS = frozenset(
    {"blocks", "profile", "authorizations", "icons", "title", "submit", "close", "state", "team", "reactions"}
)
"""Parts of which only the whole counts: how something looked, and what the bot never reads."""
WRONG = (7, [], {}, "x", True, [[]], {"x": None}, -1.5)


def parts(body, into=lambda path: path[-1] not in LOOKS or path == ("state",)):
    """The path of every part of a payload, outer ones first; `into`: into which paths to go on."""
    for key, value in body.items() if isinstance(body, dict) else enumerate(body):
        yield (key,)
        if isinstance(value, dict | list) and into((key,)):
            yield from ((key, *rest) for rest in parts(value, into))


def got(body, path):
    for key in path:
        body = body[key]
    return body


def put(body, path, value):
    """The payload with another value in this place."""
    body = copy.deepcopy(body)
    got(body, path[:-1])[path[-1]] = value
    return body


def without(body, path):
    """The payload without this part."""
    body = copy.deepcopy(body)
    del got(body, path[:-1])[path[-1]]
    return body


def damaged(body, under=()):
    """The payload with each part (below the path `under`) taken out, empty, and of another sort; how, and where."""
    for number, inner in enumerate(parts(got(body, under))):
        path = (*under, *inner)
        yield f"without {path}", path, without(body, path)
        yield f"null {path}", path, put(body, path, None)
        wrong = [one for one in WRONG if type(one) is not type(got(body, path))]
        yield f"wrong {path}", path, put(body, path, wrong[number % len(wrong)])


def everywhere(body, change):
    """The payload with each of its texts changed."""
    if isinstance(body, dict):
        return {key: everywhere(value, change) for key, value in body.items()}
    if isinstance(body, list):
        return [everywhere(value, change) for value in body]
    return change(body) if isinstance(body, str) else body


def by(sent, user=None, team=None, channel=None):
    """The payload as somebody else's, of another workspace, or from another channel."""
    body = copy.deepcopy(sent.body)
    event = body.get("event")
    if isinstance(event, dict):
        _by_event(body, event, user, team, channel)
    elif "command" in body:
        body |= _given(user_id=user, team_id=team, channel_id=channel)
    else:
        body["user"] |= _given(id=user, team_id=team)
        body["team"] |= _given(id=team)
        for place, key in (("channel", "id"), ("container", "channel_id")):
            if key in body.get(place, {}):
                body[place] |= _given(**{key: channel})
    return body


def _by_event(body, event, user, team, channel):
    event |= _given(user=user)
    if team:
        body |= {"is_ext_shared_channel": True}
        event |= {"user_team": team, "team": team, "source_team": team}
    for part in filter(None, (event if "channel" in event else None, event.get("item"))):
        part.update(_given(channel=channel))


def _given(**values):
    return {name: value for name, value in values.items() if value is not None}


def texts(body, names):
    """The paths of the texts that have one of these names."""
    return [path for path in chain(parts(body)) if path[-1] in names and isinstance(got(body, path), str)]
