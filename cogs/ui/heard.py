"""What somebody says to the bot in a message: read from its text and from what it replies to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from discord import ClientUser, Message, MessageType

from cogs.ui.ids import asked_in
from cogs.ui.text import clean

_MARKUP = re.compile(r"<(?:@[!&]?|#|a?:\w{1,40}:|/[^<>:\n]{1,100}:|t:-?)\d{1,20}(?::\w)?>")
"""What Discord shows as a name of a person, role, channel or command, as an emoji or a time: no words of a question."""
_THANKS = frozenset(
    """a bot cheers cool good got great haha i it lol lot many much nice no ok okay perfect see so thank thanks thx ty
    tysm very wow yes you""".split()
)
"""Who says nothing but such words wants no answer."""
_GREETING = frozenset("bot day evening good hallo hello help hey hi morning there yo".split())
"""Who says nothing but such words has not asked yet."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said. `question` is empty where somebody spoke to the bot and asked nothing."""

    question: str
    about: int | None = None
    """The id of the question whose answer this replies to."""


def words_of_message(text: str) -> str:
    """Return the words of a message without mentions and emoji of servers; empty where it has none."""
    return " ".join(clean(_MARKUP.sub(" ", text)).split())


def heard_in(message: Message, me: ClientUser) -> Heard | None:
    """Return what a message says to the bot; None where it is not for it, or asks for no answer."""
    if message.author.bot or message.webhook_id or message.type not in {MessageType.default, MessageType.reply}:
        return None
    if message.guild is not None and me not in message.mentions:
        return None
    question = words_of_message(message.content)
    words = set(re.findall(r"\w+", question.casefold()))
    if words and words <= _THANKS:
        return None
    earlier = message.reference.resolved if message.reference else None
    about = asked_in(earlier) if isinstance(earlier, Message) and earlier.author == me else None
    return Heard("" if words <= _GREETING else question, about)
