"""A remit item that very many deadlines bind."""

from bot.domain.refs import Kind
from storage import plan_fields


def test_a_remit_item_with_seven_hundred_deadlines_is_edited_and_keeps_them(world):
    with world.store.write() as tx:
        for number in range(700):
            fields = {"title": f"Reply {number}", "phrase": "soon", "precision": "vague", "remit": [1]}
            plan_fields.add(tx, Kind.DEADLINE, fields)
    before = world.rows("SELECT * FROM remit_deadlines ORDER BY 1, 2")
    world.ask(world.manager, "edit R1", "/remit")
    assert world.slack.modal("U0MANAGER").title == "Edit R1"
    assert world.manager.submit(values={"text": "Improve recording"}) == {}
    assert world.rows("SELECT text FROM remit_items WHERE id = 1") == [{"text": "Improve recording"}]
    assert world.rows("SELECT * FROM remit_deadlines ORDER BY 1, 2") == before
