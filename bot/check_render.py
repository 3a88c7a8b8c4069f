"""How the findings of the check look in a terminal or a pipe, and as JSON for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from bot.render import BLANK, Block, Line, Look
from bot.study.wording import counted
from bot.text import one_line
from knowledge.check.model import Finding, Rule

TITLES: Mapping[Rule, str] = {
    Rule.EMPTY_HEADING: "Headings without content",
    Rule.NO_SUBJECT: "Facts without a subject",
    Rule.DUPLICATE: "Facts written down twice",
    Rule.DISAGREEMENT: "Values that disagree",
    Rule.DEAD_LINK: "Links that lead nowhere",
    Rule.UNREADABLE: "What could not be read as it was meant",
    Rule.QUIZ: "Quiz questions that cannot be asked",
}


def findings(found: Sequence[Finding], files: int) -> tuple[Block, ...]:
    """Return findings for reading, those of one rule together, and their number; `files` is how many were checked."""
    if not found:
        return (Line(f"{counted(files, 'file')}, nothing to mend."),)
    blocks: list[Block] = []
    for rule, title in TITLES.items():
        of_rule = [finding for finding in found if finding.rule is rule]
        if of_rule:
            blocks += [Line(f"{title}: {len(of_rule):,}", Look.TITLE), *map(_finding, of_rule), BLANK]
    return (*blocks, Line(f"{counted(files, 'file')}, {counted(len(found), 'finding')}."))


def _finding(finding: Finding) -> Line:
    return Line(one_line(finding.message), lead=f"{one_line(finding.file)}:{finding.line}  ")


def as_json(found: Sequence[Finding]) -> Iterator[str]:
    """Yield each finding as the one-line JSON object that other programs read."""
    for finding in found:
        value = {"rule": finding.rule, "file": finding.file, "line": finding.line, "message": finding.message}
        yield json.dumps(value, ensure_ascii=True)
