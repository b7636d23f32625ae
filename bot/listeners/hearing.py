"""What is heard in a thread: which words record something, and which need the action named."""

HEARD = ("done", "evidence", "update", "blocked", "unblocked", "extend")
"""Partners' words: in a thread about one action the ref may be left out."""
NAMED = (
    *("accept", "return", "embedded", "sustained", "agree", "refuse"),
    *("assign", "withdraw", "reopen", "pause", "resume"),
)
"""Others' decisions: heard only with the action's ref, since talk often begins with such a word ("accept that …")."""
EVERY = (*HEARD, *NAMED, "undo")
