"""Words that several steps check for. A released step reads them too: never take one away."""

STAGES = "'not started', 'in progress', 'reported done', 'addressed', 'embedded', 'sustained', 'withdrawn'"

RANK = """CASE WHEN stage IN ('not started', 'in progress') THEN 0 WHEN stage = 'reported done' THEN 1
    WHEN stage = 'withdrawn' THEN 3 ELSE 2 END"""
