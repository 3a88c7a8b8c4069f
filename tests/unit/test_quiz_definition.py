"""Definitions: which term fits a description, which description fits a term, and what says too little to ask for."""

from __future__ import annotations

import pytest

from knowledge import lexicon
from knowledge.quiz.generate import make_questions
from knowledge.quiz.model import Question, QuizKind
from knowledge.quiz.notebook import Notebook

ORGANELLES = """# Cells

## Parts

- **Nucleus**: holds the inherited information of an animal
- **Ribosome**: joins amino acids into long chains
- **Vacuole**: keeps water and waste apart from the rest
- **Lysosome**: breaks down worn-out material with acid
"""
NAMES = {"Nucleus", "Ribosome", "Vacuole", "Lysosome"}
DATABASES = "RDS, Aurora, Redshift, DynamoDB and Neptune are databases."


def made(note: str) -> dict[str, Question]:
    """The definition questions of a note, by their prompts."""
    questions = make_questions(Notebook([("note.md", note)], lexicon.shipped()))
    return {question.prompt: question for question in questions if question.kind is QuizKind.DEFINITION}


def of_line(note: str, words: str) -> list[Question]:
    """The definition questions on the lines of a note that have these words."""
    return [question for question in made(note).values() if words in question.explanation]


def listed(*lines: str) -> str:
    """A list of terms with one more line."""
    return ORGANELLES + "".join(f"- {line}\n" for line in lines)


def test_a_list_of_terms_is_asked_both_ways() -> None:
    found = made(ORGANELLES)
    to_term = found["Cells › Parts: which one joins amino acids into long chains?"]
    to_description = found["Cells › Parts: what does “Ribosome” do?"]

    assert to_term.right == "Ribosome"
    assert set(to_term.choices) <= NAMES
    assert to_description.right == "joins amino acids into long chains"
    assert "breaks down worn-out material with acid" in {
        choice for question in found.values() for choice in question.choices
    }


@pytest.mark.parametrize(
    ("line", "prompt"),
    [
        ("**Plasmid**: a ring beside the main thread", "what is described as “a ring beside the main thread”?"),
        ("**Plasmid**: Small ring beside the main thread", "what fits this description? “Small ring beside"),
        ("**Plasmid**: carries some extra information", "which one carries some extra information?"),
        ("**Plasmids**: carry some extra information", "what fits this description? “carry some extra"),
    ],
)
def test_the_form_of_a_description_decides_the_question(line: str, prompt: str) -> None:
    assert any(prompt in question.prompt for question in of_line(listed(line), "Plasmid"))


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("**Plasmid**: some plasmids beside the rest", id="it names its term"),
        pytest.param("**Plasmid**: rather good", id="too few words"),
        pytest.param("**Plasmid**: rings", id="a single word"),
        pytest.param("**Plasmid**: 3rd party rings", id="an ordinal is no mark of a name"),
        pytest.param("**Plasmid**: each cell of the body will send them", id="it points elsewhere"),
        pytest.param("**Plasmid**: smallest share of the cells = 75%", id="a figure that somebody has set"),
        pytest.param("**Plasmid**: if your cell had ten of those, there would be forty", id="an example"),
        pytest.param("**Plasmid**: sugar, salt, water", id="a mere list of words"),
    ],
)
def test_what_does_not_tell_a_term_is_not_asked(line: str) -> None:
    assert of_line(listed(line), "Plasmid") == []


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Redshift is free.", id="true of many"),
        pytest.param("Redshift works with most of the other services there are.", id="works with others"),
        pytest.param("Redshift can be seen in the console and in the terminal.", id="can be seen somewhere"),
        pytest.param("Redshift is natively supported by a range of other products.", id="is supported"),
        pytest.param("Redshift does not keep anything in the memory of the servers.", id="what it does not do"),
        pytest.param("Redshift can read text.", id="something that many can do"),
        pytest.param("Redshift can go to Lambda, CloudWatch Logs and SNS.", id="only the names of others"),
        pytest.param("Redshift also runs heavy reports on columns.", id="what others do too"),
        pytest.param("Redshift should be kept in one region with its users.", id="advice"),
        pytest.param("Redshift has at least one node with a hard disk in it.", id="what they all have"),
        pytest.param("Redshift is great for a large company with many reports.", id="praise"),
    ],
)
def test_what_is_true_of_many_is_not_asked(sentence: str) -> None:
    assert of_line(f"# Data\n\n{DATABASES}\n\n{sentence}\n", sentence) == []


