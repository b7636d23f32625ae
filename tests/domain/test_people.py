import pytest

from bot.domain.people import Person, Role, Standing, Verb, may

UNIT, LEAD, PART = Standing.BUSINESS_UNIT, Standing.LEAD, Standing.CONTRIBUTOR
COLUMNS = (UNIT, LEAD, PART, Standing.ASSURER, Standing.OBSERVER, None)

# Who may do what, as the partnership has it: unit, lead's member, contributor's member, assurer, observer, anyone else.
TABLE = """
    see actions                                       | yes yes yes yes yes no
    update, report done                               | yes yes yes no  no  no
    ask for more time                                 | yes yes no  no  no  no
    decide an extension, accept, return               | yes no  no  yes no  no
    assure embedded                                   | yes no  no  yes no  no
    assure sustained                                  | no  no  no  yes no  no
    assign the named lead                             | yes yes no  no  no  no
    add, edit, withdraw, reopen, import, pause, settings | yes no no no no no
    remit items: add, edit, mark met                  | yes no  no  yes no  no
    indicator readings                                | yes yes no  no  no  no
    report, export                                    | yes yes no  yes yes no
"""
ROWS = [line.split("|") for line in TABLE.strip().splitlines()]
CELLS = [
    (Verb(row.strip()), column, cell == "yes")
    for row, cells in ROWS
    for column, cell in zip(COLUMNS, cells.split(), strict=True)
]


@pytest.mark.parametrize(("verb", "standing", "allowed"), CELLS)
def test_each_cell_of_the_permission_table(verb, standing, allowed):
    assert may(verb, frozenset({standing} - {None})) is allowed


def test_the_table_says_something_of_every_verb():
    assert {verb for verb, _, _ in CELLS} == set(Verb)


def person(*roles, partners=()):
    return Person(user="U1", team="T1", roles=frozenset(roles), partners=frozenset(partners))


def test_a_role_stands_the_same_to_every_action():
    assert person(Role.ASSURER).standings("POLICE") == {Standing.ASSURER}
    assert person(Role.OBSERVER).standings(None) == {Standing.OBSERVER}


def test_a_member_stands_as_lead_or_contributor_of_their_own_partners_actions_only():
    member = person(partners=["POLICE"])
    assert member.standings("POLICE", frozenset({"ICB"})) == {LEAD}
    assert member.standings("ICB", frozenset({"POLICE", "LA"})) == {PART}
    assert member.standings("ICB", frozenset({"LA"})) == set()
    assert member.standings(None) == set()


def test_somebody_may_stand_to_an_action_in_several_ways():
    both = person(Role.BUSINESS_UNIT, partners=["POLICE", "ICB"])
    assert both.standings("POLICE", frozenset({"ICB"})) == {UNIT, LEAD, PART}


def test_a_stranger_is_not_known_and_stands_to_nothing():
    stranger = person()
    assert not stranger.known
    assert not stranger.sees_everything
    assert not any(may(verb, stranger.standings("POLICE", frozenset({"ICB"}))) for verb in Verb)


@pytest.mark.parametrize("role", Role)
def test_every_role_is_known_and_sees_the_whole_plan(role):
    assert person(role).known
    assert person(role).sees_everything


def test_a_partners_member_is_known_but_does_not_see_everything():
    assert person(partners=["POLICE"]).known
    assert not person(partners=["POLICE"]).sees_everything
