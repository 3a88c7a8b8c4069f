"""A question that came by an interaction: asked, and its answer delivered."""

from __future__ import annotations

from discord.ui import Label, LayoutView, TextInput

from cogs.errors import AnyInteraction
from cogs.services import services_of
from cogs.ui import answers
from cogs.ui.delivery import deliver
from cogs.ui.limits import MESSAGE, check_modal
from cogs.ui.safety import SafeModal


async def answer(interaction: AnyInteraction, question: str, *, private: bool, about: int | None = None) -> None:
    """Answer a question; `about` is the id of the earlier one that it goes on from.

    Raises TooFastError where this person asks too often, and what `Asking.ask` raises.
    """
    services = services_of(interaction.client)
    services.pace.spend(interaction.user.id)

    async def drawn() -> LayoutView:
        asked = await services.asking.ask(question, interaction.guild_id, about=about, private=private)
        public = interaction.guild_id is not None and not private
        return answers.answer(asked, repeat=True, asker=interaction.user.id if public else None)

    await deliver(interaction, drawn(), private=private)


class FurtherQuestion(SafeModal, title="Ask further"):
    """Takes a question that goes on from an answer."""

    question: Label[FurtherQuestion] = Label(
        text="Your question",
        description="The subject of the answer goes without saying.",
        component=TextInput(placeholder="and the default?", max_length=MESSAGE),
    )

    def __init__(self, about: int, *, private: bool) -> None:
        """`about` is the id of the question that was answered; a private answer is followed by a private one."""
        super().__init__(timeout=LONGEST_TYPING)
        self._about, self._private = about, private
        check_modal(self)

    async def on_submit(self, interaction: AnyInteraction, /) -> None:
        """Answer what was typed."""
        await answer(interaction, str(self.question.component), private=self._private, about=self._about)


LONGEST_TYPING = 15 * 60.0
"""Seconds after which a modal is forgotten that nobody sent."""
