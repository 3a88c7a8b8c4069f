"""Flash cards: what can be asked without choices, and what counts as right when it is typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge import lexicon
from knowledge.index import WordCount
from knowledge.question import Vocabulary, vocabulary
from knowledge.quiz.grading import LONGEST_TYPED, Verdict, cards, grade
from knowledge.quiz.model import Question, QuizKind
from knowledge.words import stem

NOTED = "endocytosis exocytosis sharding shading".split()


@pytest.fixture(scope="module")
def noted() -> Vocabulary:
    """A few words of notes, with the names that come with the program and one of the group's own."""
    own: lexicon.Lexicon = {("shop",): (lexicon.Expansion(lexicon.phrase("Elastic Beanstalk"), lexicon.ALIAS),)}
    return vocabulary([WordCount(word, stem(word), 1, 0) for word in NOTED], lexicon.merged(lexicon.shipped(), own), 4)


def card(right: str, *wrong: str, prompt: str = "Which one is it?", kind: QuizKind = QuizKind.GAP) -> Question:
    return Question("q", kind, prompt, (right, *wrong), 0, "line", ("Topic",), "a.md", 1, 1, fact="a.md:1")


HOURS = card("12 hours", "6 hours", "1 day", "30 minutes", prompt="SQS: what is the maximum visibility timeout?")
SIZE = card("256 KB", "64 KB", "1,024 KB", "128 KB", prompt="SQS: what is the maximum message size?")
MEMORY = card("10,240 MB", "3,008 MB", "128 MB", prompt="Lambda: what is the maximum memory?")
UNITS = card("40", "20", "80", "120", prompt="Fill the gap. “20 RCUs with eventual consistency, ____ RCUs with strong”")
BONDS = card("3", "2", "6", prompt="Fill the gap. “guanine pairs with cytosine by ____ hydrogen bonds”")
YEAR = card("1961", "1957", "1962", prompt="Fill the gap. “put up on 13 August ____”")
PRICE = card("$5", "$10", "$50", prompt="Fill the gap. “costs ____ per million”")
HEAT = card("37 °C", "42 °C", "35 °C", prompt="What is the body temperature?")
FROST = card("-18 °C", "18 °C", "-4 °C", prompt="What is the temperature of a freezer?")
SHARE = card("10%", "20%", "50%", prompt="Fill the gap. “samples ____ of the requests”")
RATE = card("3,000", "300", "30,000", prompt="How many messages per second does a FIFO queue take?")


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (HOURS, "12 hours"),
        (HOURS, "12h"),
        (HOURS, "12 h"),
        (HOURS, "12 HRS"),
        (HOURS, " 12   hours. "),
        (HOURS, "twelve hours"),
        (HOURS, "Twelve Hours"),
        (HOURS, "43200 s"),
        (HOURS, "43,200 seconds"),
        (HOURS, "720 min"),
        (HOURS, "it is 12 hours"),
        (HOURS, "max 12 hours"),
        (HOURS, "up to 12 h"),
        (HOURS, "a maximum of 12 hours"),
        (HOURS, "12 huors"),
        (card("1 hour", "2 hours", "30 minutes"), "an hour"),
        (SIZE, "256kb"),
        (SIZE, "256 KiB"),
        (SIZE, "256 kilobytes"),
        (SIZE, "0.25 MB"),
        (MEMORY, "10240 MB"),
        (MEMORY, "10 240 MB"),
        (MEMORY, "10'240 mb"),
        (MEMORY, "10 GB"),
        (UNITS, "40"),
        (UNITS, "40 RCUs"),
        (UNITS, "40 RCUs with strong consistency"),
        (BONDS, "three"),
        (BONDS, "3 hydrogen bonds"),
        (YEAR, "1961"),
        (YEAR, "August 1961"),
        (PRICE, "5 dollars"),
        (PRICE, "5 USD"),
        (PRICE, "$5.00"),
        (HEAT, "37 celsius"),
        (HEAT, "37°c"),
        (FROST, "-18 °C"),
        (FROST, "−18 °C"),  # noqa: RUF001 - a typographer's minus
        (SHARE, "10 %"),
        (SHARE, "ten percent"),
        (RATE, "3000"),
        (RATE, "3k"),
        (RATE, "3,000 messages per second"),
    ],
)
def test_a_value_may_be_written_in_any_way(question: Question, typed: str) -> None:
    assert grade(question, typed) == Verdict(right=True, expected=question.right, matched=question.right)


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (HOURS, "12"),
        (HOURS, "12 minutes"),
        (HOURS, "12 days"),
        (HOURS, "12 MB"),
        (HOURS, "13 hours"),
        (HOURS, "12.5 hours"),
        (HOURS, "hours"),
        (HOURS, "not 12 hours"),
        (HOURS, "no 12 hours"),
        (HOURS, "at least 12 hours"),
        (HOURS, "less than 12 hours"),
        (HOURS, "12 to 14 hours"),
        (HOURS, "12 hours or 6 hours"),
        (HOURS, "12 huors or so and then some"),
        (HOURS, "about twelve"),
        (SIZE, "256"),
        (SIZE, "256 MB"),
        (SIZE, "256 kbit"),
        (SIZE, "256 k"),
        (MEMORY, "10.240 MB"),
        (MEMORY, "10 MB"),
        (UNITS, "40 KB"),
        (UNITS, "40 WCUs"),
        (UNITS, "4 0"),
        (BONDS, "two"),
        (BONDS, "3 sulphur bonds"),
        (YEAR, "1962"),
        (YEAR, "61"),
        (PRICE, "5"),
        (PRICE, "5 €"),
        (PRICE, "£5"),
        (PRICE, "$50"),
        (HEAT, "37 °F"),
        (HEAT, "37 kelvin"),
        (HEAT, "37"),
        (FROST, "18 °C"),
        (SHARE, "10"),
        (SHARE, "0.1"),
        (RATE, "3,000 per minute"),
        (RATE, "3"),
    ],
)
def test_another_number_another_unit_or_a_turned_meaning_is_wrong(question: Question, typed: str) -> None:
    assert not grade(question, typed).right


