"""Inline Markdown to the words a reader sees."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST_PARSED = 20_000
MOST_BRACKETS = 200
"""Beyond so many characters or brackets a run of text is no sentence, and the parser would take too long over it: only
the plainest marks are then taken away."""

_HTML_TAGS = frozenset(
    """a abbr address article aside b big blockquote body br button caption center cite code col colgroup dd del
    details dfn div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i
    iframe img input ins kbd label legend li link main mark meta nav ol option p picture pre q s samp script section
    select small source span strike strong style sub summary sup svg table tbody td textarea tfoot th thead tr tt u
    ul var video""".split()
)
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?/?>")
_HTML_TARGET = re.compile(r"<(?:a|img)\b[^<>]*?\b(?:href|src)\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_MARKED = re.compile(r"[*_`\[\]<&\\!\n]")
_MARKS = re.compile(r"\*\*|__|`")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_REFERENCE = re.compile(r"(?<!\w)\[([^\[\]]+)\]\[[^\[\]]*\]|\[\^\d+\](?!:)")
"""A link by name, of which the label counts, or the mark of a footnote."""
_SPACES = re.compile(r"\s+")
_IMAGE_NAME = re.compile(
    r"(?:image|img|picture|screen ?shot\b.*|photo|figure|alt text|untitled.*|[\w-]+\.(?:png|jpe?g|gif|webp|svg))",
    re.IGNORECASE,
)
_PARSER = MarkdownIt("commonmark")


@dataclass(frozen=True, slots=True)
class Inline:
    """`text` without marks; `bold` is the run of bold words it begins with (all of it where it is one bold line)."""

    text: str
    bold: str


def render(content: str) -> Inline:
    """Return the visible words of one run of inline Markdown.

    Labels of links and images count and their addresses do not, a bare address counts as it stands, tags of HTML
    vanish while placeholders such as `<my-bucket>` stay, and `<br>` is a space.
    """
    if not _MARKED.search(content):
        return Inline(_squash([content]), "")
    if len(content) > LONGEST_PARSED or content.count("[") > MOST_BRACKETS:
        return Inline(_squash([strip_html(_MARKS.sub("", _LINK.sub(r"\1", content)))]), "")
    words: list[str] = []
    bold: list[str] = []
    inside, closed = 0, False
    for token in _children(content):
        if token.type == "strong_open":
            inside += 1
        elif token.type == "strong_close":
            inside -= 1
            closed = closed or inside == 0
        else:
            visible = _visible(token)
            if inside and not closed:
                bold.append(visible)
            elif visible.strip() and not bold:
                closed = True
            words.append(visible)
    return Inline(_squash(words), _squash(bold))


def targets(content: str) -> list[str]:
    """Return where the links and images of one run of Markdown lead, in order, as they are written there."""
    if len(content) > LONGEST_PARSED or content.count("[") > MOST_BRACKETS:
        return []
    found = []
    for token in _children(content):
        if token.type in {"link_open", "image"}:
            found.append(str(token.attrs.get("href") or token.attrs.get("src") or ""))
        elif token.type == "html_inline" and not token.content.startswith("<!--"):
            found += [html.unescape(target) for target in _HTML_TARGET.findall(token.content)]
    return [target for target in found if target]


def strip_html(content: str) -> str:
    """Return the words of a block of HTML, line by line."""
    return html.unescape(_TAG.sub(_placeholder, _COMMENT.sub("", content)))


def _children(content: str) -> list[Token]:
    return _PARSER.parseInline(content)[0].children or []


def _visible(token: Token) -> str:
    match token.type:
        case "text":
            return _REFERENCE.sub(r"\1", token.content)
        case "code_inline" | "text_special":
            return token.content
        case "softbreak" | "hardbreak":
            return " "
        case "html_inline":
            return strip_html(token.content)
        case "image":
            return "" if _IMAGE_NAME.fullmatch(token.content.strip()) else token.content
        case _:
            return ""


def _placeholder(tag: re.Match[str]) -> str:
    name = tag.group(1).lower()
    if name == "br":
        return " "
    return "" if name in _HTML_TAGS else tag.group(0)


def _squash(words: list[str]) -> str:
    return _SPACES.sub(" ", "".join(words)).strip()
