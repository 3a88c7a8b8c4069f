"""What a reader sees of a run of inline Markdown."""

from __future__ import annotations

import pytest

from knowledge.inline import LONGEST_PARSED, MOST_BRACKETS, Inline, render, strip_html


@pytest.mark.parametrize(
    ("content", "text", "bold"),
    [
        ("plain words", "plain words", ""),
        ("**all bold**", "all bold", "all bold"),
        ("**bold** and not", "bold and not", "bold"),
        ("not **bold**", "not bold", ""),
        ("**one** **two**", "one two", "one"),
        ("**bold `code` *slanted***", "bold code slanted", "bold code slanted"),
        ("**a **b** c**", "a b c", "a b c"),
        ("**[label](address)**: text", "label: text", "label"),
        ("  **bold**  ", "bold", "bold"),
        ("**open", "**open", ""),
        ("a*b*c and a_b_c", "abc and a_b_c", ""),
        ("one\ntwo  \nthree", "one two three", ""),
        ("`a  b`", "a b", ""),
        ("`` ` ``", "`", ""),
        ("`<b>`", "<b>", ""),
        ("a<br>b<br/>c", "a b c", ""),
        ("<span style='x'>words</span>", "words", ""),
        ("<instance-id> and <Key>", "<instance-id> and <Key>", ""),
        ("x < y > z & more", "x < y > z & more", ""),
        ("[label](address 'title')", "label", ""),
        ("[label][name] and [only]", "label and [only]", ""),
        ("a[0][1]", "a[0][1]", ""),
        ("[](address)", "", ""),
        ("[**bold**](address)", "bold", "bold"),
        ("![How it works](x.png)", "How it works", ""),
        ("![image](x.png)![IMG](x)![Screenshot from today](x)![photo.jpeg](x)![](x)", "", ""),
        ("[![image](x.png)](y)", "", ""),
        ("<https://example.com/a_b_c>", "https://example.com/a_b_c", ""),
        ("https://example.com/a_b_c", "https://example.com/a_b_c", ""),
        ("said[^1] and [^abc]", "said and [^abc]", ""),
        ("[^1]: said", "[^1]: said", ""),
        ("\\*kept\\*", "*kept*", ""),
        ("&lt;&amp;&nbsp;&copy;", "<& ©", ""),
        ("", "", ""),
    ],
)
def test_render(content: str, text: str, bold: str) -> None:
    """Words stay and marks go; the bold words at the beginning are told, as they may be a heading or a term."""
    assert render(content) == Inline(text, bold)


@pytest.mark.parametrize(
    "filler", ["word " * (LONGEST_PARSED // 5 + 1), "[x] " * (MOST_BRACKETS + 1)], ids=["long", "brackets"]
)
def test_what_is_too_much_to_parse(filler: str) -> None:
    """Of a text that is no sentence, the plainest marks go all the same."""
    found = render(f"**bold** [label](address) ![picture](x.png) <b>html</b> <key> `code` {filler}")
    assert found == Inline(f"bold label picture html <key> code {filler}".strip(), "")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<p>one</p>\n<p>two</p>", "one\ntwo"),
        ("a<br>b", "a b"),
        ("<my-bucket>/<KEY>", "<my-bucket>/<KEY>"),
        ("<!-- gone -->kept<!-- open", "kept"),
        ("<!-- gone\n-->kept", "kept"),
        ("<a href='x'>label</a>", "label"),
        ("1 < 2 &amp; 3 > 2", "1 < 2 & 3 > 2"),
        ("</div>", ""),
    ],
)
def test_strip_html(content: str, expected: str) -> None:
    """Tags of HTML and comments go, placeholders and words stay, and lines stay lines."""
    assert strip_html(content) == expected
