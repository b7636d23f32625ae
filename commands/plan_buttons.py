"""Buttons about remit items, deadlines and indicators that open no form: what each does with its value, a ref."""

from collections.abc import Callable

from bot.domain.errors import NotFound
from bot.domain.refs import Kind, read_ref
from bot.messages.blocks import Reply
from commands import pictures
from commands.answering import Ask
from commands.plan_words import history, number_of


def _history(ask: Ask, value: str) -> Reply:
    ref = read_ref(value)
    if ref is None or ref.kind is Kind.ACTION:
        raise NotFound(f"There is nothing called {value[:20]}.")
    return history(ask, ref)


PRESSED: dict[str, Callable[[Ask, str], Reply]] = {
    "plan_history": _history,
    "indicator_chart": lambda ask, value: pictures.chart(ask, number_of(value, Kind.INDICATOR)),
    "indicator_show": lambda ask, value: pictures.show(ask, number_of(value, Kind.INDICATOR)),
}
"""By action_id; each is called in a unit of work that can write. Raises NotFound, NotAllowed."""
