import pytest

from bot.domain.errors import BadInput, MovedOn, NotAllowed, NotFound
from bot.domain.events import By, Origin
from bot.domain.people import Role
from bot.usecases import people as keeping
from bot.usecases.people import Named, PartnerDraft, SourceDraft
from storage import audit, people
from storage.partnership import give_role, take_role
from tests.storage.plans import HOME, NOW, TODAY, UNIT, nothing_kept, person

OTHERS = {
    "partner member": person("POLICE"),
    "assurer": person(user="U4", roles=[Role.ASSURER]),
    "observer": person(user="U5", roles=[Role.OBSERVER]),
    "stranger": person(user="U6"),
}
FIRE = PartnerDraft(name="Fire", kind="other")
REVIEW = SourceDraft(ref="LCSPR-2022", title="Review")


@pytest.fixture
def tx(shared):
    with nothing_kept(shared) as tx:
        people.keep_account(tx, "U1", HOME, bot=False, deactivated=False)
        people.keep_account(tx, "U2", "T0OTHER", bot=False, deactivated=False)
        yield tx


def by(who):
    return By(person=who, at=NOW, origin=Origin.FORM)


DEEDS = {
    "name": lambda tx, who: keeping.name_somebody(tx, "U1", "observer", None, by(who)),
    "remove": lambda tx, who: keeping.remove(tx, Named("U1", HOME, "observer"), by(who), ()),
    "add a partner": lambda tx, who: keeping.add_partner(tx, "FIRE", FIRE, by(who), ()),
    "edit a partner": lambda tx, who: keeping.edit_partner(tx, "POLICE", FIRE, by(who)),
    "add a source": lambda tx, who: keeping.add_source(tx, REVIEW, by(who), (), TODAY),
}


@pytest.mark.parametrize("who", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_only_the_business_unit_keeps_the_settings(tx, who, deed):
    with pytest.raises(NotAllowed, match="Only the business unit"):
        deed(tx, who)
    assert tx.rows("SELECT * FROM events") == []


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_each_change_is_one_event(tx, deed):
    give_role(tx, "U1", HOME, "observer", None)
    if deed is DEEDS["name"]:
        take_role(tx, "U1", HOME, "observer", None)
    deed(tx, UNIT)
    [event] = tx.rows("SELECT user, role, verb FROM events")
    assert (event["user"], event["role"]) == ("U-UNIT", "business unit")


def test_somebody_is_named_in_their_own_workspace(tx):
    assert keeping.name_somebody(tx, "U2", "partner member", "ICB", by(UNIT)).team == "T0OTHER"
    assert people.person(tx, "U2", "T0OTHER", HOME).partners == {"ICB"}
    assert not people.person(tx, "U2", HOME, HOME).known


def test_nobody_is_named_before_slack_has_told_whose_account_it_is(tx):
    with pytest.raises(BadInput) as refused:
        keeping.name_somebody(tx, "U9", "observer", None, by(UNIT))
    assert refused.value.field == "person"


def test_a_member_of_no_known_partner_is_refused(tx):
    with pytest.raises(NotFound):
        keeping.name_somebody(tx, "U1", "partner member", "NONE", by(UNIT))


def test_the_last_of_the_unit_stays_also_where_the_others_have_left_slack(tx):
    last = Named("U1", HOME, "business unit")
    give_role(tx, *last)
    give_role(tx, "U3", HOME, "business unit", None)
    people.keep_account(tx, "U3", HOME, bot=False, deactivated=True)
    people.keep_account(tx, "U8", HOME, bot=False, deactivated=True)
    for coordinators in ((), ("U8",)):
        with pytest.raises(MovedOn):
            keeping.remove(tx, last, by(UNIT), coordinators)
    assert keeping.remove(tx, last, by(UNIT), ("U8", "U7"))
    assert not keeping.remove(tx, last, by(UNIT), ("U7",))


def test_a_partner_whose_lead_has_left_can_still_be_edited(tx):
    keeping.edit_partner(tx, "POLICE", FIRE.model_copy(update={"lead": "U1"}), by(UNIT))
    people.keep_account(tx, "U1", HOME, bot=False, deactivated=True)
    draft = PartnerDraft(name="Fire and rescue", kind="other", lead="U1")
    keeping.edit_partner(tx, "police", draft, by(UNIT))
    [event, _] = audit.history(tx, "POLICE")
    assert (event.before, event.after) == ({"name": "Fire"}, {"name": "Fire and rescue"})


def test_a_partner_that_is_not_there_can_not_be_edited(tx):
    with pytest.raises(NotFound):
        keeping.edit_partner(tx, "NONE", FIRE, by(UNIT))


@pytest.mark.parametrize("code", ["", "A" * 13, "a b", "a_b", "é", "12", "R4", "-"])
def test_codes_that_nobody_could_type_are_refused(tx, code):
    with pytest.raises(BadInput):
        keeping.add_partner(tx, code, FIRE, by(UNIT), ())


def test_words_of_commands_are_no_codes_and_no_refs(tx):
    with pytest.raises(BadInput, match="DONE means something else"):
        keeping.add_partner(tx, "Done", FIRE, by(UNIT), {"done"})
    with pytest.raises(BadInput, match="DONE means something else"):
        keeping.add_source(tx, SourceDraft(ref="done", title="x"), by(UNIT), {"done"}, TODAY)


def test_a_partner_and_a_source_are_never_called_the_same(tx):
    keeping.add_partner(tx, "fire", FIRE, by(UNIT), ())
    with pytest.raises(BadInput, match="There is a partner FIRE"):
        keeping.add_source(tx, SourceDraft(ref="Fire", title="x"), by(UNIT), (), TODAY)
