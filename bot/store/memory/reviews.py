"""The part `reviews` of the store in memory."""

from __future__ import annotations

from datetime import datetime

from bot.store.memory.tables import Tables
from bot.store.protocol.reviews import Report


class MemoryReviews:
    """Reports and retirements; see `ReviewStore`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def report(self, quiz: int, place: int, member: int, at: datetime) -> bool:
        """Keep that a member finds fault with a question; False where the member did before, or there is none."""
        found = self._tables.quiz(quiz)
        if found is None or place not in range(len(found.questions)):
            return False
        reporters = self._tables.reports.setdefault((found.guild, found.questions[place].id), {})
        if member in reporters:
            return False
        reporters[member] = at
        return True

    async def reports(self, guild: int) -> tuple[Report, ...]:
        """Return what managers have to decide on: most reported first, then latest, then by the id of the question."""
        reports = [
            Report(question, *asked, len(reporters), max(reporters.values()))
            for question, asked in self._last_asked(guild).items()
            if (reporters := self._tables.reports.get((guild, question)))
            and (guild, question) not in self._tables.retired
        ]
        by_question = sorted(reports, key=lambda report: report.question)
        return tuple(sorted(by_question, key=lambda report: (report.reporters, report.at), reverse=True))

    async def keep(self, guild: int, question: str, by: int, at: datetime) -> bool:  # noqa: ARG002 - nobody asks who
        """Decide that a reported question stays; False where nothing was reported."""
        return bool(self._tables.reports.pop((guild, question), None))

    async def retire(self, guild: int, question: str, by: int, at: datetime) -> bool:  # noqa: ARG002 - nobody asks who
        """Retire a question, which also decides on its reports; False where it was retired or never asked there."""
        if (guild, question) in self._tables.retired or question not in self._last_asked(guild):
            return False
        self._tables.retired.add((guild, question))
        self._tables.reports.pop((guild, question), None)
        return True

    async def reinstate(self, guild: int, question: str) -> bool:
        """Take a question back among the others; False where it was not retired."""
        if (guild, question) not in self._tables.retired:
            return False
        self._tables.retired.remove((guild, question))
        return True

    async def retired(self, guild: int) -> frozenset[str]:
        """Return the ids of the questions that are retired in a guild."""
        return frozenset(question for of, question in self._tables.retired if of == guild)

    def _last_asked(self, guild: int) -> dict[str, tuple[int, int]]:
        """Quiz and place of each question of a guild, where it was asked last."""
        return {
            question.id: (quiz.id, place)
            for quiz in self._tables.quizzes(guild)
            for place, question in enumerate(quiz.questions)
        }
