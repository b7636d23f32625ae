"""Who a cell names: exactly a partner, or nobody that is set up."""

import pytest

from bot.exchange.importing import apply
from bot.exchange.rows import Plan
from bot.exchange.trackers.choices import Choices
from bot.exchange.trackers.leads import Leads
from tests.exchange.trackers.conftest import KNOWN, NAMES, told, tracker

LEADS = Leads(NAMES | {"BEH": "Barnet, Enfield and Haringey Trust"}, {"Health": "ICB", "Head of  Service": "LA"})


@pytest.mark.parametrize(
    ("text", "partners", "unknown"),
    [
        ("LA", ("LA",), ()),
        ("solihull  council", ("LA",), ()),
        ("The Solihull Council.", ("LA",), ()),
        ("Birmingham & Solihull ICB", ("ICB",), ()),
        ("health", ("ICB",), ()),
        ("HEAD OF SERVICE", ("LA",), ()),
        ("LA / Midlands Police", ("LA", ""), ("Midlands Police",)),
        ("POLICE, Health and LA", ("POLICE", "ICB", "LA"), ()),
        ("LA\nPOLICE", ("LA", "POLICE"), ()),
        ("LA & POLICE", ("LA", "POLICE"), ()),
        ("West Midlands Police and Birmingham and Solihull ICB", ("POLICE", "ICB"), ()),
        ("Barnet, Enfield and Haringey Trust / LA", ("BEH", "LA"), ()),
        ("Head of Early Help and Prevention", ("",), ("Head of Early Help and Prevention",)),
        ("Head of Early Help and LA", ("", "LA"), ("Head of Early Help",)),
        ("Police", ("POLICE",), ()),
        ("Police force", ("",), ("Police force",)),
        ("Solihull", ("",), ("Solihull",)),
        ("LA lead", ("",), ("LA lead",)),
        ("PLACE", ("",), ("PLACE",)),
        ("All partners", ("",), ("All partners",)),
        ("LA, LA", ("LA",), ()),
        ("/", (), ()),
        ("LA /", ("LA",), ()),
    ],
)
def test_a_partner_is_its_code_its_name_or_what_was_chosen(text, partners, unknown):
    assert LEADS.read(text)[:2] == (partners, unknown)


def test_a_name_that_two_partners_have_is_neithers():
    assert Leads({"A": "Trust", "B": "The Trust"}, {}).read("Trust") == (("",), ("Trust",), False)


def test_a_cell_with_hundreds_of_names_is_words():
    assert LEADS.read(", ".join(["LA"] * 500)).partners == ("",)


def rows(*leads, **options):
    return tracker(
        ["Action", "Lead"], *([f"Agree offer {number}", lead] for number, lead in enumerate(leads)), **options
    )


def test_of_several_the_first_leads_and_the_others_contribute():
    plan = rows("LA / POLICE", "Education, POLICE")
    first, second = plan.actions
    assert (first.lead, first.contributors) == ("LA", ("POLICE",))
    assert (second.lead, second.held_by, second.contributors) == ("", "UNIT", ("POLICE",))
    assert told(plan)[1] == [
        (2, "several are named: LA leads, POLICE contributes"),
        (
            3,
            'the lead "Education" is not a partner that is set up, so the business unit holds the action until one is chosen',
        ),
        (3, "several are named: POLICE contributes"),
    ]


def test_a_lead_that_is_not_set_up_is_kept_in_words_and_counted():
    plan = rows("Head of Service", "Head of Service", None, "LA / Head of Service")
    assert plan.leads == {"Head of Service": 3}
    assert [one.update for one in plan.actions] == [
        "The tracker names as lead: Head of Service.",
        "The tracker names as lead: Head of Service.",
        "",
        "The tracker names as lead: LA / Head of Service.",
    ]
    assert [(one.lead, one.held_by) for one in plan.actions][2:] == [("", "UNIT"), ("LA", "")]
    assert (4, "no lead is named, so the business unit holds the action until one is chosen") in told(plan)[1]


def test_where_no_column_is_for_the_lead_nobody_says_that_a_cell_is_blank():
    [flag] = tracker(["Action", "Name of who", "Due"], ["Agree", "LA", "31/12/2022"]).flags
    assert flag.reason.startswith("no column is read as the lead partner, so the business unit holds")


@pytest.mark.parametrize("units", [(), ("UNIT", "LA")])
def test_without_one_business_unit_to_hold_it_the_row_is_left_out(units):
    plan = rows("Education", None, "LA", known=KNOWN.model_copy(update={"units": units}))
    assert told(plan)[0] == [
        (2, 'the lead "Education" is not a partner that is set up, and there is no business unit to hold the action'),
        (3, "no lead is named, and there is no business unit to hold the action"),
    ]


def test_with_no_partner_set_up_it_says_what_comes_first():
    nobody = KNOWN.model_copy(update={"partners": (), "units": (), "names": {}})
    plan = rows("LA", "Education", None, known=nobody)
    assert "followthrough template plan.xlsx" in plan.notes[0]
    assert {one.reason for one in plan.rejected} == {"no partner is set up yet to lead or hold the action"}
    assert [one.row for one in plan.rejected] == [2, 3, 4]
    assert rows("LA").notes == ()


def test_a_lead_that_was_chosen_and_is_not_there_is_told():
    chosen = Choices(leads={"Health": "ICB", "Helth": "ICB"})
    assert rows("Health", choices=chosen).notes == ('No lead in the file is called "Helth".',)


def test_who_holds_an_action_leads_it_only_while_it_is_new(store, by, partners):
    apply(store, Plan(**partners), by)

    def bring(**choices):
        plan = tracker(
            ["Ref", "Action", "Lead", "Partners", "Progress"],
            ["1", "Agree the offer", "Health", "UNIT, POLICE", "Begun"],
            choices=Choices(**choices),
        )
        return [(one.field, one.before, one.after) for one in apply(store, plan, by).changes]

    def lead():
        with store.read() as tx:
            return tx.rows(
                """SELECT p.code, (SELECT group_concat(c.code) FROM contributions l JOIN partners c ON c.id = l.partner_id
                WHERE l.action_id = a.id) AS others FROM actions a JOIN partners p ON p.id = a.lead_partner_id"""
            )

    assert bring() == []
    assert lead() == [{"code": "UNIT", "others": "POLICE"}]
    assert bring() == []
    assert bring(leads={"Health": "ICB"}) == [
        ("lead", "UNIT", "ICB"),
        ("contributors", ["POLICE"], ["POLICE", "UNIT"]),
    ]
    assert bring() == []  # a lead that is not known says nothing about the one that is there
    assert lead()[0]["code"] == "ICB"
