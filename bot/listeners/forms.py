"""Forms that come back: what was typed is recorded, or stays in the form with the reason beside it."""

import json

from slack_bolt import Ack, App

from bot.domain.actions import Recorded
from bot.domain.errors import FollowthroughError
from bot.domain.events import Origin
from bot.domain.refs import read_ref
from bot.listeners.answers import Place, confirm
from bot.listeners.who import Body, by_press
from bot.messages import forms, lines
from bot.services import Services
from bot.usecases import progress
from bot.usecases.progress import Evidence
from storage import seen

FORMS = {"done": "done", "evidence": "update", "update": "update", "blocked": "blocked"}
"""The verb that each form records: evidence for what was reported before is a word like any other."""


def register(app: App, services: Services) -> None:
    """Listen for each form being sent."""

    def sent(ack: Ack, body: Body) -> None:
        about = json.loads(body["view"]["private_metadata"])
        try:
            said = _record(services, body, about)
        except FollowthroughError as error:
            ack(response_action="errors", errors={"words": error.sentence})
            return
        if said and "channel" not in about:
            ack(response_action="update", view=forms.saved(lines.recorded([said]).text))
        else:
            ack()

    for name in FORMS:
        app.view(name)(sent)


def _record(services: Services, body: Body, about: dict[str, str]) -> Recorded | None:
    ref = read_ref(about["ref"])
    assert ref is not None  # noqa: S101 — it is our own
    asked = by_press(body, Origin.FORM)
    now = services.clock()
    with services.store.write() as tx:
        if not seen.first_time(tx, f"form:{body['view']['id']}", now):
            return None
        by = asked.by(tx, services, now)
        said = progress.record(tx, FORMS[body["view"]["callback_id"]], ref.number, _evidence(body), by)
        if "channel" in about:
            confirm(tx, Place(about["channel"], about["thread_ts"], (ref.number,)), [said], asked, by)
    services.mail.set()
    return said


def _evidence(body: Body) -> Evidence:
    values = {name: field["value"]["value"] or "" for name, field in body["view"]["state"]["values"].items()}
    return Evidence(done=values["words"], proof=values.get("proof", ""), difference=values.get("difference", ""))