QUEUE = card("queue", "topic", "stream")
SQS = card("Amazon SQS", "Amazon SNS", "Amazon MQ")
BEANSTALK = card("Elastic Beanstalk", "CloudFormation", "OpsWorks")
FRONT = card("CloudFront", "CloudWatch", "CloudTrail", "CloudFormation")
STEP = card("Step Functions", "Lambda", "SWF")
MITOSIS = card("mitosis", "binary fission", "budding")
SPLIT = card("mitosis", "meiosis", "binary fission")
STORE = card("serverless store", "bucket policy", "multipart upload")
TABLE = card("secondary indexes", "partition keys", "streams")


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (QUEUE, "queue"),
        (QUEUE, "Queue"),
        (QUEUE, "  QUEUE "),
        (QUEUE, "a queue"),
        (QUEUE, "The queues"),
        (QUEUE, "it's a queue."),
        (QUEUE, "quue"),
        (SQS, "sqs"),
        (SQS, "AWS SQS"),
        (SQS, "Simple Queue Service"),
        (BEANSTALK, "AWS Elastic Beanstalk"),
        (BEANSTALK, "elastic-beanstalk"),
        (BEANSTALK, "ElasticBeanstalk"),
        (BEANSTALK, "beanstalk"),
        (BEANSTALK, "elastic beanstlak"),
        (BEANSTALK, "shop"),
        (FRONT, "cloud front"),
        (FRONT, "cloudfront"),
        (FRONT, "amazon cloudfront"),
        (FRONT, "cloudfornt"),
        (STEP, "stepfunctions"),
        (STEP, "step function"),
        (STEP, "stepfunctons"),
        (MITOSIS, "Mitosis"),
        (MITOSIS, "mitosys"),
        (STORE, "server-less store"),
        (STORE, "severless store"),
        (TABLE, "secondary index"),
        (TABLE, "secondary indices"),
        (card("mitochondria", "ribosomes"), "mitochondrion"),
        (card("nucleus", "vacuole"), "nuclei"),
        (card("vacuole", "nucleus"), "vacoule"),
        (card("Robespierre", "Danton"), "robespiere"),
        (card("Third Estate", "First Estate"), "the third estate"),
        (card("A record", "CNAME record"), "a record"),
        (card("S3", "EBS"), "Amazon S3"),
        (card("public IPv4 address", "private key"), "public ipv4 adress"),
        (card("two-phase commit", "saga"), "2 phase commit"),
        (card("C++", "C"), "c++"),
        (card("NoSQL", "SQL"), "no sql"),
        (card("CLI", "SDK"), "command line interface"),
        (card("café", "bar"), "cafe"),
        (card("細胞", "細菌"), "細胞"),
    ],
)
def test_a_term_may_be_spelt_in_any_way_and_with_small_slips(noted: Vocabulary, question: Question, typed: str) -> None:
    assert grade(question, typed, noted) == Verdict(right=True, expected=question.right, matched=question.right)


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (QUEUE, "queen"),
        (QUEUE, "queue or topic"),
        (QUEUE, "not a queue"),
        (QUEUE, "a topic"),
        (SQS, "sns"),
        (SQS, "SQL"),
        (SQS, "AWS"),
        (FRONT, "cloud"),
        (FRONT, "cloudfor"),
        (MITOSIS, "meiosis"),
        (SPLIT, "meiosis"),
        (SPLIT, "meitosis"),
        (card("endocytosis", "diffusion"), "exocytosis"),
        (card("sharding", "caching"), "shading"),
        (card("hypertonic", "flaccid"), "hypotonic"),
        (card("encrypted", "public"), "unencrypted"),
        (card("encrypted", "public"), "un encrypted"),
        (card("encrypted", "public"), "not encrypted"),
        (card("encryption", "hashing"), "no encryption"),
        (card("versioned", "public"), "unversioned"),
        (card("relational", "flat"), "non relational"),
        (card("relational", "flat"), "non-relational"),
        (card("complete", "partial"), "incomplete"),
        (card("asynchronous", "blocking"), "synchronous"),
        (card("synchronous", "blocking"), "asynchronous"),
        (card("HTTPS", "TCP"), "http"),
        (card("HTTP", "TCP"), "https"),
        (card("EC2", "EBS"), "EC3"),
        (card("IPv4", "IPX"), "IPv6"),
        (card("io1", "gp2"), "io2"),
        (card("Prophase I", "Anaphase I"), "prophase ii"),
        (card("A record", "CNAME record"), "record"),
        (card("secondary index", "stream"), "index"),
        (card("both sides", "one side"), "sides"),
        (card("C++", "Rust"), "C"),
        (card("Lambda", "Fargate"), "lamp"),
        (card("細胞", "細菌"), "細菌"),
        (card("細胞", "卵"), "細菌"),
    ],
)
def test_another_word_a_negation_or_a_part_of_the_term_is_wrong(
    noted: Vocabulary, question: Question, typed: str
) -> None:
    assert not grade(question, typed, noted).right


