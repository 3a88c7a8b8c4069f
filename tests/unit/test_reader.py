"""What the reader makes of each way to write Markdown: notes and the outlines that they must give.

In a table below, the note stands above the arrow and its outline below it: a line for each block, indented under the
block that it hangs under. It shows the block's kind (`h2`: a heading of level 2), its lines and its text (⏎: a new
line), in square brackets what it defines, and `->` where it introduces what follows.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from knowledge.model import Kind, Note
from knowledge.reader import MOST_REPAIRS, MOST_WARNINGS, read_note

NOTES = Path(__file__).parents[2] / "notes"

HEADINGS = {
    "of every level": """
        # One
        ## Two
        ### Three
        #### Four
        ##### Five
        ###### Six
        text
        ## Two again
        =>
        h1 1: One
          h2 2: Two
            h3 3: Three
              h4 4: Four
                h5 5: Five
                  h6 6: Six
                    paragraph 7: text
          h2 8: Two again
        """,
    "closed with hashes": """
        ## Queues ##

        text
        =>
        h2 1: Queues
          paragraph 3: text
        """,
    "underlined": """
        Queues
        ======

        text

        Timeouts
        --------

        more
        =>
        h1 1: Queues
          markup 2
          paragraph 4: text
          h2 6: Timeouts
            markup 7
            paragraph 9: more
        """,
    "of several lines underlined": """
        Queues and
        topics
        ---
        text
        =>
        h2 1-2: Queues and topics
          markup 3
          paragraph 4: text
        """,
    "bold inside hashes": """
        ## **EC2**

        ### **SSH into linux: chmod**

        * text
        =>
        h2 1: EC2
          h3 3: SSH into linux: chmod
            item 5: text
        """,
    "with a colon at the end": """
        ## Good to know:

        - text
        =>
        h2 1: Good to know
          item 3: text
        """,
    "without words": """
        # SQS

        #

        text
        =>
        h1 1: SQS
          markup 3
          paragraph 5: text
        """,
    "without a space are text": """
        #hashtag
        =>
        paragraph 1: #hashtag
        """,
    "a skipped level": """
        # One
        #### Four
        text
        ## Two
        more
        =>
        h1 1: One
          h4 2: Four
            paragraph 3: text
          h2 4: Two
            paragraph 5: more
        """,
    "at the top of a list": """
        ## ELB

        * ### **Good to know:**

        * Stickiness can be enabled
        * Supports Websockets
        =>
        h2 1: ELB
          h3 3: Good to know
            item 5: Stickiness can be enabled
            item 6: Supports Websockets
        """,
    "inside a list item": """
        * ALB
          * Routes by path

          * ### Good to know

          * Sticky sessions
            * By cookie
        * NLB
          * Static IP
        =>
        item 1: ALB
          item 2: Routes by path
          h3 4: Good to know
            item 6: Sticky sessions
              item 7: By cookie
        item 8: NLB
          item 9: Static IP
        """,
    "two inside a list item": """
        * ALB
          * ### Targets
          * Instances
          * ### Limits
          * 100 rules
        * NLB
        =>
        item 1: ALB
          h3 2: Targets
            item 3: Instances
          h3 4: Limits
            item 5: 100 rules
        item 6: NLB
        """,
    "question as a heading": """
        ### Which API pushes to clients?

        A **WebSocket API**.

        - both sides send
        =>
        h3 1: Which API pushes to clients?
          paragraph 3: A WebSocket API.
          item 5: both sides send
        """,
    "question in a line of its own": """
        # Quiz

        What is a shard?

        A sequence of records.

        Who reads it?

        A consumer.
        =>
        h1 1: Quiz
          h9 3: What is a shard?
            paragraph 5: A sequence of records.
          h9 7: Who reads it?
            paragraph 9: A consumer.
        """,
    "bold question": """
        **What is a shard?**

        A sequence of records.
        =>
        h7 1: What is a shard?
          paragraph 3: A sequence of records.
        """,
    "question that ends a paragraph is none": """
        The stream was full.
        What now?

        Wait.
        =>
        paragraph 1-2: The stream was full. What now?
        paragraph 4: Wait.
        """,
    "bold line": """
        # SQS

        **Timeouts**

        Max 12 hours.

        **Limits:**

        256 KB.
        =>
        h1 1: SQS
          h7 3: Timeouts
            paragraph 5: Max 12 hours.
          h7 7: Limits
            paragraph 9: 256 KB.
        """,
    "bold line that ends the note is text": """
        text

        **The end**
        =>
        paragraph 1: text
        paragraph 3: The end
        """,
    "bold line that is a sentence is text": """
        **Never share keys.**

        text
        =>
        paragraph 1: Never share keys.
        paragraph 3: text
        """,
    "quote as a subheading": """
        ## Compute

        > Auto scaling

        * Launch templates

        > Spot

        * Cheap
        =>
        h2 1: Compute
          h8 3: Auto scaling
            item 5: Launch templates
          h8 7: Spot
            item 9: Cheap
        """,
    "quote under a bold line": """
        **Berlin**

        > Blockade

        - 1948

        **The end**

        text
        =>
        h7 1: Berlin
          h8 3: Blockade
            item 5: 1948
        h7 7: The end
          paragraph 9: text
        """,
    "quote that is a sentence": """
        > Everything fails all the time.

        text
        =>
        paragraph 1: Everything fails all the time.
        paragraph 3: text
        """,
    "quote of several lines is text": """
        > Auto scaling
        > and more

        text
        =>
        paragraph 1-2: Auto scaling and more
        paragraph 4: text
        """,
    "of a high level inside a list item": """
        ## ELB

        - ALB
          - # Targets
          - instances
        - NLB
        =>
        h2 1: ELB
          item 3: ALB
            h1 4: Targets
              item 5: instances
          item 6: NLB
        """,
    "two quotes in a row": """
        > Auto scaling

        > Spot

        text
        =>
        paragraph 1: Auto scaling
        h8 3: Spot
          paragraph 5: text
        """,
    "in a list of nothing else": """
        ## ELB

        - - # Targets
          - instances

        text
        =>
        h2 1: ELB
          h1 3: Targets
            item 4: instances
          paragraph 6: text
        """,
    "of a colon": """
        # :

        text
        =>
        h1 1: :
          paragraph 3: text
        """,
    "with marks that belong to a name": """
        # `__init__` and *args

        ## __name__

        ## `__name__`

        text
        =>
        h1 1: __init__ and *args
          h2 3: name
          h2 5: __name__
            paragraph 7: text
        """,
    "with a mark that is never closed": """
        ## **Timeouts

        text

        ## Limits:**

        text
        =>
        h2 1: Timeouts
          paragraph 3: text
        h2 5: Limits
          paragraph 7: text
        """,
}
LISTS = {
    "nested by two": """
        - a
          - b
            - c
          - d
        - e
        =>
        item 1: a
          item 2: b
            item 3: c
          item 4: d
        item 5: e
        """,
    "nested by four": """
        - a
            - b
                - c
            - d
        - e
        =>
        item 1: a
          item 2: b
            item 3: c
          item 4: d
        item 5: e
        """,
    "nested by tab": "- a\n\t- b\n\t\t- c\n- d\n=>\nitem 1: a\n  item 2: b\n    item 3: c\nitem 4: d",
    "with mixed marks": """
        - a
          * b
            + c
        * d
          - e
        =>
        item 1: a
          item 2: b
            item 3: c
        item 4: d
          item 5: e
        """,
    "numbered": """
        1. a
        2. b
           - b1
        3) c
        =>
        item 1: a
        item 2: b
          item 3: b1
        item 4: c
        """,
    "numbered and nested in bullets": """
        - steps
          1. first
          2. second
        =>
        item 1: steps
          item 2: first
          item 3: second
        """,
    "loose, with paragraphs inside": """
        - a

          more of a

        - b
        =>
        item 1: a
          paragraph 3: more of a
        item 5: b
        """,
    "lazy continuation": """
        - a long
        item
        - b
        =>
        item 1-2: a long item
        item 3: b
        """,
    "tasks": """
        - [ ] open
        - [x] done
        - [X] done too
        - [ ]
        =>
        item 1: open
        item 2: done
        item 3: done too
        markup 4
        """,
    "empty items": """
        - a
          -
          - b
        -
        - c
        =>
        item 1: a
          markup 2
          item 3: b
        markup 4
        item 5: c
        """,
    "indented under a paragraph without a blank line": """
        Limits are:
            - 256 KB
            - 12 h
        =>
        paragraph 1: Limits are: ->
          item 2: 256 KB
          item 3: 12 h
        """,
    "dash lines": """
        Modes
        – on demand
        – provisioned
          with auto scaling
        =>
        paragraph 1: Modes ->
          item 2: on demand
          item 3-4: provisioned with auto scaling
        """,
    "lettered and bulleted lines": """
        Choose one:
        A) SQS
        B) SNS
        • none
        =>
        paragraph 1: Choose one: ->
          item 2: SQS
          item 3: SNS
          item 4: none
        """,
    "a caption above": """
        Ways to invoke

        - synchronous
        - asynchronous

        Text after it.
        =>
        paragraph 1: Ways to invoke ->
          item 3: synchronous
          item 4: asynchronous
        paragraph 6: Text after it.
        """,
    "quote in an item": """
        - > said
          > so
        - b
        =>
        item 1-2: said so
        item 3: b
        """,
    "item with a hard break": """
        - a<br>
          b
        - c
        =>
        item 1: a
          paragraph 2: b
        item 3: c
        """,
}
INTRODUCTIONS = {
    "item with a colon and nested items": """
        - Types:
          - standard
          - FIFO
        - Limits
        =>
        item 1: Types: ->
          item 2: standard
          item 3: FIFO
        item 4: Limits
        """,
    "item with a colon before items of its own depth": """
        - Types:
        - standard
        - FIFO
        =>
        item 1: Types: ->
          item 2: standard
          item 3: FIFO
        """,
    "two such items in one list": """
        - Pros:
        - cheap
        - Cons:
        - slow
        =>
        item 1: Pros: ->
          item 2: cheap
        item 3: Cons: ->
          item 4: slow
        """,
    "nested item with a colon that owns nothing": """
        - a
          - b:
        - c
        =>
        item 1: a
          item 2: b: ->
        item 3: c
        """,
    "nested items beside one with a colon": """
        - a
          - b:
          - b1
        - c
        =>
        item 1: a
          item 2: b: ->
            item 3: b1
        item 4: c
        """,
    "item with a colon before code": """
        - Run:

        ```
        sam deploy
        ```

        - next
        =>
        item 1: Run: ->
          code 3-5: sam deploy
        item 7: next
        """,
    "paragraph with a colon before a list": """
        The types are:

        - standard
        - FIFO

        Both are durable.

        - other
        =>
        paragraph 1: The types are: ->
          item 3: standard
          item 4: FIFO
        paragraph 6: Both are durable.
        item 8: other
        """,
    "paragraph with a colon before code": """
        Run this:

        ```
        sam deploy
        ```

        Done.
        =>
        paragraph 1: Run this: ->
          code 3-5: sam deploy
        paragraph 7: Done.
        """,
    "paragraph with a colon before a table": """
        Limits:

        | a | b |
        |---|---|
        | 1 | 2 |

        Done.
        =>
        paragraph 1: Limits: ->
          row 3: a | b ->
            markup 4
            row 5: 1 | 2
        paragraph 7: Done.
        """,
    "paragraph with a colon before short lines": """
        Use cases are:

        Chat applications

        Stock tickers

        That is all, and a sentence ends it.

        Next
        =>
        paragraph 1: Use cases are: ->
          paragraph 3: Chat applications
          paragraph 5: Stock tickers
        paragraph 7: That is all, and a sentence ends it.
        paragraph 9: Next
        """,
    "paragraph with a colon before one paragraph": """
        The answer is:

        Use a queue, because it is durable.

        Another thought.
        =>
        paragraph 1: The answer is: ->
          paragraph 3: Use a queue, because it is durable.
        paragraph 5: Another thought.
        """,
    "paragraph with a colon inside an item": """
        - SQS

          Types:

          - standard
          - FIFO
        - SNS
        =>
        item 1: SQS
          paragraph 3: Types: ->
            item 5: standard
            item 6: FIFO
        item 7: SNS
        """,
    "ended by a heading": """
        The types are:

        ## SQS

        - a
        =>
        paragraph 1: The types are: ->
        h2 3: SQS
          item 5: a
        """,
    "ended by a rule": """
        The types are:

        - a

        ---

        - b
        =>
        paragraph 1: The types are: ->
          item 3: a
        markup 5
        item 7: b
        """,
    "not ended by a picture": """
        Steps are:

        - a

        ![image](x.png)

        - b
        =>
        paragraph 1: Steps are: ->
          item 3: a
          markup 5
          item 7: b
        """,
}
DEFINITIONS = {
    "bold with a colon": """
        - **gp2**: general purpose SSD
        - **io1:** provisioned IOPS
        =>
        item 1: gp2: general purpose SSD [gp2]
        item 2: io1: provisioned IOPS [io1]
        """,
    "with a dash": """
        - Rules - match events
        - Targets – process events
        - NaCl = salt
        - ATP -> energy
        =>
        item 1: Rules - match events [Rules]
        item 2: Targets – process events [Targets]
        item 3: NaCl = salt [NaCl]
        item 4: ATP -> energy [ATP]
        """,
    "with a colon": """
        Topic: a channel for messages
        =>
        paragraph 1: Topic: a channel for messages [Topic]
        """,
    "lines of one paragraph": """
        **gp2**: general purpose
        **io1**: provisioned
        **st1** - throughput
        =>
        paragraph 1: gp2: general purpose [gp2]
        paragraph 2: io1: provisioned [io1]
        paragraph 3: st1 - throughput [st1]
        """,
    "code defines nothing": """
            key: value
        =>
        code 1: key: value
        """,
    "a whole sentence before the colon is no term": """
        It is important to always remember this one thing: keys expire
        =>
        paragraph 1: It is important to always remember this one thing: keys expire
        """,
    "a long term in bold": """
        **most that a function may get in one account**: 1,000
        =>
        paragraph 1: most that a function may get in one account: 1,000 [most that a function may get in one account]
        """,
}
TABLES = {
    "with its header row": """
        # Limits

        | Service | Limit |
        |:--------|------:|
        | SQS | 256 KB |
        | SNS | 256 KB |

        text
        =>
        h1 1: Limits
          row 3: Service | Limit ->
            markup 4
            row 5: SQS | 256 KB
            row 6: SNS | 256 KB
          paragraph 8: text
        """,
    "without outer bars": """
        a | b
        --|--
        1 | 2
        =>
        row 1: a | b ->
          markup 2
          row 3: 1 | 2
        """,
    "with marks, links and breaks in cells": """
        | Name | Note |
        |---|---|
        | **gp2** | [docs](http://x.y) a<br>b |
        =>
        row 1: Name | Note ->
          markup 2
          row 3: gp2 | docs a b
        """,
    "two in a row": """
        | a |
        |---|
        | 1 |

        | b |
        |---|
        | 2 |
        =>
        row 1: a ->
          markup 2
          row 3: 1
        row 5: b ->
          markup 6
          row 7: 2
        """,
    "in a list item": """
        - limits

          | a | b |
          |---|---|
          | 1 | 2 |
        - next
        =>
        item 1: limits
          row 3: a | b ->
            markup 4
            row 5: 1 | 2
        item 6: next
        """,
    "with an empty head": """
        | | |
        |---|---|
        | a | b |
        =>
        row 1:  |  ->
          markup 2
          row 3: a | b
        """,
    "header without rows": """
        | a | b |
        |---|---|
        =>
        row 1: a | b ->
        markup 2
        """,
    "bars without a border row are text": """
        | a | b |
        | c | d |
        =>
        paragraph 1-2: | a | b | | c | d |
        """,
}
CODE = {
    "fenced": """
        Run:

        ```bash
        aws s3 ls

        aws s3 cp a b
        ```

        text
        =>
        paragraph 1: Run: ->
          code 3-7: aws s3 ls⏎⏎aws s3 cp a b
        paragraph 9: text
        """,
    "fenced with tildes": """
        ~~~
        # no heading
        ~~~
        =>
        code 1-3: # no heading
        """,
    "fenced, marks kept": """
        ```
        a **b** <c> [d](e)
        ```
        =>
        code 1-3: a **b** <c> [d](e)
        """,
    "indented": """
        text

            aws s3 ls
            aws s3 cp

        more
        =>
        paragraph 1: text
        code 3-4: aws s3 ls⏎aws s3 cp
        paragraph 6: more
        """,
    "in a list item": """
        - run
          ```
          aws s3 ls
          ```
        - next
        =>
        item 1: run
          code 2-4: aws s3 ls
        item 5: next
        """,
    "empty fence": """
        ```
        ```
        text
        =>
        markup 1-2
        paragraph 3: text
        """,
    "longer fence around fences": """
        ````
        ```
        inner
        ```
        ````
        text
        =>
        code 1-5: ```⏎inner⏎```
        paragraph 6: text
        """,
}
WORDS = {
    "emphasis and code": """
        **Bold** and *slanted* and __both__ and `code`
        =>
        paragraph 1: Bold and slanted and both and code
        """,
    "breaks": """
        first<br>second<br/>third<BR />fourth
        =>
        paragraph 1: first second third fourth
        """,
    "break at the end of a line": """
        Chat applications<br>
        Stock tickers<br>
        =>
        paragraph 1: Chat applications
        paragraph 2: Stock tickers
        """,
    "break alone in a line": """
        above

        <br>
        - item

        below
        <br>
        below that
        =>
        paragraph 1: above
        markup 3
        item 4: item
        paragraph 6: below
        markup 7
        paragraph 8: below that
        """,
    "hard breaks": "one  \ntwo\\\nthree\nand\n=>\nparagraph 1: one\nparagraph 2: two\nparagraph 3-4: three and",
    "soft breaks": """
        one
        two
        =>
        paragraph 1-2: one two
        """,
    "html marks": """
        The <b>root</b> user has <kbd>Ctrl</kbd>+<sub>x</sub> &amp; more
        =>
        paragraph 1: The root user has Ctrl+x & more
        """,
    "placeholders": """
        aws s3 rb s3://<my-bucket> --force
        =>
        paragraph 1: aws s3 rb s3://<my-bucket> --force
        """,
    "html comment in a line": """
        kept <!-- not kept --> kept too
        =>
        paragraph 1: kept kept too
        """,
    "links": """
        See [the docs](https://docs.example.com/x) and [that][1].

        [1]: https://example.com
        =>
        paragraph 1: See the docs and that.
        markup 3
        """,
    "link alone in a line is text": """
        [Udemy course](https://www.udemy.com/course)
        =>
        paragraph 1: Udemy course
        """,
    "bare addresses": """
        Use http://169.254.169.254/latest/meta-data or <https://x.org/a_b_c>.
        =>
        paragraph 1: Use http://169.254.169.254/latest/meta-data or https://x.org/a_b_c.
        """,
    "pictures": """
        ![image](a.png)

        ![Screenshot 2020](b.png)

        ![How streams work](c.png)
        =>
        markup 1
        markup 3
        paragraph 5: How streams work
        """,
    "picture in a sentence": """
        See ![img](a.png) here
        =>
        paragraph 1: See here
        """,
    "typographic quotes": """
        It’s the “most expensive” – really
        =>
        paragraph 1: It’s the “most expensive” – really [It’s the “most expensive”]
        """,
    "escapes and entities": "\\*not slanted\\* &lt;tag&gt; &copy;\n=>\nparagraph 1: *not slanted* <tag> ©",
    "names with underscores": """
        AWS_ACCESS_KEY_ID and snake_case_name
        =>
        paragraph 1: AWS_ACCESS_KEY_ID and snake_case_name
        """,
    "bold over a line that looks like an item": """
        **one
        – two** three
        =>
        paragraph 1-2: one – two three [one]
        """,
    "code over a line that looks like an item": """
        `one
        – two` three
        =>
        paragraph 1-2: one – two three [one]
        """,
}
HTML = {
    "block": """
        <div>
        Hidden <b>gem</b>
        </div>

        text
        =>
        paragraph 1-3: Hidden gem
        paragraph 5: text
        """,
    "details": """
        <details><summary>Answer</summary>

        It is 12 hours.

        </details>
        =>
        paragraph 1: Answer
        paragraph 3: It is 12 hours.
        markup 5
        """,
    "comment": """
        <!-- a
        comment
        -->
        text
        =>
        markup 1-3
        paragraph 4: text
        """,
    "preformatted": """
        <pre>
        line one

        line two
        </pre>
        text
        =>
        paragraph 1-5: line one line two
        paragraph 6: text
        """,
    "placeholder alone in a line": """
        <my-bucket>
        =>
        paragraph 1: <my-bucket>
        """,
}
THE_REST = {
    "rules": """
        a

        ---

        b

        ***
        =>
        paragraph 1: a
        markup 3
        paragraph 5: b
        markup 7
        """,
    "front matter": """
        ---
        title: Queues
        tags:
          - aws
        - x

        # no heading
        ---
        # SQS
        text
        =>
        markup 1
        markup 2
        markup 3
        markup 4
        markup 5
        markup 7
        markup 8
        h1 9: SQS
          paragraph 10: text
        """,
    "front matter that ends in dots": """
        ---
        title: Queues
        ...
        text
        =>
        markup 1
        markup 2
        markup 3
        paragraph 4: text
        """,
    "rules around text are no front matter": """
        ---

        # SQS

        text

        ---

        more
        =>
        markup 1
        h1 3: SQS
          paragraph 5: text
          markup 7
          paragraph 9: more
        """,
    "text between rules is no front matter": """
        ---
        Nothing: here
        Is data at all
        ---
        =>
        markup 1
        h2 2-3: Nothing: here Is data at all
        markup 4
        """,
    "front matter never closed": """
        ---
        title: Queues
        text
        =>
        markup 1
        paragraph 2-3: title: Queues text [title]
        """,
    "link targets": """
        [a]: https://example.com
        [b]: <./b.md> 'B'

        text [a]
        =>
        markup 1
        markup 2
        paragraph 4: text [a]
        """,
    "what only looks like a link target": """
        [SQS]: 256KB
        =>
        paragraph 1: [SQS]: 256KB [[SQS]]
        """,
    "footnotes": """
        Exactly once[^1].

        [^1]: Only in FIFO queues.
        [^2]: FIFO
        =>
        paragraph 1: Exactly once.
        paragraph 3: Only in FIFO queues.
        paragraph 4: FIFO
        """,
    "quotes": """
        > one
        > two

        > - item
        >   - nested

        text
        =>
        paragraph 1-2: one two ->
          item 4: item
            item 5: nested
        paragraph 7: text
        """,
    "quoted code": """
        > ```
        > x = 1
        > ```
        =>
        code 1-3: x = 1
        """,
    "plain text": """
        Just a line



        and another.
        =>
        paragraph 1: Just a line
        paragraph 5: and another.
        """,
    "blank": "\n  \n\t\n=>\n",
    "nothing": "=>\n",
    "invisible characters": "\xa0\n\u200b\n=>\nmarkup 2",
    "right to left": """
        # مرحبا

        שלום עולם
        =>
        h1 1: مرحبا
          paragraph 3: שלום עולם
        """,
    "line separators that no editor counts": "a\u2028b\x0bc\x0cd\x85e\nf\n=>\nparagraph 1-2: a b c d e f",
    "rules around a heading are no front matter": """
        ---
        # SQS
        ---
        text
        =>
        markup 1
        h1 2: SQS
          markup 3
          paragraph 4: text
        """,
}


def outline(note: Note) -> str:
    lines: list[str] = []
    depths: list[int] = []
    for block in note.blocks:
        depths.append(0 if block.parent is None else depths[block.parent] + 1)
        kind = f"h{block.level}" if block.kind is Kind.HEADING else block.kind
        place = f"{block.start}" if block.start == block.end else f"{block.start}-{block.end}"
        words = f": {block.text}" if block.kind is not Kind.MARKUP else ""
        term = f" [{block.term}]" if block.term else ""
        lead = " ->" if block.lead else ""
        lines.append("  " * depths[-1] + f"{kind} {place}{words}{term}{lead}".replace("\n", "⏎"))
    return "\n".join(lines)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{group}: {name}")
        for group, cases in {
            "heading": HEADINGS,
            "list": LISTS,
            "introduction": INTRODUCTIONS,
            "definition": DEFINITIONS,
            "table": TABLES,
            "code": CODE,
            "words": WORDS,
            "html": HTML,
            "": THE_REST,
        }.items()
        for name, case in cases.items()
    ],
)
def test_outline(case: str) -> None:
    """A note gives the outline that stands below it."""
    text, expected = dedent(case).lstrip("\n").split("=>\n")
    assert outline(read_note(text)) == expected.rstrip("\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_does(end: str) -> None:
    """Whatever ends the lines of a file, its blocks have the line numbers that an editor shows."""
    note = end.join(["# SQS", "", "- a", "  - b", "", "```", "x", "", "y", "```", "", "| a |", "|---|", "| 1 |", ""])
    assert [(block.kind, block.start, block.end) for block in read_note(note).blocks] == [
        (Kind.HEADING, 1, 1),
        (Kind.ITEM, 3, 3),
        (Kind.ITEM, 4, 4),
        (Kind.CODE, 6, 10),
        (Kind.ROW, 12, 12),
        (Kind.MARKUP, 13, 13),
        (Kind.ROW, 14, 14),
    ]


def test_lines_with_mixed_ends() -> None:
    """Line ends may be mixed; CR LF is one of them, CR CR two."""
    note = read_note("a\r\n\r\nb\r\rc\n\nd")
    assert [(block.text, block.start) for block in note.blocks] == [("a", 1), ("b", 3), ("c", 5), ("d", 7)]


def test_byte_order_mark() -> None:
    """A byte order mark does not hide the heading behind it."""
    assert outline(read_note("\ufeff# SQS\ntext\n")) == "h1 1: SQS\n  paragraph 2: text"


def test_null_characters_are_replaced() -> None:
    """No text that is handed on has a null character, at which others would cut it off."""
    note = read_note("---\nkey: \0\n---\na\0b\n\n```\n\0\n```\n")
    assert [block.text for block in note.blocks[1:] if block.text] == ["key: \ufffd", "a\ufffdb", "\ufffd"]


def test_a_block_owns_a_slice() -> None:
    """`last` is the last block that hangs under a block, however deep; where nothing does, it is the block itself."""
    note = read_note("# a\n## b\n- c\n  - d\n\ntext\n\n## e\n")
    assert {block.text: note.blocks[block.last].text for block in note.blocks} == {
        "a": "e",
        "b": "text",
        "c": "d",
        "d": "d",
        "text": "text",
        "e": "e",
    }


UNCLOSED = {
    "fence": (
        """
        # One

        ```bash
        aws s3 ls

        # Two

        text
        """,
        [3],
        """
        h1 1: One
          markup 3
          paragraph 4: aws s3 ls
        h1 6: Two
          paragraph 8: text
        """,
    ),
    "fence of tildes, in which the other kind is no end": (
        """
        ~~~
        a
        ```
        b
        ```
        """,
        [1],
        """
        markup 1
        paragraph 2: a
        code 3-5: b
        """,
    ),
    "fence in a list item": (
        """
        - ```
          a
        - b

        text
        """,
        [1],
        """
        markup 1
        item 2: a
        item 3: b
        paragraph 5: text
        """,
    ),
    "fence in a quote": (
        """
        > ```
        > a and b.

        text
        """,
        [1],
        """
        markup 1
        paragraph 2: a and b.
        paragraph 4: text
        """,
    ),
    "fence before one that says its language": (
        """
        ```python
        a = 1

        # Two

        ```python
        b = 2
        ```
        """,
        [1],
        """
        markup 1
        paragraph 2: a = 1 [a]
        h1 4: Two
          code 6-8: b = 2
        """,
    ),
    "fence whose end has text after it": (
        """
        ```
        a
        ``` b

        text
        """,
        [1, 3],
        """
        markup 1
        paragraph 2: a
        markup 3
        paragraph 5: text
        """,
    ),
    "longer fence than its end": (
        """
        ````
        a
        ```

        text
        """,
        [1, 3],
        """
        markup 1
        paragraph 2: a
        markup 3
        paragraph 5: text
        """,
    ),
    "comment": (
        """
        # One

        <!-- to do: limits

        - a
        """,
        [3],
        """
        h1 1: One
          paragraph 3: to do: limits [to do] ->
            item 5: a
        """,
    ),
    "preformatted text": (
        """
        <pre class="x">
        a

        # Two
        """,
        [1],
        """
        markup 1
        paragraph 2: a
        h1 4: Two
        """,
    ),
}


@pytest.mark.parametrize(("text", "lines", "expected"), UNCLOSED.values(), ids=UNCLOSED)
def test_unclosed_blocks_swallow_nothing(text: str, lines: list[int], expected: str) -> None:
    """A block that is never closed is taken apart again, and the author is told on which line it starts."""
    note = read_note(dedent(text).lstrip("\n"))
    assert outline(note) == dedent(expected).strip("\n")
    assert note.warnings == tuple(f"line {line}: the block that starts here is never closed" for line in lines)


@pytest.mark.parametrize(
    "text", ["```\na\n```\n", "~~~~\na\n~~~~~\n", "- ```\n  a\n  ```\n", "> ```\n> a\n> ```", "<!-- a -->"]
)
def test_closed_blocks_give_no_warning(text: str) -> None:
    """Nothing is said about a block that is closed."""
    assert read_note(text).warnings == ()


def test_more_unclosed_fences_than_rounds_of_repair() -> None:
    """However many fences are unclosed inside each other, the headings between them are found."""
    fences = [f"{'`' * (length + 3)}\n# heading {length}\n" for length in reversed(range(3 * MOST_REPAIRS))]
    headings = [block.text for block in read_note("\n".join(fences)).blocks if block.kind is Kind.HEADING]
    assert headings == [f"heading {length}" for length in reversed(range(3 * MOST_REPAIRS))]


def test_warnings_are_few() -> None:
    """Of very many unclosed blocks only the first are named, and the others counted."""
    warnings = read_note("- ```\n" * 1234).warnings
    assert len(warnings) == MOST_WARNINGS + 1
    assert warnings[0] == "line 1: the block that starts here is never closed"
    assert warnings[-1] == f"and {1234 - MOST_WARNINGS:,} more such blocks"


MANY = 200_000
ORDINARY = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(NOTES.glob("*.md")))
EXTREMES = {
    "ordinary notes": "\n\n".join([ORDINARY] * (MANY // len(ORDINARY) + 1)),
    "nested bullets": "\n".join(f"{' ' * min(depth, 200)}- item {depth}" for depth in range(10_000)),
    "bullets nested by tabs": "\n".join("\t" * min(depth, 200) + "* item" for depth in range(10_000)),
    "bullets in one line": "- " * 10_000 + "item",
    "quotes in one line": ">" * 10_000 + " text",
    "quotes, deeper in each line": "\n".join(">" * depth + " text" for depth in range(1, 1_000)),
    "quotes and bullets in one line": "> - " * 5_000 + "text",
    "unclosed fences": "```\n" * 10_001,
    "unclosed fences in items": "- ```\n\n" * 10_000,
    "unclosed fences of every length": "\n".join("`" * length + "\ntext" for length in range(600, 2, -1)),
    "unclosed comments": "<!--\n\n" * 10_000,
    "blank lines": "text" + "\n" * 100_000 + "text",
    "lines of one paragraph": "word word\n" * 50_000,
    "lines after a mark that is never closed": "**text\n" + "– item\n" * 50_000,
    "items that introduce items": "- a:\n" * 10_000,
    "headings": "# a\n" * 10_000,
    "a wide table": "|a" * 2_000 + "\n" + "|-" * 2_000 + "\n" + "|b" * 2_000,
    "front matter that never ends": "---\n" + "key: value\n" * 50_000,
    "letters": "a" * MANY,
    "words": "word " * (MANY // 5),
    "digits": "1" * MANY,
    "spaces": " " * MANY + "text",
    "spaces between words": "text" + " " * MANY + "text\ntext",
    "stars": "*" * MANY,
    "stars between letters": "*a" * (MANY // 2),
    "underscores": "_" * MANY,
    "brackets": "[" * MANY,
    "brackets, just so few that they are parsed": ("[" * 199 + "a *b* " * 3_000 + "\n\n") * 5,
    "links": "[a](b " * (MANY // 6),
    "pictures": "![" * (MANY // 2),
    "angle brackets": "<" * MANY,
    "tags": "<a " * (MANY // 3),
    "backticks": "`" * MANY,
    "backticks and spaces": "` `` " * (MANY // 5),
    "backslashes": "\\" * MANY,
    "ampersands": "&amp;" * (MANY // 5),
    "bars": "|" * MANY,
    "hashes": "#" * MANY,
    "null characters": "\0" * MANY,
    "emoji": "😀" * MANY,
    "colons": ":" * MANY,
}


@pytest.mark.parametrize("text", EXTREMES.values(), ids=EXTREMES)
def test_extremes_are_read(text: str, read_lawfully: Callable[[str], Note]) -> None:
    """What nobody writes by hand is read like anything else, and what follows it is not lost."""
    note = read_lawfully(f"{text}\n\n# Heading after it\n\ntext after it\n")
    assert [block.text for block in note.blocks[-2:]] == ["Heading after it", "text after it"]
    assert note.blocks[-1].parent == len(note.blocks) - 2


def test_bullets_beyond_the_widest_margin_are_still_items() -> None:
    """However deep bullets are nested, each is an item of its own, and none hangs under a deeper one."""
    blocks = read_note("\n".join("  " * depth + f"- {depth}" for depth in range(300))).blocks
    assert [(block.kind, block.text) for block in blocks] == [(Kind.ITEM, str(depth)) for depth in range(300)]
    assert all(block.parent is None or int(blocks[block.parent].text) < int(block.text) for block in blocks)
