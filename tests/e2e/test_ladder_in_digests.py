"""Where digests, heartbeats and cards tell of the ladder."""

from tests.e2e.nudging import escalated, nudges, on, only, rung, said

POLICE, UNIT = "west-midlands-police", "partnership-business-unit"


def test_on_the_heartbeats_day_the_heartbeat_tells_of_the_exception_list(late):
    only(late, A7="2022-11-14")
    on(late, "2022-11-15", "2022-11-28", "2022-12-12")
    heartbeat = said(late.messages(UNIT)[-1])
    assert "Exception list: newly on it\n• A7 Agree the officer presence" in heartbeat
    assert not any("Monday 12 December" in one for one in nudges(late, UNIT))
    assert ("A7", 2, "business unit's exception list") in escalated(late)


def test_the_digest_its_thread_and_the_card_say_what_comes_next(late):
    next_ = (
        "If it is not reported done before Tuesday 6 December 2022, the named lead and the deputy are told directly."
    )
    on(late, "2022-11-23", "2022-11-28")
    digest = late.messages(POLICE)[-1]
    assert next_ in said(digest)
    assert next_ in said(late.replies(POLICE, digest.ts)[0])
    assert next_ in said(late.ask(late.police, "A7"))
    late.ask(late.police, "done A7 agreed")
    assert "If it is not reported done" not in said(late.ask(late.police, "A7"))


def test_the_digest_announces_what_fell_overdue_over_the_weekend(late):
    only(late, A7="2022-11-26")
    on(late, "2022-11-25", "2022-11-28")
    assert "before Friday 9 December 2022, the named lead and the deputy" in said(late.messages(POLICE)[-1])
    assert rung(late)["announced"] == "2022-11-28"


def test_the_digest_says_that_a_step_is_taken_today(late):
    only(late, A7="2022-11-14", A8=None)
    on(late, "2022-11-15", "2022-11-28", "2022-12-12")
    first, second = [said(one) for one in late.messages(POLICE) if "Your actions on" in said(one)]
    assert "The named lead and the deputy are told directly today. If it is not reported done before" in first
    assert "It is on the business unit's exception list from today. If it is not reported done before" in second


def test_the_digest_says_so_of_those_too_that_it_has_no_other_room_for(late):
    with late.store.write() as tx:
        tx.run(
            "UPDATE actions SET stage = 'in progress', due = '2022-11-14', lead_partner_id = l.id"
            " FROM (SELECT id FROM partners WHERE code = 'POLICE') l WHERE actions.id BETWEEN 6 AND 10"
        )
    on(late, "2022-11-15", "2022-11-28")
    digest = next(said(one) for one in late.messages(POLICE) if "Your actions on" in said(one))
    assert digest.count("are told directly today") == 5
    assert len(digest.split("Also today")[1].split("are told directly today")) == 3
