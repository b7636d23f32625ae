"""Partners, people and the plan itself."""

from storage.migrations.words import RANK, STAGES

STATEMENTS = (
    """CREATE TABLE partners (
        id INTEGER PRIMARY KEY,
        code TEXT NOT NULL UNIQUE COLLATE NOCASE,
        name TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('safeguarding partner', 'relevant agency', 'business unit', 'other')),
        channel TEXT NOT NULL DEFAULT '',
        channel_id TEXT UNIQUE,
        lead TEXT,
        deputy TEXT
    ) STRICT""",
    """CREATE TABLE people (
        user TEXT NOT NULL,
        team TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('business unit', 'assurer', 'observer', 'partner member')),
        partner_id INTEGER REFERENCES partners,
        CHECK ((role = 'partner member') = (partner_id IS NOT NULL))
    ) STRICT""",
    "CREATE UNIQUE INDEX people_once ON people (user, team, role, coalesce(partner_id, 0))",
    """CREATE TABLE channel_members (channel_id TEXT NOT NULL, user TEXT NOT NULL,
        PRIMARY KEY (channel_id, user)) STRICT""",
    "CREATE INDEX channel_members_by_user ON channel_members (user)",
    """CREATE TABLE sources (
        id INTEGER PRIMARY KEY,
        ref TEXT NOT NULL UNIQUE COLLATE NOCASE,
        title TEXT NOT NULL,
        kind TEXT NOT NULL DEFAULT '',
        published TEXT CHECK (published IS date(published, '+0 days')),
        phrase TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    """CREATE TABLE remit_items (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        text TEXT NOT NULL,
        source_id INTEGER REFERENCES sources,
        met TEXT CHECK (met IS date(met, '+0 days'))
    ) STRICT""",
    f"""CREATE TABLE actions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL CHECK (title <> ''),
        success_measure TEXT NOT NULL DEFAULT '',
        source_id INTEGER REFERENCES sources,
        finding TEXT NOT NULL DEFAULT '',
        lead_partner_id INTEGER NOT NULL REFERENCES partners,
        named_lead TEXT,
        original_due TEXT CHECK (original_due IS date(original_due, '+0 days')),
        due TEXT CHECK (due IS date(due, '+0 days')),
        due_phrase TEXT NOT NULL DEFAULT '',
        stage TEXT NOT NULL CHECK (stage IN ({STAGES})),
        stage_since TEXT NOT NULL,
        blocked TEXT,
        updated TEXT,
        added TEXT NOT NULL,
        demonstration INTEGER NOT NULL DEFAULT 0 CHECK (demonstration IN (0, 1)),
        version INTEGER NOT NULL DEFAULT 1,
        rank INTEGER AS ({RANK}) STORED,
        due_order TEXT AS (coalesce(due, '9999-12-31')) STORED
    ) STRICT""",
    "CREATE INDEX actions_by_urgency ON actions (rank, due_order, id)",
    "CREATE INDEX actions_by_lead ON actions (lead_partner_id, rank, due_order, id, stage)",
    "CREATE INDEX actions_by_named_lead ON actions (named_lead) WHERE named_lead IS NOT NULL",
    "CREATE INDEX actions_invented ON actions (id) WHERE demonstration = 1",
    "CREATE INDEX actions_by_source ON actions (source_id)",
    """CREATE TRIGGER actions_are_kept BEFORE DELETE ON actions
        BEGIN SELECT raise(ABORT, 'an action is never deleted'); END""",
    """CREATE TRIGGER original_due_is_kept BEFORE UPDATE OF original_due ON actions
        WHEN old.original_due IS NOT NULL AND new.original_due IS NOT old.original_due
        BEGIN SELECT raise(ABORT, 'the original due date is never changed'); END""",
    # How many actions there are, by stage and due date: counting 100,000 rows for each answer would take
    # longer than the whole answer may.
    f"""CREATE TABLE tally (stage TEXT NOT NULL, due_order TEXT NOT NULL, n INTEGER NOT NULL,
        rank INTEGER AS ({RANK}) VIRTUAL, PRIMARY KEY (stage, due_order)) STRICT, WITHOUT ROWID""",
    """CREATE TRIGGER tally_added AFTER INSERT ON actions BEGIN
        INSERT INTO tally (stage, due_order, n) VALUES (new.stage, coalesce(new.due, '9999-12-31'), 1)
            ON CONFLICT DO UPDATE SET n = n + 1; END""",
    """CREATE TRIGGER tally_moved AFTER UPDATE OF stage, due ON actions
        WHEN new.stage IS NOT old.stage OR new.due IS NOT old.due BEGIN
        UPDATE tally SET n = n - 1 WHERE stage = old.stage AND due_order = coalesce(old.due, '9999-12-31');
        INSERT INTO tally (stage, due_order, n) VALUES (new.stage, coalesce(new.due, '9999-12-31'), 1)
            ON CONFLICT DO UPDATE SET n = n + 1; END""",
    """CREATE TABLE action_remit (action_id INTEGER NOT NULL REFERENCES actions,
        remit_item_id INTEGER NOT NULL REFERENCES remit_items, PRIMARY KEY (action_id, remit_item_id)) STRICT""",
    "CREATE INDEX action_remit_by_item ON action_remit (remit_item_id)",
    """CREATE TABLE contributions (
        action_id INTEGER NOT NULL REFERENCES actions,
        partner_id INTEGER NOT NULL REFERENCES partners,
        reported TEXT,
        PRIMARY KEY (action_id, partner_id)
    ) STRICT""",
    "CREATE INDEX contributions_by_partner ON contributions (partner_id)",
    """CREATE TABLE updates (
        id INTEGER PRIMARY KEY,
        action_id INTEGER NOT NULL REFERENCES actions,
        kind TEXT NOT NULL CHECK (kind <> ''),
        text TEXT NOT NULL,
        user TEXT NOT NULL,
        partner_id INTEGER REFERENCES partners,
        on_behalf INTEGER NOT NULL DEFAULT 0 CHECK (on_behalf IN (0, 1)),
        at TEXT NOT NULL,
        undone TEXT
    ) STRICT""",
    "CREATE INDEX updates_by_action ON updates (action_id, id)",
    """CREATE TABLE evidence (
        update_id INTEGER PRIMARY KEY REFERENCES updates,
        proof TEXT NOT NULL DEFAULT '',
        difference TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    """CREATE TABLE deadlines (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL,
        due TEXT CHECK (due IS date(due, '+0 days')),
        original_due TEXT CHECK (original_due IS date(original_due, '+0 days')),
        phrase TEXT NOT NULL DEFAULT '',
        precision TEXT NOT NULL DEFAULT 'day' CHECK (precision IN ('day', 'end of month', 'vague')),
        source_id INTEGER REFERENCES sources,
        basis TEXT NOT NULL DEFAULT '',
        met TEXT CHECK (met IS date(met, '+0 days')),
        CHECK (due IS NOT NULL OR precision = 'vague')
    ) STRICT""",
    """CREATE TABLE remit_deadlines (remit_item_id INTEGER NOT NULL REFERENCES remit_items,
        deadline_id INTEGER NOT NULL REFERENCES deadlines, PRIMARY KEY (remit_item_id, deadline_id)) STRICT""",
    """CREATE TABLE indicators (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        unit TEXT NOT NULL DEFAULT '',
        better TEXT NOT NULL CHECK (better IN ('lower', 'higher')),
        target TEXT,
        target_by TEXT CHECK (target_by IS date(target_by, '+0 days')),
        owner_id INTEGER REFERENCES partners
    ) STRICT""",
    """CREATE TABLE remit_indicators (remit_item_id INTEGER NOT NULL REFERENCES remit_items,
        indicator_id INTEGER NOT NULL REFERENCES indicators, PRIMARY KEY (remit_item_id, indicator_id)) STRICT""",
    """CREATE TABLE readings (
        indicator_id INTEGER NOT NULL REFERENCES indicators,
        "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
        value TEXT NOT NULL,
        qualifier TEXT NOT NULL DEFAULT '',
        phrase TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (indicator_id, "on")
    ) STRICT""",
)
