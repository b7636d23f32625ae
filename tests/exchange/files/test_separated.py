import pytest

from bot.exchange.files import reading
from tests.exchange.files.making import here, sentence


def rows(contents, name="Action plan.csv"):
    return here(contents, name).sheets[0].rows


def test_the_sheet_has_the_name_of_its_file():
    book = reading.read("Action plan.csv", b"a,b\n")
    assert book.kind == "csv"
    assert book.sheets[0].name == "Action plan"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    book = here("Lead;Café £\r\n’20;–\r\n".encode(encoding), "plan.csv")
    assert book.sheets[0].rows == [["Lead", "Café £"], ["’20", "–"]]
    assert bool(book.notes) == (encoding == "cp1252")


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_both_byte_orders(order):
    assert rows("\ufeffa\tb".encode(order), "plan.txt") == [["a", "b"]]


@pytest.mark.parametrize("separator", list(",;\t|"))
def test_the_separator_is_found(separator):
    lines = [
        ["Action plan, 2022"],
        [],
        ["Ref", "Lead", "Due"],
        ["1", '"Police, health; others"', "soon"],
        ["2", "LA", '"by\nMay, 2022"'],
    ]
    found = rows("\n".join(separator.join(line) for line in lines).encode())
    assert found[0] in (["Action plan, 2022"], ["Action plan", "2022"])
    assert found[1:] == [
        [],
        ["Ref", "Lead", "Due"],
        ["1", "Police, health; others", "soon"],
        ["2", "LA", "by\nMay, 2022"],
    ]


def test_commas_within_numbers_and_sentences_don_t_separate():
    assert rows(b"Name;Value;Target\nA;1,5;2,5\nB;3,5;4,5\n")[1] == ["A", "1,5", "2,5"]
    assert rows(b"Ref\tAction\n1\tAgree, write, send\n2\tMeet, talk, agree\n")[1] == ["1", "Agree, write, send"]


def test_excels_own_first_line_names_the_separator():
    assert rows(b"sep=|\r\na,b|c\r\n") == [["a,b", "c"]]
    assert rows(b"SEP=;\na;b,c,d\n1;2,3,4\n") == [["a", "b,c,d"], ["1", "2,3,4"]]


def test_what_an_export_defused_is_as_it_was():
    assert rows(b"'=1+1,'-5,'+44,'@a,'quoted',it's") == [["=1+1", "-5", "+44", "@a", "'quoted'", "it's"]]


def test_values_stay_text():
    assert rows(b"010,1.0,TRUE,2022-11-14") == [["010", "1.0", "TRUE", "2022-11-14"]]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_line_ends_and_blank_rows(end):
    assert rows(end.join([b"a,b", b"", b",", b"1,2", b",", b"", b""])) == [["a", "b"], [], [], ["1", "2"]]


def test_text_under_the_ending_of_a_workbook():
    assert rows(b"a\tb\n1\t2\n", "plan.xls") == [["a", "b"], ["1", "2"]]
    assert rows(b"a,b\n1,2\n", "plan") == [["a", "b"], ["1", "2"]]
    assert "may be damaged" in sentence(here, b"hello", "plan.xlsx")
    assert "plain text" in sentence(here, b"hello", "plan")


@pytest.mark.parametrize(
    "contents",
    [b"a\0b", b"\xff\xfea", b"a\x81\x8d,b", b"\xff\xfea\0\0\0", bytes(range(1, 32)) * 9, b"\xfe\xff\xd8\0"],
)
def test_what_is_no_text(contents):
    assert "no text" in sentence(here, contents, "plan.csv")


def test_a_quotation_mark_that_is_never_closed_is_told_with_its_cell():
    assert "at about B3" in sentence(here, b'a,b\n1,2\n3,"open\n4,5\n', "plan.csv")
    assert "at about A2" in sentence(here, b'a\n"' + b"x" * 140_000, "plan.csv")


def test_quotation_marks_within_a_cell():
    assert rows(b'a,b\n"say ""yes""",5" pipe\n"Safe" rota,x\n') == [
        ["a", "b"],
        ['say "yes"', '5" pipe'],
        ["Safe rota", "x"],
    ]


def test_a_file_with_nothing_but_separators():
    assert rows(b",,,\n,,,\n") == []
    assert rows(b"\xef\xbb\xbf") == []
