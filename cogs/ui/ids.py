"""What a press says: all that a message remembers stands in the custom_ids of its buttons.

So they work after any restart, in every message that was ever sent. Who asked is named only on the button that deletes
a public answer. Each kind of id has a prefix of its own: none can be read in two ways.
"""

from __future__ import annotations

import re
from enum import StrEnum

from discord import Message
from discord.ui import LayoutView

from cogs.ui.text import label

LONGEST_WORDS = 80
"""Characters of what is searched for: they stand in the custom_ids of the result's buttons."""
CHOOSE = "t:choose"
"""The select of topics: each option is the key of one."""


class Act(StrEnum):
    """What a button of an answer or of a search does."""

    AROUND = "around"
    """Shows the lines around what is quoted."""
    MORE = "more"
    """Opens the places, beginning with the page of this number."""
    PAGE = "page"
    """Turns to the page of this number."""
    PLACE = "place"
    """Shows the lines around the place of this number."""
    FURTHER = "further"
    """Asks what one wants to know beyond the answer."""
    HELPFUL = "helpful"
    UNHELPFUL = "unhelpful"


_ACTS = "|".join(Act)
ANSWER = re.compile(rf"a:(?P<asked>[0-9]{{1,19}}):(?P<act>{_ACTS}):(?P<number>[0-9]{{1,3}})")
SEARCH = re.compile(rf"s:(?P<act>{_ACTS}):(?P<number>[0-9]{{1,3}}):(?P<words>.+)")
TOPIC = re.compile(r"t:(?P<key>[0-9a-f]{1,16}):(?P<page>[0-9]{1,4}|open)")
DELETE = re.compile(r"delete:(?P<asker>[0-9]{1,20})")


def of_answer(asked: int, act: Act, number: int = 0) -> str:
    """Return the id of a button below the answer to this question."""
    return f"a:{asked}:{act}:{number}"


def of_search(words: str, act: Act, number: int = 0) -> str:
    """Return the id of a button below what was found for these words."""
    return f"s:{act}:{number}:{label(words, LONGEST_WORDS)}"


def of_topic(key: str, page: int = 0) -> str:
    """Return the id of a button that leads to a page of this topic."""
    return f"t:{key}:{page}"


def of_opening(key: str) -> str:
    """Return the id of a button that opens this topic in a message of its own."""
    return f"t:{key}:open"


def of_delete(asker: int) -> str:
    """Return the id of the button with which this user may delete the answer."""
    return f"delete:{asker}"


def asked_in(message: Message) -> int | None:
    """Return which question a message of ours answers; None where it is no answer."""
    ids = (getattr(item, "custom_id", None) for item in LayoutView.from_message(message).walk_children())
    found = (ANSWER.fullmatch(custom_id) for custom_id in ids if custom_id)
    return next((int(match["asked"]) for match in found if match), None)
