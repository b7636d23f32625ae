"""Full-text search over actions and updates, kept up to date by triggers."""

STATEMENTS = (
    """CREATE VIRTUAL TABLE actions_fts
        USING fts5 (title, success_measure, tokenize = 'porter', content = 'actions')""",
    """CREATE TRIGGER actions_found AFTER INSERT ON actions BEGIN
        INSERT INTO actions_fts (rowid, title, success_measure)
            VALUES (new.id, new.title, new.success_measure); END""",
    """CREATE TRIGGER actions_found_anew AFTER UPDATE OF title, success_measure ON actions BEGIN
        INSERT INTO actions_fts (actions_fts, rowid, title, success_measure)
            VALUES ('delete', old.id, old.title, old.success_measure);
        INSERT INTO actions_fts (rowid, title, success_measure)
            VALUES (new.id, new.title, new.success_measure); END""",
    """CREATE VIRTUAL TABLE updates_fts USING fts5 (text, tokenize = 'porter', content = 'updates')""",
    """CREATE TRIGGER updates_found AFTER INSERT ON updates BEGIN
        INSERT INTO updates_fts (rowid, text) VALUES (new.id, new.text); END""",
    """CREATE TRIGGER updates_found_anew AFTER UPDATE OF text ON updates BEGIN
        INSERT INTO updates_fts (updates_fts, rowid, text) VALUES ('delete', old.id, old.text);
        INSERT INTO updates_fts (rowid, text) VALUES (new.id, new.text); END""",
)
