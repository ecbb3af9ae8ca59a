"""Brings the interface's catalogues up to date with the source, or (`--check`) says what lacks."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "forumapp/i18n/translations"
SPOKEN = "en"
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2)}


def source() -> Catalog:
    """Every message that the code and the templates ask for."""
    catalog = Catalog()
    for folder, pattern, method in (
        ("forumapp", "**.py", "python"),
        ("templates", "**.*", "jinja2"),
    ):
        found = extract_from_dir(
            ROOT / folder,
            method_map=[(pattern, method)],
            # A template that can't be read must not lose its messages silently.
            options_map={pattern: {"silent": "false"}},
            keywords=KEYWORDS,
            comment_tags=["i18n:"],
        )
        for _file, _line, message, comments, context in found:
            catalog.add(message, auto_comments=comments, context=context)
    return catalog


def paths() -> list[Path]:
    """The catalogue of each locale."""
    return sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))


def read(path: Path) -> Catalog:
    """The catalogue in a file (an empty one begins a new language), named by its folder."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.parent.parent.name)
    catalog.project, catalog.version = "forumapp", ""
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = ""
    return catalog


def update(path: Path, template: Catalog) -> None:
    """Adds what the source asks for and drops what it no longer does; keeps every translation."""
    catalog = read(path)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    name = catalog.locale.get_display_name(SPOKEN) if catalog.locale else ""
    catalog.header_comment = f"# forumapp in {name}."
    catalog.fuzzy = False
    with path.open("wb") as file:
        write_po(file, catalog, width=100, no_location=True, ignore_obsolete=True, sort_output=True)


def compile_(path: Path) -> None:
    """Writes the form that the running application reads."""
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, read(path))


def faults(path: Path, template: Catalog) -> Iterator[str]:
    """What a reader of this language would meet untranslated or broken."""
    catalog = read(path)
    for wanted in template:
        found = catalog.get(wanted.id, wanted.context) if wanted.id else wanted
        if found is None or not is_translated(found):
            yield f"not translated: {wanted.id!r}"
    for message, errors in catalog.check():
        yield from (f"{message.id!r}: {error}" for error in errors)


def is_translated(message: Message) -> bool:
    """Whether every form of the message has words that somebody has confirmed."""
    if not message.id:
        return True
    words = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(words) and all(words) and not message.fuzzy


def check(template: Catalog) -> int:
    """Prints each fault; returns 1 when there is one."""
    found = [
        f"{path.relative_to(ROOT)}: {fault}" for path in paths() for fault in faults(path, template)
    ]
    print("\n".join(found) or "Every message is translated.")
    return 1 if found else 0


def main() -> int:
    """Updates and compiles the catalogues, only checks them, or only compiles them."""
    parser = argparse.ArgumentParser(description=__doc__)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="change nothing; fail if words lack")
    choice.add_argument("--compile", action="store_true", help="write only messages.mo")
    arguments = parser.parse_args()
    if arguments.check:
        return check(source())
    template = None if arguments.compile else source()
    for path in paths():
        if template:
            update(path, template)
        compile_(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
