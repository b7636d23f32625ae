from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.actions import OPEN, TO_DO, Stage
from bot.domain.filters import Counts, Filters
from bot.domain.people import Role
from storage import plan, queries
from tests.storage.plans import (
    ADVISER,
    PARTNERS,
    REMIT,
    SOURCES,
    TODAY,
    add_action,
    add_update,
    nothing_kept,
    person,
)

SOON = TODAY + timedelta(days=14)
WORDS = ("rota", "visit", "audit", "panel")
RANKS = {**dict.fromkeys(TO_DO, 0), Stage.REPORTED_DONE: 1, Stage.WITHDRAWN: 3}

codes = st.sampled_from(sorted(PARTNERS))
days = st.sampled_from([TODAY + timedelta(days=n) for n in (-40, -1, 0, 1, 14, 15, 90)])
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
stages = st.sampled_from([*Stage, *TO_DO])
things = st.fixed_dictionaries(
    {
        "lead": codes,
        "contributors": st.frozensets(codes, max_size=2),
        "remit": st.frozensets(st.sampled_from(REMIT), max_size=2),
        "source": st.none() | st.sampled_from(sorted(SOURCES)),
        "title": texts,
        "success_measure": st.just("") | texts,
        "named_lead": st.none() | st.sampled_from(["U1", "U2"]),
        "due": st.none() | days,
        "stage": stages,
        "rung": st.none() | st.tuples(st.integers(0, 3), days),
        "said": st.lists(st.tuples(texts, st.booleans()), max_size=1),
    }
)
plans = st.lists(things, max_size=25)
filters = st.builds(
    Filters,
    stages=st.just(OPEN) | st.just(frozenset(Stage)) | st.frozensets(stages),
    overdue=st.booleans(),
    due_by=st.none() | days,
    mine=st.sampled_from([False, False, True]),
    exceptions=st.sampled_from([False, False, True]),
    partners=st.just(()) | st.lists(codes, max_size=2, unique=True).map(tuple),
    remit=st.just(()) | st.lists(st.sampled_from(REMIT), max_size=2, unique=True).map(tuple),
    sources=st.just(()) | st.lists(st.sampled_from(sorted(SOURCES)), max_size=2, unique=True).map(tuple),
    words=st.just(()) | st.lists(st.sampled_from(WORDS), max_size=2, unique=True).map(tuple),
)
persons = st.builds(
    lambda partners, roles: person(*partners, roles=roles),
    st.frozensets(codes, max_size=2),
    st.just(()) | st.frozensets(st.sampled_from(Role), max_size=1),
)


def put(tx, things):
    """Add things as actions; each by its number."""
    found = {}
    for thing in things:
        number = add_action(tx, **{name: value for name, value in thing.items() if name not in {"said", "rung"}})
        if thing["rung"]:
            step, due = thing["rung"]
            tx.insert("ladder", {"action_id": number, "due": str(due), "step": step})
        for text, taken_back in thing["said"]:
            add_update(tx, number, text, taken_back=taken_back)
        found[number] = thing
    return found


def wanted(thing, asked, who):
    """The rule of a list, in plain Python."""
    mine = {thing["lead"], *thing["contributors"]}
    texts = [f"{thing['title']} {thing['success_measure']}", *(text for text, back in thing["said"] if not back)]
    late = thing["due"] and thing["due"] < TODAY
    return (
        (who.sees_everything or mine & who.partners)
        and thing["stage"] in asked.stages
        and (thing["stage"] in TO_DO or not (asked.overdue or asked.due_by))
        and (not asked.overdue or late or asked.due_by)
        and (not asked.due_by or (thing["due"] and thing["due"] <= asked.due_by and (asked.overdue or not late)))
        and (not asked.exceptions or on_the_list(thing))
        and (not asked.mine or thing["named_lead"] == who.user)
        and (not asked.partners or mine & set(asked.partners))
        and (not asked.remit or thing["remit"] & set(asked.remit))
        and (not asked.sources or thing["source"] in asked.sources)
        and all(any(word in text.split() for text in texts) for word in asked.words)
    )


def on_the_list(thing):
    step, due = thing["rung"] or (0, None)
    return step in {2, 3} and due == thing["due"] and thing["stage"] in TO_DO


def urgency(numbered):
    number, thing = numbered
    return RANKS.get(thing["stage"], 2), thing["due"] or date.max, number


def counted(things):
    to_do = [thing for thing in things if thing["stage"] in TO_DO]
    dues = [thing["due"] for thing in to_do if thing["due"]]
    return Counts(
        total=len(things),
        to_do=len(to_do),
        overdue=sum(due < TODAY for due in dues),
        due_soon=sum(TODAY <= due <= SOON for due in dues),
        awaiting=sum(thing["stage"] is Stage.REPORTED_DONE for thing in things),
    )


