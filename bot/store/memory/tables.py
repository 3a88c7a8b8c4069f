"""What the parts of the store in memory share: what was kept, and the quizzes as they are by now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.store.protocol.attempts import Attempt
from bot.store.protocol.postings import Posting, PostingKey, PostingKind
from bot.store.protocol.quizzes import Quiz


@dataclass(slots=True)
class Tables:
    """All that was kept of quizzes and members."""

    postings: dict[PostingKey, Posting] = field(default_factory=dict)
    created: dict[int, Quiz] = field(default_factory=dict)
    """By id, as they were made."""
    attempts: dict[tuple[int, int, int], Attempt] = field(default_factory=dict)
    """By quiz, place and member, in the order of their arrival."""
    names: dict[tuple[int, int], str] = field(default_factory=dict)
    """By guild and member."""
    hidden: set[tuple[int, int]] = field(default_factory=set)
    """Guild and member."""
    retired: set[tuple[int, str]] = field(default_factory=set)
    """Guild and id of the question."""
    hindered: set[int] = field(default_factory=set)
    """Ids of quizzes."""
    reports: dict[tuple[int, str], dict[int, datetime]] = field(default_factory=dict)
    """By guild and id of the question: who reported it, and when. Only those that nobody has decided on."""

    def quiz(self, quiz_id: int) -> Quiz | None:
        """Return a quiz as it is now."""
        created = self.created.get(quiz_id)
        return None if created is None else self._now(created)

    def quizzes(self, guild: int) -> list[Quiz]:
        """Return the quizzes of a guild as they are now, in order of their days."""
        quizzes = (self._now(created) for created in self.created.values() if created.guild == guild)
        return sorted(quizzes, key=lambda quiz: quiz.day)

    def attempts_at(self, quiz: Quiz) -> Iterator[Attempt]:
        """Yield the attempts at a quiz."""
        return (attempt for attempt in self.attempts.values() if attempt.quiz == quiz.id)

    def settled(self, key: PostingKey) -> bool:
        """True where something was posted or missed for good."""
        posting = self.postings.get(key)
        return posting is not None and posting.at is not None

    def _now(self, quiz: Quiz) -> Quiz:
        questions = tuple(replace(q, retired=(quiz.guild, q.id) in self.retired) for q in quiz.questions)
        posting = self.postings.get(PostingKey(quiz.guild, PostingKind.QUIZ, quiz.day))
        if posting is None or posting.channel is None or posting.message is None:
            return replace(quiz, questions=questions)
        return replace(
            quiz, questions=questions, channel=posting.channel, message=posting.message, opened_at=posting.at
        )
