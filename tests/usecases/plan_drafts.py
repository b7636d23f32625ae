"""What anybody may say of deadlines, remit items and indicators: drafts, days and readings, few enough to meet again."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st

from bot.domain.plan import Better, Precision, Reading
from bot.usecases import deadlines, indicators, remit
from tests.storage.plans import TODAY

few = st.sampled_from([1, 1, 1, 2, 2, 3, 4])
some = st.frozensets(st.sampled_from([1, 1, 2, 2, 2, 1, 3]), max_size=2)
words = st.sampled_from(["Report", "Plan", "Review"])
days = st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3))
drafts = {
    "deadline": st.one_of(
        st.builds(
            deadlines.Draft,
            title=words,
            due=due,
            phrase=st.just("soon"),
            precision=st.sampled_from(precision),
            source=st.sampled_from([None, "JTAI-2022"]),
            basis=words,
            remit=some,
            met=st.none() | days,
        )
        for due, precision in ((days, [Precision.DAY]), (st.none(), [Precision.VAGUE]), (st.none() | days, Precision))
    ),
    "remit": st.builds(remit.Draft, text=words, deadlines=some, indicators=some, met=st.none() | days),
    "indicator": st.builds(
        indicators.Draft,
        name=words,
        better=st.sampled_from([Better.LOWER, Better.HIGHER, Better.HIGHER, None]),
        target=st.none() | st.just(Decimal(5)),
        bands=st.sampled_from([("few", "many"), ("some", "many"), (), ("few", "more", "most")]),
        owner=st.sampled_from(["POLICE", None]),
        remit=some,
    ),
}
past = st.dates(TODAY - timedelta(days=2), TODAY)
readings = st.one_of(
    st.builds(Reading, on=past, value=st.integers(3, 5).map(Decimal)),
    st.builds(Reading, on=past, value=st.just(Decimal(3)), bands=st.just((Decimal(1), Decimal(2)))),
    st.builds(Reading, on=days, value=st.just(Decimal(-1)), bands=st.just((Decimal(1), Decimal(2)))),
)