def test_the_subject_of_a_sentence_stands_among_names_of_its_class() -> None:
    [found] = of_line(f"# Data\n\n{DATABASES}\n\nAmazon Redshift runs heavy reports on columns.\n", "columns")

    assert found.prompt == "Data: which one runs heavy reports on columns?"
    assert found.right == "Redshift"
    assert set(found.choices) <= {"RDS", "Aurora", "Redshift", "DynamoDB", "Neptune", "ElastiCache"}


def test_several_things_stand_among_several() -> None:
    note = "# X-Ray\n\nSubsegments provide more detail on the calls that an application makes to others.\n"
    [found] = of_line(note, "Subsegments")

    assert found.prompt.startswith("X-Ray: which of these provide")
    assert all(choice.endswith("s") for choice in found.choices)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("runs heavy reports on columns, so you need no other server", "runs heavy reports on columns"),
        ("runs heavy reports on columns, you get the result at once", "runs heavy reports on columns"),
        ("runs heavy reports but no transactions on columns", "runs heavy reports but no transactions on columns"),
    ],
)
def test_what_only_follows_on_a_statement_is_left_out(said: str, asked: str) -> None:
    [found] = of_line(f"# Data\n\n{DATABASES}\n\nRedshift {said}.\n", said)

    assert found.prompt == f"Data: which one {asked}?"


@pytest.mark.parametrize(
    ("line", "is_asked"),
    [
        ("Column store for heavy reports on many years of old sales", True),
        ("Copies of S3 files", False),
        ("Great for heavy reports on many years of old sales", False),
        ("Can run heavy reports on the columns of old sales", False),
        ("The nodes of a cluster are rented by the hour or by the year", False),
        ("Runs heavy reports on columns", True),
    ],
)
def test_lines_below_a_known_name_describe_it_where_they_say_enough(line: str, *, is_asked: bool) -> None:
    assert bool(of_line(f"# Data\n\n{DATABASES}\n\n## Redshift\n\n- {line}\n", line)) is is_asked


def test_what_follows_on_a_line_with_another_subject_is_not_said_of_the_heading() -> None:
    below = "- A leader node is rented by the hour.\n- Runs heavy reports on columns.\n"
    note = f"# Data\n\n{DATABASES}\n\n## Redshift\n\n{below}"

    assert of_line(note, "Runs heavy reports") == []


def test_an_it_stands_for_the_term_until_another_subject_comes() -> None:
    below = "Column store. It runs heavy reports on columns. The price is high. It grows by itself every year."
    note = f"# Data\n\n{DATABASES}\n\n## Redshift\n\n{below}\n"
    found = made(note)

    assert any("which one runs heavy reports on columns?" in prompt for prompt in found)
    assert not any("grows by itself" in prompt for prompt in found)


def test_the_columns_of_a_table_are_named() -> None:
    note = """# Errors

| Error | Cause |
| --- | --- |
| NotFoundError | the name stands for nothing |
| LockedError | somebody else writes to the file |
| QuotaError | the disk has no room for the file |
"""
    found = made(note)

    assert found["Which error belongs to “the disk has no room for the file”?"].right == "QuotaError"
    assert found["Which cause belongs to “QuotaError”?"].right == "the disk has no room for the file"


def test_choices_begin_alike_but_names_keep_their_capital() -> None:
    note = """# Parts

## Parts of a cell

- **Nucleus**: The place of the inherited information
- **Ribosome**: the place where proteins are joined
- **Vacuole**: A place for water and waste
- **Golgi stack**: DNA leaves the place untouched
"""
    choices = {choice for question in made(note).values() for choice in question.choices} - NAMES

    assert "the place of the inherited information" in choices
    assert not any(choice.startswith(("The ", "A ")) for choice in choices)


def test_what_does_something_never_stands_beside_what_it_is() -> None:
    note = """# Cells

## Parts

- **Nucleus**: holds the inherited information
- **Ribosome**: joins amino acids into chains
- **Vacuole**: keeps water and waste apart
- **Membrane**: the outer border of the whole
- **Plasmid**: a ring beside the main thread
- **Capsule**: a layer of sugar around it all
"""
    for question in made(note).values():
        if "“" in question.prompt and question.right not in note.split("**"):
            verbs = {choice.split()[0] in {"holds", "joins", "keeps"} for choice in question.choices}
            assert len(verbs) == 1, question


