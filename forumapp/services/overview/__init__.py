"""An organiser's first page: what to do next, how many there are, who comes from where."""

from forumapp.services.overview.figures import Attendance, Counts, Figures, counts, figures
from forumapp.services.overview.steps import Step, steps

__all__ = ["Attendance", "Counts", "Figures", "Step", "counts", "figures", "steps"]
