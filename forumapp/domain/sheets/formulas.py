"""Texts that a spreadsheet would take for a formula, and the apostrophe that holds them back."""

from __future__ import annotations

# The last four are the full-width signs that input methods write and spreadsheets take as well.
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
HOLD = "'"


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet might take a text for a formula, spaces before it or not."""
    return text.startswith(STARTS_FORMULA) or text.lstrip().startswith(STARTS_FORMULA)


def held_back(text: str) -> str:
    """The text behind an apostrophe where it would start a formula, or looks held back already."""
    return f"{HOLD}{text}" if starts_formula(text.lstrip(HOLD)) else text


def let_go(text: str) -> str:
    """What `held_back` was given."""
    held = text.startswith(HOLD) and starts_formula(text.lstrip(HOLD))
    return text.removeprefix(HOLD) if held else text