def test_files_do_not_stand_beside_what_is_no_file() -> None:
    note = """# Workers

## Terms

- **cron.yaml**: lists the tasks that come back every day
- **Web tier**: answers the requests of the users at once
- **Worker tier**: takes over the tasks that run for hours
- **Queue**: keeps the tasks until somebody takes them over
"""
    assert of_line(note, "cron.yaml") == []


def test_two_lists_of_one_section_explain_different_things() -> None:
    """What the users of a thing are is no wrong choice beside where it is hosted."""
    note = """# Repositories

- Users:
  - CodeCommit: the users and roles of the account
  - GitHub: people with a profile of their own
- Hosts:
  - CodeCommit: kept by the maker in its own cloud
  - GitHub: kept by Microsoft in its own halls
"""
    assert all(
        "kept by" not in choice for question in of_line(note, "the users and roles") for choice in question.choices
    )


def test_the_context_is_left_out_where_it_is_a_rival() -> None:
    """What stands below one database on another one does not speak of the first."""
    note = f"# Data\n\n{DATABASES}\n\n## Aurora\n\nRedshift runs heavy reports on columns of old sales.\n"
    [found] = of_line(note, "columns")

    assert "Aurora:" not in found.prompt


def test_a_list_below_a_name_of_another_class_is_asked_with_that_name() -> None:
    note = """# Logs

## CloudWatch

- Lambda: collects the logs of functions
- ECS: collects the logs of containers
- Route 53: keeps the queries of names
"""
    assert any(prompt.startswith("CloudWatch: ") for prompt in made(note))


def test_the_parts_of_a_thing_stand_below_its_name() -> None:
    """The heading "Template outputs" below "Template" speaks of outputs."""
    note = """# Notes

## Template

### Parts

- **Inputs**: values that somebody gives at the start
- **Tables**: values that stand fixed in the text
- **Outputs**: values that others read at the end

### Template outputs

- The only part that a second file may import by its name
"""
    assert of_line(note, "import by its name")[0].right == "outputs"


def test_a_pair_alone_is_no_list() -> None:
    """What tells two hosts from each other does not tell one from all others."""
    note = (
        "# Data\n\n- Redshift: kept by Amazon\n- Neptune: kept by others\n\nRDS, Aurora and DynamoDB are databases.\n"
    )

    assert of_line(note, "kept by") == []


def test_a_name_in_full_is_shown_as_its_class_has_it() -> None:
    said = "AWS Key Management Service wraps small secrets for large servers."
    [found] = of_line(f"# Vaults\n\nKMS, STS, IAM and Cognito are there.\n\n- {said}\n", said)

    assert found.right == "KMS"


def test_a_thing_that_belongs_to_another_is_asked_with_that() -> None:
    note = "# Data\n\nDynamoDB attributes are kept on three servers in three buildings.\n"
    [found] = of_line(note, "three servers")

    assert found.prompt == "Data › DynamoDB: which of these are kept on three servers in three buildings?"
    assert found.right == "attributes"


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("By default, Redshift keeps every report for a month", "keeps every report for a month by default"),
        (
            "When the disk of a node fails, Redshift copies its reports",
            "copies its reports when the disk of a node fails",
        ),
    ],
)
def test_a_condition_before_its_sentence_is_asked_after_it(sentence: str, asked: str) -> None:
    [found] = of_line(f"# Data\n\n{DATABASES}\n\n- {sentence}.\n", sentence)

    assert found.prompt == f"Data: which one {asked}?"
    assert found.right == "Redshift"


@pytest.mark.parametrize(
    "label",
    ["Languages for readers", "Language of a reader", "Readers that are known", "Push-based", "Kinds of readers"],
)
def test_a_label_is_no_term(label: str) -> None:
    assert of_line(listed(f"**{label}**: Danish, as spoken in the north of the land"), "Danish") == []


def test_what_the_notes_list_as_the_kinds_of_a_thing_is_asked_among_those_alone() -> None:
    note = """# Caches

Types of caches:

- Redis: a store of keys and values with sorted sets
- Memcached: a simple store of objects that frees a database
"""
    assert made(note) == {}


