"""Work in processes of their own, held to limits of time and memory.

What others wrote (a chapter's markup, an uploaded file) is read in a process that knows none of the
product's secrets and may break without harm. The parent uses `Process`; the module that runs as the
child uses `held_to` and `own_answers`. Tasks and results are files; lines say that they are there.
"""

from forumapp.isolation.child import held_to, own_answers
from forumapp.isolation.process import End, Ended, Process, resident_bytes

__all__ = ["End", "Ended", "Process", "held_to", "own_answers", "resident_bytes"]
