"""Plans of any size, made of ordinary improvement-plan language; the same seed makes the same plan."""

import random
from datetime import date, timedelta

from bot.domain.actions import Stage
from bot.exchange.rows import ActionRow, PartnerRow, Plan, RemitRow, SourceRow

TODAY = date(2022, 11, 14)
THINGS = ["rota", "audit", "protocol", "training", "data quality check", "escalation route", "supervision record"]
DEEDS = ["Agree the", "Review the", "Publish the", "Test the", "Report on the", "Complete the"]
STAGES = [*[Stage.NOT_STARTED] * 5, *[Stage.IN_PROGRESS] * 3, Stage.REPORTED_DONE, Stage.ADDRESSED, Stage.SUSTAINED]


def made(actions: int, partners: int = 300, seed: int = 2022) -> Plan:
    """A plan with this many actions, shared out among this many partners."""
    chance = random.Random(seed)
    codes = [f"P{number:03}" for number in range(1, partners + 1)]
    return Plan(
        partners=tuple(
            PartnerRow(code=code, name=f"Partner {code}", kind="relevant agency", channel=f"partner-{code.lower()}")
            for code in codes
        ),
        sources=(SourceRow(ref="JTAI-2022", title="Joint targeted area inspection"),),
        remit=tuple(RemitRow(number=number, text=f"Secure improvement {number}") for number in range(1, 8)),
        actions=tuple(
            ActionRow(
                title=f"{chance.choice(DEEDS)} {chance.choice(THINGS)} for area {number}",
                lead=codes[number % partners],
                contributors=(codes[(number + 7) % partners],) if number % 5 == 0 else (),
                source="JTAI-2022",
                remit=(number % 7 + 1,),
                due=TODAY + timedelta(days=chance.randrange(-60, 300)),
                stage=chance.choice(STAGES),
            )
            for number in range(actions)
        ),
    )
