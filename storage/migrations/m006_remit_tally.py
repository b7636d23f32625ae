"""How many actions serve each remit item, by stage: counting them all for each answer would take too long."""

STATEMENTS = (
    """CREATE TABLE remit_tally (remit_item_id INTEGER NOT NULL, stage TEXT NOT NULL, n INTEGER NOT NULL,
        PRIMARY KEY (remit_item_id, stage)) STRICT, WITHOUT ROWID""",
    """INSERT INTO remit_tally SELECT remit_item_id, stage, count(*) FROM action_remit
        JOIN actions ON id = action_id GROUP BY remit_item_id, stage""",
    """CREATE TRIGGER remit_tally_linked AFTER INSERT ON action_remit BEGIN
        INSERT INTO remit_tally SELECT new.remit_item_id, stage, 1 FROM actions WHERE id = new.action_id
            ON CONFLICT DO UPDATE SET n = n + 1; END""",
    """CREATE TRIGGER remit_tally_unlinked AFTER DELETE ON action_remit BEGIN
        UPDATE remit_tally SET n = n - 1 WHERE remit_item_id = old.remit_item_id
            AND stage = (SELECT stage FROM actions WHERE id = old.action_id); END""",
    """CREATE TRIGGER remit_tally_moved AFTER UPDATE OF stage ON actions WHEN new.stage IS NOT old.stage BEGIN
        UPDATE remit_tally SET n = n - 1 WHERE stage = old.stage
            AND remit_item_id IN (SELECT remit_item_id FROM action_remit WHERE action_id = new.id);
        INSERT INTO remit_tally SELECT remit_item_id, new.stage, 1 FROM action_remit WHERE action_id = new.id
            ON CONFLICT DO UPDATE SET n = n + 1; END""",
    # A link is made and taken away, and never becomes another: the tally would not hear of it.
    """CREATE TRIGGER action_remit_is_not_changed BEFORE UPDATE ON action_remit
        BEGIN SELECT raise(ABORT, 'a link to a remit item is never changed'); END""",
)
