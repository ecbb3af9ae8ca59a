"""One volume that many tests read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forumapp.render.pdf.engine import write
from tests.render.pdf import sample


@pytest.fixture(scope="session")
def volume() -> bytes:
    """The sample volume, built once a process."""
    return write(replace(sample.volume(), stylesheets=(sample.STYLES,)))