@pytest.mark.parametrize("slip", ["governence", "thencapture", "debuggingd"])
def test_a_word_that_is_misspelt_is_not_asked(slip: str) -> None:
    assert of_line(f"# Data\n\n{DATABASES}\n\n- Redshift takes care of {slip} heavy reports on columns.\n", slip) == []


def test_a_list_below_a_question_is_asked_with_that_question() -> None:
    note = ORGANELLES.replace("# Cells\n\n## Parts", "# What is in there?")

    assert "Under “What is in there?”: which one joins amino acids into long chains?" in made(note)


def test_the_maker_stays_where_it_is_a_part_of_the_name() -> None:
    note = """# Policies

- **AWS managed policy**: made by the maker for all of its customers
- **Customer managed policy**: made by you for several of your people
- **Inline policy**: written into a single person, and lost with it
"""
    choices = {choice for question in made(note).values() for choice in question.choices}

    assert "AWS managed policy" in choices
    assert "managed policy" not in choices


def test_a_description_that_speaks_of_another_thing_is_not_asked() -> None:
    assert of_line(listed("**Plasmid**: PostgreSQL keeps the rings of all known ones"), "Plasmid") == []


def test_labels_in_a_list_of_terms_do_not_break_it() -> None:
    note = listed("Risk of a nucleus: it may be lost at a division", "Languages for readers: Danish and Dutch")

    assert "Cells › Parts: which one joins amino acids into long chains?" in made(note)
    assert of_line(note, "Risk of a nucleus") == []


def test_an_ability_that_few_things_have_is_asked() -> None:
    assert (
        of_line(f"# Data\n\n{DATABASES}\n\nRedshift can only have one leader node in a cluster.\n", "leader node") != []
    )


def test_what_is_said_after_the_first_line_below_a_name_is_no_definition() -> None:
    below = "- Column store for heavy reports on old sales\n- Copies of small files for the readers of old sales\n"
    note = f"# Data\n\n{DATABASES}\n\n## Redshift\n\n{below}"

    assert of_line(note, "Column store") != []
    assert of_line(note, "Copies of small files") == []


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("**Plasmid**: Small ring", id="two words"),
        pytest.param("**Plasmid**: just needs a place to turn around and around", id="what it needs"),
        pytest.param("**Plasmid**: no ring is left beside the main thread", id="what is not there"),
        pytest.param("**Long plasmid**: rings that are rather long and round", id="a word of one choice alone"),
    ],
)
def test_a_description_that_points_at_its_term_or_at_none_is_not_quoted(line: str) -> None:
    assert not any(question.right.endswith("lasmid") for question in of_line(listed(line), "asmid"))


def test_lines_that_complete_the_one_above_say_nothing_of_their_terms() -> None:
    note = """# Logs

- CloudWatch can collect logs from:
  - Lambda: collects the text of functions
  - ECS: collects the text of containers
  - EKS: collects the text of clusters
  - EC2: collects the text of machines
"""
    assert made(note) == {}


def test_three_choices_are_enough_where_there_are_no_more() -> None:
    three = ORGANELLES[: ORGANELLES.index("- **Lysosome**")]

    assert {len(question.choices) for question in made(three).values()} == {3}
    assert {len(question.choices) for question in made(listed("Ring: a small part")).values()} == {4}


@pytest.mark.parametrize(("heading", "asked"), [("", True), ("\n## Owners of keys\n", False)])
def test_three_names_of_a_class_stand_together_in_their_section(heading: str, *, asked: bool) -> None:
    sentence = "SSE-S3 leaves the whole care of all keys to the store."
    note = f"# Keys\n\nSSE-S3, SSE-KMS and SSE-C are there.\n{heading}\n- {sentence}\n"

    assert bool(of_line(note, sentence)) is asked


def test_two_names_of_one_thing_are_never_both_choices() -> None:
    note = """# Balancers

- **ALB**: sends requests to one of several groups of servers
- **Classic LB**: kept for sites from the years before
- **CLB**: found in very old accounts without a private cloud
- **NLB**: passes millions of packets each second
"""
    for question in made(note).values():
        assert not {"CLB", "Classic LB"} <= set(question.choices)


