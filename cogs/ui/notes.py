"""The notes as their managers see them: which there are, what changed, what became of files, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from discord import SelectOption
from discord.ui import ActionRow, Container, Item, LayoutView, Select, TextDisplay
from discord.utils import format_dt

from bot.study.asking import MOST_GAPS
from bot.study.gaps import Gap, Why
from bot.study.guild_notes import Added, Additions, Changes, Listing, Removal, own_path
from bot.study.note_folder import MOST_BYTES, MOST_FILES, OwnFile, amount
from bot.study.wording import counted
from cogs.ui import note_ids
from cogs.ui.layout import button, message, rows, says, small
from cogs.ui.limits import OPTION
from cogs.ui.note_ids import Act
from cogs.ui.places import turning
from cogs.ui.text import label, one_line, size
from knowledge.files import Skipped
from knowledge.index import KnownFile

GONE = "This server has no own file of that name. /notes list shows which there are."
NOTHING_MISSING = (
    "Nothing is missing: whatever was asked here stands in the notes by now, and no answer was voted unhelpful."
)
ON_PAGE = 8
"""Gaps of one page."""

_LINES_OF_PAGE = 1_600
"""Characters of files on one page: what one reads on a phone in one go."""
_ALL_LINES = 3_000
_LONGEST_NAME = 100
_LONGEST_REASON = 250
_LONGEST_TROUBLE = 500
_LONGEST_QUESTION = 200
_UNSEEN = "(nothing that can be shown)"
_MOST_WARNINGS = 2
"""Warnings of one file that are shown: who mends these sees the next."""
_WHY = {Why.NOT_FOUND: "not in the notes", Why.UNHELPFUL: "its answer was voted unhelpful"}


def list_page(listing: Listing, number: int) -> LayoutView:
    """Return a page of the notes that a server sees; a number too high is the last page."""
    pages = _pages(_listed(listing))
    last = len(pages) - 1
    number = min(number, last)
    box = Container[LayoutView](TextDisplay(f"### Notes\n{_extent(listing)}"), TextDisplay(pages[number]))
    return _turnable([box], box, number, last, Act.LIST)


def changes(found: Changes) -> LayoutView:
    """Return what changed when the notes were read again."""
    lines = [
        *_section("Read", [_known(file) for file in found.read]),
        *_section("Gone", [f"- {_name(path)}" for path in found.removed]),
    ]
    lines = lines or ["Nothing has changed since they were last read."]
    return says(_within("### The notes were read again", [*lines, *_left_out(found.skipped)]))


def additions(done: Additions) -> LayoutView:
    """Return what became of files that were sent."""
    trouble = [_trouble(done.trouble)] if done.trouble else []
    return says("\n".join([*map(_added, done.files), *trouble, small("Only this server sees its own notes.")]))


def confirmation(file: OwnFile) -> LayoutView:
    """Return the question whether a file may be removed."""
    question = f"Remove **{_name(own_path(file.name))}** ({amount(file.size)}) for good? I keep no copy of it."
    yes = button("Remove it", note_ids.of_file(Act.REMOVE, file.name))
    return message(TextDisplay(question), *rows([yes, button("Keep it", note_ids.of_file(Act.KEEP, file.name))]))


def kept(file: OwnFile) -> LayoutView:
    """Return that a file stays."""
    return says(f"**{_name(own_path(file.name))}** stays.")


def removed(file: OwnFile, done: Removal) -> LayoutView:
    """Return what became of a file that was to go."""
    said = f"**{_name(own_path(file.name))}** was removed." if done.found else GONE
    return says("\n".join([said, *([_trouble(done.trouble)] if done.trouble else [])]))


def gaps_page(gaps: Sequence[Gap], number: int) -> LayoutView:
    """Return a page of what the notes lack; a number too high is the last page."""
    if not gaps:
        return says(NOTHING_MISSING)
    last = (len(gaps) - 1) // ON_PAGE
    number = min(number, last)
    found = gaps[number * ON_PAGE :][:ON_PAGE]
    most = f" These are the {MOST_GAPS} that were asked most often." if len(gaps) == MOST_GAPS else ""
    title = f"### What to write next\nQuestions from this server without a good answer.{most}"
    box = Container[LayoutView](TextDisplay(title), TextDisplay("\n".join(map(_gap, found))))
    return _turnable([box, ActionRow(_settling(found, number))], box, number, last, Act.GAPS)


def _turnable(items: Sequence[Item[Any]], box: Container[LayoutView], number: int, last: int, act: Act) -> LayoutView:
    """These items with buttons to the pages before and after; the number of the page stands in the box."""
    if last:
        box.add_item(TextDisplay(small(f"Page {number + 1} of {last + 1}")))
    return message(*items, *rows(turning(number, last, lambda to: note_ids.of_page(act, to))))


def _extent(listing: Listing) -> str:
    files = (*listing.own, *listing.shared)
    total = f"{counted(len(files), 'file')}, {counted(sum(file.passages for file in files), 'passage')}."
    return f"{total} Last read {format_dt(listing.read_at, 'R')}." if listing.read_at else total


def _listed(listing: Listing) -> list[str]:
    used = sum(file.size for file in listing.stored)
    room = f"{len(listing.stored)} of {MOST_FILES} files, {amount(used)} of {amount(MOST_BYTES)}"
    own = [_known(file) for file in listing.own] or ["- none yet: /notes add takes files"]
    return [
        *([_trouble(listing.trouble)] if listing.trouble else []),
        *_left_out(listing.skipped),
        *_section(f"Only this server sees ({room})", own),
        *_section("Every server sees", [_known(file) for file in listing.shared]),
    ]


def _left_out(skipped: Iterable[Skipped]) -> list[str]:
    found = [f"- {_name(file.path)}: {one_line(file.reason, _LONGEST_REASON)}" for file in skipped]
    return _section("Left out", found)


def _section(title: str, lines: Sequence[str]) -> list[str]:
    """Lines under a title; nothing where there are none. The title never stands alone at the end of a page."""
    return [f"**{title}**\n{lines[0]}", *lines[1:]] if lines else []


def _known(file: KnownFile) -> str:
    extent = f"{counted(file.passages, 'passage')}, {amount(file.size)}"
    return "\n".join([f"- {_name(file.path)}: {extent}", *_warnings(file)])


def _warnings(file: KnownFile) -> list[str]:
    shown = [f"  - {one_line(warning, _LONGEST_REASON)}" for warning in file.warnings[:_MOST_WARNINGS]]
    more = len(file.warnings) - len(shown)
    return [*shown, f"  - and {more} more to look at"] if more else shown


def _added(file: Added) -> str:
    sent = _name(file.sent_as)
    if file.refused:
        return f"- **{sent}** was not added: {one_line(file.refused, _LONGEST_REASON)}."
    done = "replaced the file of the same name" if file.replaced else "was added"
    if file.known is None:
        return f"- **{sent}** {done}, and is not read yet. Answers will name it {_name(file.path)}."
    said = f"- **{sent}** {done}: {counted(file.known.passages, 'passage')}. Answers name it {_name(file.path)}."
    return "\n".join([said, *_warnings(file.known)])


def _trouble(trouble: str) -> str:
    return f"**There is trouble with the notes.** {one_line(trouble, _LONGEST_TROUBLE)}"


def _gap(gap: Gap) -> str:
    times = "once" if gap.times == 1 else f"{gap.times:,} times"
    said = f"asked {times}, last {format_dt(gap.last, 'R')}: {_WHY[gap.why]}"
    return f"**{one_line(gap.question, _LONGEST_QUESTION) or _UNSEEN}**\n{small(said)}"


def _settling(gaps: Sequence[Gap], number: int) -> Select[LayoutView]:
    """The select that takes gaps off the list. One is known by its latest question."""
    options = [
        SelectOption(
            label=label(gap.question, OPTION) or _UNSEEN, value=str(gap.asked_ids[0]), description=_WHY[gap.why]
        )
        for gap in gaps
    ]
    placeholder = "Mark as done: you wrote it down, or it does not belong"
    return Select(
        custom_id=note_ids.of_settle(number), options=options, placeholder=placeholder, max_values=len(options)
    )


def _pages(lines: Sequence[str]) -> list[str]:
    """The lines in portions that one reads in one go."""
    pages: list[str] = []
    for line in lines:
        if pages and size(pages[-1]) + size(line) < _LINES_OF_PAGE:
            pages[-1] += f"\n{line}"
        else:
            pages.append(line)
    return pages


def _within(title: str, lines: Sequence[str]) -> str:
    """A title and as many lines as there is room for."""
    shown = [title]
    room = _ALL_LINES - size(title)
    for number, line in enumerate(lines):
        room -= size(line) + 1
        if room < 0:
            return "\n".join([*shown, f"and {len(lines) - number:,} more: /notes list shows all files"])
        shown.append(line)
    return "\n".join(shown)


def _name(path: str) -> str:
    return one_line(path, _LONGEST_NAME)
