"""What somebody says to the bot, taken out of the text of a message."""

from __future__ import annotations

import pytest

from cogs.ui.heard import words_of_message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<@123> what is a queue", "what is a queue"),
        ("what <@!123> is\n\na queue?", "what is a queue?"),
        ("<@&1> <#2> <:wave:3> <a:dance:4> </ask:5> </notes list:6> <t:7:R> <t:-8> queue", "queue"),
        ("is 3 < 5 and <b> a tag", "is 3 < 5 and <b> a tag"),
        ("\u200b\u202e \u2066", ""),
        ("<@123>", ""),
    ],
)
def test_mentions_and_emoji_are_no_words_of_a_question(text: str, words: str) -> None:
    assert words_of_message(text) == words