@pytest.mark.parametrize(
    ("question", "typed", "matched"),
    [
        (HOURS, "24 h", "1 day"),
        (SPLIT, "Meiosis", "meiosis"),
        (SQS, "simple notification service", "Amazon SNS"),
        (QUEUE, "banana", ""),
        (HOURS, "banana", ""),
    ],
)
def test_a_wrong_answer_says_which_choice_it_was_taken_for(
    noted: Vocabulary, question: Question, typed: str, matched: str
) -> None:
    assert grade(question, typed, noted) == Verdict(right=False, expected=question.right, matched=matched)


@pytest.mark.parametrize("typed", ["", "   ", "?!", "\u200b", "😀", "x" * (LONGEST_TYPED + 1), "12 hours " * 500])
def test_what_is_no_answer_is_wrong(typed: str) -> None:
    assert not grade(HOURS, typed).right
    assert not grade(QUEUE, typed).right


def test_a_name_of_two_of_the_choices_is_neither() -> None:
    both: lexicon.Lexicon = {
        ("ssd",): tuple(lexicon.Expansion(lexicon.phrase(name), lexicon.ALIAS) for name in ("gp two", "io one"))
    }
    words = vocabulary([], both, 1)
    assert not grade(card("gp two", "io one"), "SSD", words).right
    assert grade(card("gp two", "sc one"), "SSD", words).right


def test_near_synonyms_are_not_the_same_thing() -> None:
    near: lexicon.Lexicon = {("line",): (lexicon.Expansion(("queue",), lexicon.SAME),)}
    assert not grade(QUEUE, "line", vocabulary([], near, 1)).right


def test_cards_are_values_gaps_and_definitions_that_ask_for_the_term() -> None:
    value = card("12 hours", "1 day", kind=QuizKind.VALUE)
    gap = card("queue", "topic")
    to_term = card("Osmosis", "Diffusion", prompt="What fits this? “diffusion of water”", kind=QuizKind.DEFINITION)
    by_verb = card("PurgeQueue", "GetItem", prompt="Which one deletes all messages?", kind=QuizKind.DEFINITION)
    to_text = card("diffusion of water", "x", prompt="Which description fits “Osmosis”?", kind=QuizKind.DEFINITION)
    long = card("the time after which a message can be seen", "x")
    others = [replace(gap, kind=kind) for kind in (QuizKind.AUTHORED, QuizKind.BELONGS, QuizKind.ORDER)]
    assert cards([to_text, value, *others, gap, long, to_term, by_verb]) == (value, gap, to_term, by_verb)