def listed(tx, who, asked):
    """All pages, one after another."""
    found = []
    while page := queries.page(tx, who, asked, TODAY, len(found) // queries.PAGE):
        found += page
        if len(found) % queries.PAGE:
            break
    return [action.number for action in found]


@settings(max_examples=120)
@given(plans, persons, filters)
def test_a_list_and_its_counts_are_what_the_filters_say_in_order_of_urgency(shared, things, who, asked):
    with nothing_kept(shared) as tx:
        expected = {number: thing for number, thing in put(tx, things).items() if wanted(thing, asked, who)}
        assert listed(tx, who, asked) == [number for number, _ in sorted(expected.items(), key=urgency)]
        assert queries.count(tx, who, asked, TODAY, SOON) == counted(expected.values())


def seen(tx, who, asked):
    return listed(tx, who, asked), queries.count(tx, who, asked, TODAY, SOON), plan.remit(tx, who)


@settings(max_examples=40)
@given(plans, plans, filters)
def test_what_other_partners_do_is_never_listed_or_counted(shared, things, others, asked):
    member = person("POLICE")
    elsewhere = [{**one, "lead": "LA", "contributors": one["contributors"] - {"POLICE"}} for one in others]
    with nothing_kept(shared) as tx:
        put(tx, things)
        before = seen(tx, member, asked)
        put(tx, elsewhere)
        assert seen(tx, member, asked) == before


@given(plans, filters)
def test_a_stranger_is_shown_nothing(shared, things, asked):
    with nothing_kept(shared) as tx:
        put(tx, things)
        numbers, counts, remit = seen(tx, person(), asked)
    assert (numbers, counts) == ([], Counts())
    assert not any(item.stages for item in remit)


moves = st.lists(st.tuples(st.integers(0, 9), stages, st.none() | days), max_size=30)


@settings(max_examples=40)
@given(st.lists(things, min_size=1, max_size=10), moves)
def test_the_tally_is_what_counting_gives_after_any_changes(shared, things, moves):
    with nothing_kept(shared) as tx:
        numbers = list(put(tx, things))
        for which, stage, due in moves:
            values = (str(stage), due and str(due), numbers[which % len(numbers)])
            tx.run("UPDATE actions SET stage = ?, due = ? WHERE id = ?", values)
        plain = "SELECT stage, due_order, count(*) AS n, rank FROM actions GROUP BY 1, 2 ORDER BY 1, 2"
        kept = "SELECT stage, due_order, n, rank FROM tally WHERE n <> 0 ORDER BY 1, 2"
        assert tx.rows(kept) == tx.rows(plain)


def found(tx, *words):
    return listed(tx, ADVISER, Filters(words=words))


def test_words_are_found_in_titles_and_updates_by_their_beginning_and_stem(shared):
    with nothing_kept(shared) as tx:
        titled = add_action(tx, title="Record every home visit")
        measured = add_action(tx, title="x", success_measure="Visits recorded")
        said = add_action(tx, title="y")
        add_update(tx, said, "The first visit was held")
        assert found(tx, "visit") == [titled, measured, said]
        assert found(tx, "RECORDING") == [titled, measured]
        assert found(tx, "record", "home") == [titled]
        assert found(tx, "sit") == []


def test_a_title_is_found_by_what_it_says_now(shared):
    with nothing_kept(shared) as tx:
        number = add_action(tx, title="Agree a rota")
        tx.run("UPDATE actions SET title = 'Agree a protocol' WHERE id = ?", (number,))
        assert (found(tx, "rota"), found(tx, "protocol")) == ([], [number])


def test_an_update_that_was_taken_back_is_not_found(shared):
    with nothing_kept(shared) as tx:
        add_update(tx, add_action(tx), "wrong panel", taken_back=True)
        assert found(tx, "panel") == []


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_any_word_may_be_searched_for(shared, word):
    with nothing_kept(shared) as tx:
        add_action(tx)
        assert set(found(tx, word)) <= {1}


def test_what_is_to_do_comes_first_then_what_waits_then_what_is_complete_each_by_date(shared):
    with nothing_kept(shared) as tx:
        withdrawn, sustained, waiting = (
            add_action(tx, stage=stage, due=TODAY - timedelta(days=9))
            for stage in (Stage.WITHDRAWN, Stage.SUSTAINED, Stage.REPORTED_DONE)
        )
        undated, late, early = (add_action(tx, due=due) for due in (None, SOON, TODAY))
        everything = listed(tx, ADVISER, Filters(stages=frozenset(Stage)))
        assert everything == [early, late, undated, waiting, sustained, withdrawn]
