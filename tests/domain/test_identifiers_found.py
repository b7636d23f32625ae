"""Many texts: identifiers in many spellings are found, ordinary sentences pass, and nothing is slow."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.identifiers import Allowed, Kind, found, refusal
from bot.domain.identifiers.spelling import plain
from tests.domain.made_identifiers import PREFIXES, written
from tests.domain.ordinary import ordinary

ALLOWED = Allowed(case_prefixes=PREFIXES)
SEEDS = st.integers(0, 2**32)


@settings(max_examples=300, deadline=None)
@given(SEEDS)
def test_planted_identifiers_are_all_found(seed):
    """300 examples of each of the 8 kinds: 2,400 texts."""
    rng = random.Random(seed)
    for kind in Kind:
        planted = written(rng, kind)
        shape = rng.choice(["{1} {0}", "{0} {1}", "{1} {0} {2}", "{0}"])
        text = shape.format(planted, ordinary(rng), ordinary(rng))
        assert kind in found(text, ALLOWED), (planted, text)
        assert str(kind) in refusal(text, ALLOWED)


def test_of_8_000_ordinary_sentences_at_most_2_in_2_000_are_refused():
    rng = random.Random(2022)
    sentences = [ordinary(rng) for _ in range(8_000)]
    assert len(set(sentences)) > 7_600
    refused = [sentence for sentence in sentences if found(sentence, ALLOWED)]
    assert len(refused) <= 4, refused


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_ordinary_sentences_pass(seed):
    rng = random.Random(seed)
    sentences = [ordinary(rng) for _ in range(100)]
    assert len([one for one in sentences if found(one, ALLOWED)]) <= 1


@given(st.text() | st.text("0123456789 .-()+@/ABCDabcdnhsobrn\u200b\u00a0\n"))
def test_any_text_gets_an_answer_that_does_not_repeat_it(text):
    kinds = found(text, ALLOWED)
    assert list(kinds) == [kind for kind in Kind if kind in kinds]
    assert set(refusal(text, ALLOWED)) <= set("".join(Kind) + "it holds an and,")


PATHOLOGICAL = [
    *(
        "1",
        "0",
        "1 ",
        "0 ",
        "0-",
        "(0) ",
        "a@",
        "@",
        "A1 ",
        "AB1",
        "B1 1",
        "é1",
        "dob ",
        "born a 1 ",
        "age 1 ",
        "1/1/",
    ),
    *(
        "jan 1 ",
        "+44 ",
        "nhs 9990000018 ",
        "01.02.2016 ",
        "d.o.",
        "[at] dot ",
        "%41://",
        "&#48;",
        "1st of ",
        " ",
        "ab 12 ",
    ),
    # What a search among pieces like these found to take longest.
    *(
        "\n0",
        "07 ",
        "b7+44,",
        "LCSchild9990000018%eh*9",
        "birth1stéBLCS2016-02-01*&",
        "999 000 0018\ud800a@b.example9 ",
        "B91a@b.exampleLCS07700900123d.o.b0",
        "call 7700 900123 ref ",
        "one two three ",
        "٣",
    ),
]


@pytest.mark.parametrize("piece", PATHOLOGICAL)
def test_no_text_makes_it_slow(piece):
    """The longest text that Slack sends, 40,000 characters, takes less than 50 ms on a quiet machine."""
    text = piece * (40_000 // len(piece)) + "1"
    tries = []
    for _ in range(3):
        started = time.process_time()
        found(text, ALLOWED)
        tries.append(time.process_time() - started)
    assert min(tries) < 0.1


@pytest.mark.parametrize(
    "text", ["\ud800", "DOB \udfff 01/02/2016", "https://example.org/\ud800%41&amp;\udc00 0", "7\ud800@"]
)
def test_half_a_character_is_no_fault(text):
    assert found(text, ALLOWED) in {(), (Kind.DATE_OF_BIRTH,)}


def test_letters_that_stand_for_whole_phrases_make_a_text_no_longer():
    assert len(plain("\ufdfa\ufdfb" * 1_000)) == 2_000
    assert found("999\ufdfa000\ufdfb0018") == (Kind.NHS_NUMBER,)


def test_an_ordinary_text_is_read_in_microseconds():
    text = "A12 The police will agree the rota by 31 January 2023 at £532,000 under section 17 and SI 2018/789. " * 2
    tries = []
    for _ in range(20):
        started = time.perf_counter()
        for _ in range(50):
            found(text, ALLOWED)
        tries.append((time.perf_counter() - started) / 50)
    assert min(tries) < 1e-3  # about 150 microseconds on a quiet machine
