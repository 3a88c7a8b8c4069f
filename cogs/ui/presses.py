"""What happens when somebody presses a button or chooses from a select of ours: now, or years after it was sent."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, Self

from discord import NotFound
from discord.ui import Button, DynamicItem, LayoutView, Select

from bot.study.asking import Asked
from cogs.errors import AnyInteraction, RefusedError
from cogs.services import services_of
from cogs.ui import answers, ids
from cogs.ui.answering import FurtherQuestion
from cogs.ui.delivery import deliver, turn
from cogs.ui.ids import Act
from cogs.ui.layout import says
from cogs.ui.lookups import CHANGED, found_for, lines_around, search_page, topic_page
from cogs.ui.safety import guarded

TOO_OLD = "I no longer remember this question. Ask it again with /ask, please."
NOT_YOURS = "Only the one who asked can delete this answer."
THANKS = "Thank you, that is noted."
THANKS_FOR_NOTHING = "Thank you. It goes onto the list of what the notes should say better."

AnyButton = Button[Any]


class AnswerPress(DynamicItem[AnyButton], template=ids.ANSWER):
    """A button of an answer, or of the pages of its other places."""

    def __init__(self, item: AnyButton, asked: int, act: Act, number: int) -> None:
        super().__init__(item)
        self._asked, self._act, self._number = asked, act, number

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, int(match["asked"]), Act(match["act"]), int(match["number"]))

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Do what the button says."""
        match self._act:
            case Act.AROUND:
                await deliver(interaction, self._around(interaction))
            case Act.MORE:
                await deliver(interaction, self._page(interaction))
            case Act.PAGE:
                await turn(interaction, self._page(interaction))
            case Act.PLACE:
                await deliver(interaction, self._place(interaction))
            case Act.FURTHER:
                private = interaction.message is not None and interaction.message.flags.ephemeral
                await interaction.response.send_modal(FurtherQuestion(self._asked, private=private))
            case Act.HELPFUL | Act.UNHELPFUL:
                await deliver(interaction, self._vote(interaction))

    async def _around(self, interaction: AnyInteraction) -> LayoutView:
        asked = await self._again(interaction)
        return await lines_around(interaction, answers.quotes(asked.answer))

    async def _page(self, interaction: AnyInteraction) -> LayoutView:
        view = answers.places_page(await self._again(interaction), self._number)
        if view is None:
            raise RefusedError(CHANGED)
        return view

    async def _place(self, interaction: AnyInteraction) -> LayoutView:
        found = answers.other_places((await self._again(interaction)).answer)
        return await lines_around(interaction, found[self._number :][:1])

    async def _vote(self, interaction: AnyInteraction) -> LayoutView:
        helpful = self._act is Act.HELPFUL
        asking, member = services_of(interaction.client).asking, interaction.user.id
        if not await asking.vote(self._asked, interaction.guild_id, member, helpful=helpful):
            raise RefusedError(TOO_OLD)
        return says(THANKS if helpful else THANKS_FOR_NOTHING)

    async def _again(self, interaction: AnyInteraction) -> Asked:
        asked = await services_of(interaction.client).asking.again(self._asked, interaction.guild_id)
        if asked is None:
            raise RefusedError(TOO_OLD)
        return asked


class SearchPress(DynamicItem[AnyButton], template=ids.SEARCH):
    """A button of what was found for some words, or one that looks for a topic."""

    def __init__(self, item: AnyButton, act: Act, number: int, words: str) -> None:
        super().__init__(item)
        self._act, self._number, self._words = act, number, words

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, Act(match["act"]), int(match["number"]), match["words"])

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Do what the button says."""
        if self._act is Act.PLACE:
            await deliver(interaction, self._place(interaction))
        else:
            respond = turn if self._act is Act.PAGE else deliver
            await respond(interaction, search_page(interaction, self._words, self._number))

    async def _place(self, interaction: AnyInteraction) -> LayoutView:
        found = await found_for(interaction, self._words)
        return await lines_around(interaction, found[self._number :][:1])


class TopicPress(DynamicItem[AnyButton], template=ids.TOPIC):
    """A button that leads to a page of a topic: `page` is its number, or "open" for a message of its own."""

    def __init__(self, item: AnyButton, key: str, page: str) -> None:
        super().__init__(item)
        self._key, self._page = key, page

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, match["key"], match["page"])

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Turn to the page, or open it."""
        if self._page == "open":
            await deliver(interaction, topic_page(interaction, self._key))
        else:
            await turn(interaction, topic_page(interaction, self._key, int(self._page)))


class TopicChoice(DynamicItem[Select[Any]], template=re.escape(ids.CHOOSE)):
    """The select of the topics below another."""

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, __: re.Match[str], /) -> Self:
        """Take the select as it stands: what was chosen is known by then."""
        return cls(item)

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Turn to the topic that was chosen."""
        await turn(interaction, topic_page(interaction, self.item.values[0]))


class DeletePress(DynamicItem[AnyButton], template=ids.DELETE):
    """The button with which the one who asked takes a public answer away."""

    def __init__(self, item: AnyButton, asker: int) -> None:
        super().__init__(item)
        self._asker = asker

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, int(match["asker"]))

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Delete the answer, unless somebody else asked."""
        if interaction.user.id != self._asker:
            raise RefusedError(NOT_YOURS)
        await interaction.response.defer()
        with suppress(NotFound):  # pressed twice
            await interaction.delete_original_response()


PRESSES = (AnswerPress, SearchPress, TopicPress, TopicChoice, DeletePress)
"""All of them: they are known by their ids alone, so the bot has to be told once."""
