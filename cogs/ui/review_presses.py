"""What happens when who manages the server decides about questions; see `cogs/ui/presses.py`."""

from __future__ import annotations

import re
from typing import Any, Self

from discord.ui import Button, DynamicItem, LayoutView

from bot.study.daily.review import Reviewed
from cogs.errors import AnyInteraction, RefusedError
from cogs.managers import managed_guild
from cogs.services import host_of, services_of
from cogs.ui import quiz_ids, reviews
from cogs.ui.delivery import deliver, turn
from cogs.ui.layout import says
from cogs.ui.places import MARGIN
from cogs.ui.quiz_ids import ReviewAct
from cogs.ui.safety import guarded
from knowledge.files import NotesError

AnyButton = Button[Any]


class ReportedPress(DynamicItem[AnyButton], template=quiz_ids.REPORTED):
    """A button that opens the reported questions, or turns to a page of them."""

    def __init__(self, item: AnyButton, page: int | None) -> None:
        super().__init__(item)
        self._page = page

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, None if match["page"] is None else int(match["page"]))

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Open the questions, or turn to the page."""
        guild = managed_guild(interaction)
        respond = deliver if self._page is None else turn
        await respond(interaction, _reported_page(interaction, guild, self._page or 0))


class ReviewPress(DynamicItem[AnyButton], template=quiz_ids.REVIEW):
    """A button that decides what becomes of a question."""

    def __init__(self, item: AnyButton, act: ReviewAct, question: str) -> None:
        super().__init__(item)
        self._act, self._question = act, question

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, ReviewAct(match["act"]), match["question"])

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Decide, and say what became of it."""
        await turn(interaction, self._decided(interaction, managed_guild(interaction)))

    async def _decided(self, interaction: AnyInteraction, guild: int) -> LayoutView:
        service = services_of(interaction.client).reviews
        match self._act:
            case ReviewAct.RETIRE:
                done = await service.retire(guild, self._question, interaction.user.id)
            case ReviewAct.KEEP:
                done = await service.keep(guild, self._question, interaction.user.id)
            case ReviewAct.REINSTATE:
                done = await service.reinstate(guild, self._question)
        reviewed = await service.look(guild, self._question)
        if reviewed is None:
            raise RefusedError(reviews.NEVER_ASKED)
        if done:
            host_of(interaction.client).renewal.touch(reviewed.quiz.id)
        more = bool(await service.reported(guild))
        return reviews.decided(await _case(interaction, guild, reviewed), self._act, done=done, more=more)


async def _reported_page(interaction: AnyInteraction, guild: int, number: int) -> LayoutView:
    """A page of what waits for a decision; a number too high is the last page."""
    found = await services_of(interaction.client).reviews.reported(guild)
    if not found:
        return says(reviews.NOTHING_REPORTED)
    number = min(number, len(found) - 1)
    return reviews.reported(await _case(interaction, guild, found[number]), number, len(found))


async def _case(interaction: AnyInteraction, guild: int, reviewed: Reviewed) -> reviews.Case:
    """A question with how often each choice was chosen, and with the lines of the notes as they are now."""
    services, at = services_of(interaction.client), reviewed.question
    choices = await services.store.attempts.choices(reviewed.quiz.id)
    try:
        lines = await services.library.around(at.file, at.start_line, at.end_line, guild, MARGIN)
    except NotesError:
        lines = ()
    return reviews.Case(reviewed, choices[reviewed.report.place], lines)


REVIEW_PRESSES = (ReportedPress, ReviewPress)
"""All of them: they are known by their ids alone, so the bot has to be told once."""
