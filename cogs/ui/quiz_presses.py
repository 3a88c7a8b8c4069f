"""What happens when somebody presses a button of the daily quiz; see `cogs/ui/presses.py`."""

from __future__ import annotations

import re
from typing import Any, Self

from discord.ui import Button, DynamicItem, LayoutView

from bot.store.protocol.attempts import Outcome
from bot.store.protocol.quizzes import Quiz
from bot.study.daily.playing import Summary, Turn, TurnState
from bot.study.daily.review import Reported
from cogs.errors import AnyInteraction, RefusedError
from cogs.services import host_of, services_of
from cogs.ui import quiz_ids, quiz_run
from cogs.ui.delivery import deliver, turn
from cogs.ui.layout import says
from cogs.ui.quiz_ids import QuizAct
from cogs.ui.safety import guarded

REPORTED = "Thank you: those who manage the server will look at this question."
REPORTED_BEFORE = "You have reported this question already. Those who manage the server will look at it."
NOT_DONE = "You can share your result once you have answered every question: press Play to go on."
NOT_PLAYED = "You did not play this quiz, so there are no answers of yours to show."
STILL_OPEN = "This quiz is still open. Your answers are shown here once it has closed."

AnyButton = Button[Any]


class QuizPress(DynamicItem[AnyButton], template=quiz_ids.QUIZ):
    """A button of a whole quiz: play, go on, share, look back."""

    def __init__(self, item: AnyButton, quiz: int, act: QuizAct) -> None:
        super().__init__(item)
        self._quiz, self._act = quiz, act

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, int(match["quiz"]), QuizAct(match["act"]))

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Do what the button says."""
        match self._act:
            case QuizAct.PLAY:
                await deliver(interaction, self._run(interaction))
            case QuizAct.NEXT:
                await turn(interaction, self._run(interaction))
            case QuizAct.SHARE:
                await turn(interaction, self._marked_as_shared(interaction))
                await interaction.followup.send(view=await self._shared(interaction))
            case QuizAct.RESULTS:
                await deliver(interaction, self._own_answers(interaction))

    async def _turn(self, interaction: AnyInteraction) -> tuple[Quiz, Turn]:
        quiz = await quiz_here(interaction, self._quiz)
        found = await services_of(interaction.client).playing.turn(quiz.id, interaction.user.id)
        return found.quiz or quiz, found

    async def _run(self, interaction: AnyInteraction) -> LayoutView:
        _, found = await self._turn(interaction)
        return quiz_run.run(found)

    async def _marked_as_shared(self, interaction: AnyInteraction) -> LayoutView:
        """The result with a button that cannot be pressed again: Discord is to have it before anybody sees a share."""
        quiz, found, summary = await self._result(interaction)
        services_of(interaction.client).sharing.spend(interaction.user.id)
        return quiz_run.done(quiz, summary, closed=found.state is TurnState.CLOSED, shared=True)

    async def _shared(self, interaction: AnyInteraction) -> LayoutView:
        quiz, _, summary = await self._result(interaction)
        return quiz_run.shared_result(quiz, summary, interaction.user.display_name)

    async def _result(self, interaction: AnyInteraction) -> tuple[Quiz, Turn, Summary]:
        """What can be shared. Raises RefusedError before the end."""
        quiz, found = await self._turn(interaction)
        if found.summary is None or not found.summary.of:
            raise RefusedError(NOT_DONE)
        return quiz, found, found.summary

    async def _own_answers(self, interaction: AnyInteraction) -> LayoutView:
        quiz, found = await self._turn(interaction)
        if found.state is not TurnState.CLOSED:
            raise RefusedError(STILL_OPEN)  # it would tell the answers to what is still to be played
        if found.summary is None:
            raise RefusedError(NOT_PLAYED)
        return quiz_run.own_answers(quiz, found.chosen)


class ChoicePress(DynamicItem[AnyButton], template=quiz_ids.CHOICE):
    """A button with the letter of a choice."""

    def __init__(self, item: AnyButton, quiz: int, place: int, choice: int) -> None:
        super().__init__(item)
        self._quiz, self._place, self._choice = quiz, place, choice

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, int(match["quiz"]), int(match["place"]), int(match["choice"]))

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Take the answer and say whether it is right."""
        await turn(interaction, self._verdict(interaction))

    async def _verdict(self, interaction: AnyInteraction) -> LayoutView:
        quiz = await quiz_here(interaction, self._quiz)
        member, name = interaction.user.id, interaction.user.display_name
        playing = services_of(interaction.client).playing
        answered = await playing.answer(quiz.id, self._place, self._choice, member, name)
        if answered.state is Outcome.KEPT and sum(choice is not None for choice in answered.next.chosen) == 1:
            host_of(interaction.client).renewal.touch(quiz.id)  # the first answer: one more has played
        return quiz_run.verdict(answered)


class ReportPress(DynamicItem[AnyButton], template=quiz_ids.REPORT):
    """The button with which a member finds fault with a question."""

    def __init__(self, item: AnyButton, quiz: int, place: int) -> None:
        super().__init__(item)
        self._quiz, self._place = quiz, place

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, int(match["quiz"]), int(match["place"]))

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Keep the report and thank for it."""
        await deliver(interaction, self._reported(interaction))

    async def _reported(self, interaction: AnyInteraction) -> LayoutView:
        quiz = await quiz_here(interaction, self._quiz)
        reported = await services_of(interaction.client).reviews.report(quiz.id, self._place, interaction.user.id)
        if reported is Reported.UNKNOWN:
            raise RefusedError(quiz_run.UNKNOWN_QUESTION)
        return says(REPORTED if reported is Reported.NEW else REPORTED_BEFORE)


async def quiz_here(interaction: AnyInteraction, quiz_id: int) -> Quiz:
    """Return a quiz of the server that somebody is in; nobody can do anything with that of another one."""
    quiz = await services_of(interaction.client).store.quizzes.get(quiz_id)
    if quiz is None or quiz.guild != interaction.guild_id:
        raise RefusedError(quiz_run.UNKNOWN)
    return quiz


QUIZ_PRESSES = (QuizPress, ChoicePress, ReportPress)
"""All of them: they are known by their ids alone, so the bot has to be told once."""