def test_clauses_do_not_stand_beside_what_something_is() -> None:
    note = listed(
        "**Plasmid**: a ring beside the main thread",
        "**Capsule**: the layer of sugar around it all",
        "**Flagellum**: a long tail for the way to food",
        "**Spore**: one hair at a time, the others are lost",
    )
    for question in made(note).values():
        assert question.right == "Spore" or "one hair at a time, the others are lost" not in question.choices


def test_what_a_wrong_answer_is_in_truth_is_asked() -> None:
    said = "Amazon Redshift is incorrect because this is just a column store for heavy reports."
    [found] = of_line(f"# Data\n\n{DATABASES}\n\n{said}\n", "incorrect")

    assert found.prompt == "Data: which one is a column store for heavy reports?"


def test_a_long_description_is_cut_where_it_goes_on_to_say_when() -> None:
    long = "a ring of inherited information beside the main thread of the whole"
    note = listed(
        f"**Plasmid**: {long} while the other threads in there wait for their turn",
        "**Capsule**: the layer of sugar around the border of the whole",
        "**Flagellum**: a long tail that turns, on the way to food and light",
        "**Spore**: a hair that binds the whole to others of the same kind",
    )
    assert long in {question.right for question in of_line(note, "Plasmid")}


def test_what_services_are_stands_beside_what_others_of_their_field_are() -> None:
    note = """# Services

Amazon Redshift is a column store for heavy reports.

AWS CodeBuild is a managed place for the making of programs.

GuardDuty is a detector of threats to accounts.

Amazon Kinesis is a river of small records.
"""
    found = made(note)["Services: which description fits “GuardDuty”?"]

    assert found.right == "a detector of threats to accounts"
    assert "a river of small records" in found.choices


def test_two_statements_of_a_line_are_asked_where_they_say_different_things() -> None:
    line = "**Plasmid**: carries some extra information. Makes cells hard to kill with medicine"
    asked = [question for question in of_line(listed(line), "Plasmid") if question.right == "Plasmid"]

    assert len(asked) == 2


def test_a_thing_in_another_place_is_no_term_of_its_own() -> None:
    note = """# X-Ray

- **Segments**: hold the work of one service for one request
- **Annotations**: pairs of keys and values to search by
- **Sampling**: the choice of the requests that are recorded
- **Traces**: all segments of one request, taken together
- **X-Ray on Beanstalk**: switched on with a file in a folder
"""
    assert not any("X-Ray on Beanstalk" in question.choices for question in made(note).values())


def test_an_occasion_is_no_description() -> None:
    note = listed("**Plasmid**: when a cell is hard to kill with medicine")

    assert not any("when a cell" in choice for question in made(note).values() for choice in question.choices)


@pytest.mark.parametrize("said", ["cannot keep a thing in the memory", "doesn't leave the cell that made it"])
def test_what_a_term_does_not_do_is_not_asked(said: str) -> None:
    assert not any(said in prompt for prompt in made(listed(f"**Plasmid**: {said}")))


def test_words_of_a_term_that_spell_its_description_out_are_not_asked() -> None:
    note = """# Errors

- **FileNotFoundError**: The file that the request names is missing
- **QuotaError**: The disk has no room for one more thing
- **LockedError**: Somebody else writes to it at the moment
- **TimeoutError**: The answer took more than a minute
- **NameError**: A word stands for nothing at all
"""
    assert of_line(note, "FileNotFoundError") == []


def test_the_words_of_an_abbreviation_do_not_describe_it() -> None:
    below = "- Managed queue for many small messages\n"

    assert of_line(f"# Mail\n\nSNS, SES, Kinesis and MQ are there.\n\n## SQS\n\n{below}", "Managed queue") == []


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Redshift is a cause of the high processor load", id="a load that nobody named"),
        pytest.param(
            "Redshift takes the default key of reports if the header is missing", id="a header that nobody named"
        ),
    ],
)
def test_a_thing_that_is_spoken_of_as_known_has_to_be_named(sentence: str) -> None:
    assert of_line(f"# Data\n\n{DATABASES}\n\n{sentence}.\n", sentence) == []


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("**Segment**: is cut into many small subsegments", id="within a longer word"),
        pytest.param("**Ring cell**: a cell of rings", id="a few words with one of its own"),
    ],
)
def test_a_name_within_its_description_is_not_asked_for(line: str) -> None:
    assert not any(question.right in {"Segment", "Ring cell"} for question in of_line(listed(line), line[-8:]))
