"""What is an identifier and what is none, one by one. Every number here is a documented test number or made up."""

import pytest
from pydantic import ValidationError

from bot.domain.identifiers import Allowed, Kind, advice, found, refusal
from bot.domain.identifiers.postcodes import AREAS

ALLOWED = Allowed(
    postcodes=("B91 3QB", "sw1p3bt"),
    telephones=("0121 496 0001", "+44 7700 900001"),
    mailboxes=("Hub@council.example",),
    case_prefixes=("LCS", "eh"),
)

THE_TABLE = [
    (Kind.NHS_NUMBER, ["9990000018", "999 000 0026", "9434765919"], ["9434765871", "4857773456"]),
    (Kind.PUPIL_NUMBER, ["B801200005001", "P334000022001", "N33400002201A"], ["A801200005001"]),
    (Kind.NATIONAL_INSURANCE_NUMBER, ["AB123456C"], ["QQ123456A"]),
    (Kind.POSTCODE, ["B91 3QB"], ["A12", "R4"]),
    (Kind.PHONE_NUMBER, ["07700 900123"], []),
    (Kind.DATE_OF_BIRTH, ["DOB 01/02/2016"], ["due 01/02/2023"]),
    (Kind.ADDRESS, ["jane.doe@example.org"], []),
]


@pytest.mark.parametrize(("kind", "valid", "not_valid"), THE_TABLE, ids=lambda value: str(value)[:20])
def test_each_kind_is_known_by_its_rule(kind, valid, not_valid):
    for text in valid:
        assert found(text) == (kind,), text
        in_one_run = text.isdigit()  # then an NHS number needs the word beside it
        assert found(f"The file says: “{text}”.") == (() if in_one_run else (kind,)), text
    for text in not_valid:
        assert found(text) == (), text
        assert found(f"NHS number, UPN or NI number {text} in the file") == (), text


def listed(text):
    return [one for one in text.split("|") if one]


SPELLINGS = {
    Kind.NHS_NUMBER: listed(
        "NHS 9990000018|nhs no 9990000018|NHS No.9990000018|NHSnumber9990000018|his NHS number is 9990000018"
        "|The NHS number given was recorded as 9990000018|9990000018 (NHS no)|NHS: 4444444444|NHS no: 99 90 00 00 18"
        "|999 000 0018|999-000-0018|999.000.0018|999/000/0018|999\u2009000\u202f0018|999\n000\n0018|(999) 000 0018"
        "|999\u00ad000\u00ad0018 for the child|９９９ ０００ ００１８|in 2022 999 000 0018 12|9 9 9 0 0 0 0 0 1 8 NHS"
        "|999&nbsp;000&nbsp;0018|٩٩٩ ٠٠٠ ٠٠١٨|patient 9990000018|(9990000018)|the pupil's is 9990000018|No999 000 0018|ID999-000-0018|N.H.S. number 9990000018|n. h. s. 99 90 00 00 18"
        "|999,000,0026|NHS 999,000,0026|999 000 00 26 NHS|99 9000 0026 NHS no|NHS 9 990000026|999:000:0026|999+000+0026"
        "|999 – 000 – 0026|NHS number:\n99.90.00.00.26|due 31 January 2023. 99 9000 0026 NHS|NHS no 999O00OO26"
        "|NHS nine nine nine zero zero zero double oh two six|&#57;99 000 0026|mother 9990000026"
        "|NHS no. 999, 000, 0026 on the form|NHS number is 999, 000, 0026|999, 000, 0026 (NHS number)|“9990000026”"
        "|‘9990000026’|• 9990000026|NHS number *999* *000* *0026*|*999* 000 0026.|_*999* 000 0026_"
    ),
    Kind.PUPIL_NUMBER: listed(
        "b801200005001|B 801200005001|B801 2000 05001|B-801-2000-05001|UPN:B801200005001.|UPNB801200005001"
        "|upn n33400002201a|(B801200005001)|Ｂ８０１２００００５００１|B801200005001 12 June|UPN B80 1200 0050 01|B8O12OOOO5OO1"
    ),
    Kind.NATIONAL_INSURANCE_NUMBER: listed(
        "ab123456c|AB 12 34 56 C|AB-12-34-56-C|AB 123456 C|AB12 34 56C|(AB123456C)|NI no. AB123456C.|_AB123456C_"
        "|AB\u00a012\u00a034\u00a056\u00a0C|BY 31 12 22 A|AB/12/34/56/C|AB:12:34:56:C|AB_123456_C|A B 1 2 3 4 5 6 C|NI no AB123456"
    ),
    Kind.POSTCODE: listed(
        "b91 3qa|B913QA|(B91-3QA)|B91  3QA|B91.3QA|B91\n3QA|B 91 3QA|sw1a 1aa|SW1A1AA|EC1A 1BB|W1A 1HQ|M1 1AE|B33 8TH"
        "|b33 8th|CR2 6XH|DN55 1PT|JE2 3AB|S17 4AB|lives at B91 3QA,|https://example.org/?at=B91+3QA|Ｂ９１ ３ＱＡ"
        "|https://example.org/%42%391%203QA|B91, 3QA|B91:3QA|B9l 3QA|postcode B913 QA|lives at B 9 1 3 Q A"
        "|\u0421V7 7HL|\u0412\u041d1 1\u0410\u0410|\u0392\u0397\u0031 1\u0391\u0391|\u0441v7 7hl|BF1 1AA|bf1 1aa|GIR 0AA|gir0aa|B91 3 QT|moved from SW1A 2 AB in May"
    ),
    Kind.PHONE_NUMBER: listed(
        "07700900123|07700 900 123|07700-900-123|07700.900.123|07700/900123|(07700) 900123|0 7700 900123|07 700 900 123"
        "|+447700900123|+44 7700 900123|+44 (0)7700 900123|+44.(0).7700.900123|0044 7700 900123|00447700900123"
        "|447700900123|tel:07700900123|Tel07700900123|<tel:07700900123|07700 900123>|0121 496 0123|(0121) 496-0123"
        "|(0121) - 496 - 0123|0121 4960123|+44 (0)121 496 0123|0121 496 0123 ext 4521|01632960123|020 7946 0123"
        "|08081 570123|03069 990123|07700\n900123|in 2022. 07700 900123 400 calls|0 7 7 0 0 9 0 0 1 2 3|07700\u200b900123"
        "|7700 900123 is her mobile|call 7700 900123|mob. 7700900123|ring mum on 7700-900-123|tel 496 0123|tel 121 496 0123"
        "|O77OO 9OO123|oh seven seven double oh nine double oh one two three|07700,900,123|07700:900123|+353 87 123 4567"
        "|+48 601 234 567|(0) 121 496 0123"
    ),
    Kind.DATE_OF_BIRTH: listed(
        "DOB 010216|DOB 01022016|dob 1/2/16|D.O.B: 01-02-2016|d o b 01.02.2016|DoB is 1st Feb 2016|DOB01/02/2016"
        "|d.o.b. 1 Feb 2016|(DOB) 01/02/2016|*DOB:* 01/02/2016|DOB\n01/02/2016|DOB&nbsp;01/02/2016|DOB – 01/02/2016"
        "|DOB for the sibling: 2016-02-01|DOB Monday 1 Feb 2016|dob:1feb2016|ＤＯＢ ０１／０２／２０１６"
        "|date of birth: 2016-02-01|Date-of-birth: 01/02/2016|date of birth (child) 01/02/2016|date of birth Feb 2016"
        "|born on 1st February 2016|Born: 1 February 2016|born on the 1st of February 2016|born 2016-02-01T00:00"
        "|Born in Solihull, 1 Feb 2016|born Feb 1st 2016|aged 7 (01/02/2016)|aged 7yrs 01/02/2016|age 7 (01.02.2016)"
        "|7 yrs old, 01/02/2016|7yo 01/02/2016|aged seven (01/02/2016)|01/02/2016 (d.o.b.)|birthday: 1 Feb"
        "|01/02/2016 is her date of birth|Her birthday is on 1 February|aged 01/02/2016|DOB due. DOB 01/02/2016"
        "|01/02/2016, aged 7|01/02/2016 (aged 7)|1 Feb 2016 - 7 years old|aged 7 (b. March 2016)|child (b. 1/2/16)|7yo b 1/2/16"
        "|DOB as it is written in the old record is 01/02/2016|DOB (from the file) 01/02/2016|DOB recorded as 01/02/2016"
        "|date of birth, which the mother gave on the phone to us, is 1 Feb 2016|DOBs 1/2/16|d0b 1/2/16|date of brith 1/2/16"
        "|born, as we were told by the school nurse last week, on 1 February 2016|on 1 February 2016 she was born"
        "|the baby was born early and by emergency section on 1/2/16|born in February 2016|child born February 2016"
        "|(born Feb '16)|born 02/2016|DOB 1 Febuary 2016|DOB 01_02_2016|DOB 01,02,2016|b'day 1 Feb|gave birth on 1/2/16"
        "|1 Feb 2016 is his birthday|DOB O1/O2/2O16|born on the 1st of February, 2016|turned 7 on 1 February 2023"
        "|dob 3/4|DOB: 3/4, Solihull|born 03/04|born on 3/4|she was born 13/4.|d.o.b. is 3 / 4|date of birth 3/4|birthday 3/4"
    ),
    Kind.ADDRESS: listed(
        "a.b@example.org|A.B@EXAMPLE.ORG|<mailto:a@example.org>|a@example.org.|o'brien@example.org|josé@example.org"
        "|jane [at] example.org|jane(at)example(dot)org|jane at example dot org|Jane.Doe@ example.org|a@mail.example.org"
        "|not.hub@council.example|hub@council.example.org|j\u200b@example.org|jane＠example.org"
        '|"jane doe"@example.org|"jane.doe"@example.org|jane.doe AT example DOT org|jane.doe at example.org|jane%40example.org'
        "|jane@gmail,com|writes from jane@mail.example,co.uk|jane@example,co,uk|jane@[192.0.2.1]|_jane@example.org_|jane@example . org|jane{at}example.org"
    ),
    Kind.CASE_ID: listed(
        "lcs123456|LCS-123456|LCS 123 456|LCS_123456|LCS/123456|LCS:123456|LCS no 123456|LCS ID 12345|(LCS123456)|EH-1234"
        "|LCS 2022 123|LCS (123456)|LCS case number is 123456|LCS=123456|LCS case ref: 123456"
    ),
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in SPELLINGS.items() for text in texts])
def test_any_spelling_is_known(kind, text):
    assert kind in found(text, ALLOWED)


NEAR_MISSES = {
    "a ref": "A12|R4|D1|I1|1.2.3|REC 7a|A 12|#12|R4 2AB|A12 3BC|A12 2022-11-14 10:30|A12 31/01/2023 14.03",
    "a source": "JTAI-2022|WT2023|ILACS 2021-2022",
    "a sum": "£532,000|£1.2m|£1,234,567,890|2 FTE at £45k",
    "a section or a number of a statute": "s47|section 17|S17 4th meeting|s17 1st stage|SI 2018/789|s16E|reg 14",
    "a count": "over 400 cases|0 12 15 18 20 22 30|387 401 420 433|12 15 18 20 22 24 26|10-15 20-25 30-35|1st 2nd 3rd",
    "an extension": "ext 4521|extension 45210",
    "a public service's short number": "101|999|111|0800 1111|116 123|116 111",
    "a helpline": "NSPCC 0808 800 5000|0800 555 111|call 0300 123 1231|0345 045 5203|+44 300 123 1231|0808 2000 247",
    "an office's telephone, in any spelling": "0121 496 0001|(0121) 496-0001|+44 (0)121 4960001|mob 7700 900001|call 07700900001",
    "a number of ten digits beside no telephone": "ref 7700 900123|call volumes 7200 5100 90|order 7700900123|£7700 900123",
    "a financial year": "2022/23|2022-23 2023-24|FY22|2021 2022 2023 2024",
    "an id of Slack's": "U012AB3CD|<@U012AB3CD>|<#C012AB3CD|hub>|1667890123.123456",
    "an office's postcode, in any spelling": "B91 3QB|b913qb|B91-3QB|at SW1P 3BT",
    "an area that doesn't exist": "CP1 2AB|Q1 2AB|R4 2LA",
    "a second half that doesn't exist": "B91 3CM|S17 5pm",
    "half a postcode": "B91|the B37 group|E12 group",
    "a time": "9:30-10:15|09.30-10.30 120 people|0930-1030 1100-1200|00:30:00",
    "a version": "v1.2.3|10.0.0.1:8080|3.11.2",
    "a room or a floor": "room 2.14|room B1 2nd floor",
    "a motorway": "M42|M6 2nd exit|the M42 4th exit",
    "a hash": "da39a3ee5e6b4b0d3255bfef95601890afd80709|550e8400-e29b-41d4-a716-446655440000|3F9A",
    "a document's number in a web address": "https://example.org/9990000018|https://www.nhs.uk/07700900123",
    "ten digits with nothing beside them": "order 9990000018 again|20221103123456|ISBN 978-0-12-345678-9",
    "all the same digit with nothing beside it": "4444444444|444 444 4444",
    "a wrong check digit": "999 000 0019|NHS number 9990000019|UPN B801200005002",
    "a prefix that is never given": "GB123456C|DA123456C|AO123456C|AB123456E",
    "a date between words": "by 31.12.22 a review|on 14 11 22 a paper|At 10.11.22 a meeting",
    "a deadline": "due 01/02/2023|31st March 2023|31 Mar 23|01.02.2023 - 14.02.2023|2022-11-03 2022-11-10 3",
    "a deadline near work on dates of birth": "Records need the date of birth by 31 January 2023|DOB filled in, 31/1/2023",
    "a deadline near many words": "date of birth is in the new form that all schools use, next review is 31 January 2023"
    "|31/01/2023, DOB, ethnicity|Date of birth agreed. Next 3 March 2023|audit of DOB (was 31/01/2023)|Pre-birth: 31/01/2023",
    "days beside a word": "NHS number in 97.3% 1/3/2020 26/04/25|Child 3: review 25/12/19 14.00-16.30 199",
    "an age beside a deadline": "by 31 January 2023, aged 16-17|31 January 2023, age 8 on entry|at age 7, 1 March 2022",
    "a list": "a. 3 March 2023\nb. 1 March 2022|section b 1 March 2022|option b. 01/02/2023",
    "an idea": "the idea was born in March 2022|the hub was born on 1 March 2022|born at the March 2022 away day",
    "readings beside a word": "NHS 1,234,567,890|NHS trust 12:00-13:45 24/12|from NHS: 12, 150, 1822, 4|pupil group, order 9990000026",
    "a share, a length of time or a year beside a word": "DOB 3/4 complete|DOB: 3/4 of the files|no DOB 3/4|born 3/4 weeks early"
    "|those born 03/04|children born 03/04|born in 03/04|born 2003/04|born 03/04-05/06|DOB 45/60|DOB 3/4%|airborne 3/4",
    "three counts beside a word": "NHS: 999, 000, 0026 contacts|NHS numbers checked: 999, 000, 0026|999, 000, 0026|NHS no. 999, 000, 0019",
    "a district and a count": "the E12 3 GP surgeries|B91 3 at most|b91 3 qt|B91 3 QTs|S17 4 FT posts|GIR 1AA|giro 0AA",
    "an age": "aged 7|age 5-11|7 year olds|children aged 16 and 17 by 31 January 2023",
    "a cohort": "babies born in March 2022|children born 1 April 2022 to 31 March 2023|those born March 2022|born between 1 April 2022 and 31 March 2023|born after 1 April 2022",
    "a word with the letters in it": "unborn: 31/01/2023|manager 01/02/2023|stage 7 (01/02/2023)|robust 01/02/2023",
    "a role's mailbox": "hub@council.example|<mailto:HUB@council.example|the hub>",
    "no address": "@wmp|a@b|a@b,then|@unit,com|x@1.2|meeting @ 10.30|look at page dot 3",
    "a prefix without a number": "LCS|LCS 2022|LCS upgrade in 2023|EH 12|ehe 12345",
    "nothing": "|   |Agree the rota",
}


@pytest.mark.parametrize(
    ("why", "text"), [(why, text) for why, texts in NEAR_MISSES.items() for text in texts.split("|")]
)
def test_what_is_only_near_passes(why, text):
    assert found(text, ALLOWED) == ()
    assert refusal(text, ALLOWED) == ""


def test_several_kinds_are_named_once_each_and_in_one_order():
    text = "a@example.org, DOB 01/02/2016, b91 3qa, B91 3QA, NHS 9990000018"
    assert found(text) == (Kind.NHS_NUMBER, Kind.POSTCODE, Kind.DATE_OF_BIRTH, Kind.ADDRESS)
    assert refusal(text) == "it holds an NHS number, a postcode, a date of birth and an e-mail address"
    assert refusal("UPN B801200005001, LCS 123456", ALLOWED) == "it holds a unique pupil number and a local case id"


def test_the_end_of_a_phone_number_is_no_nhs_number_as_well():
    numbers = [f"+44 (0)121 496 0{last:03}" for last in range(1000)]
    assert {found(number) for number in numbers} == {(Kind.PHONE_NUMBER,)}


def test_there_are_125_areas_and_none_is_the_letter_of_a_ref():
    assert len(AREAS) == 125
    assert AREAS.isdisjoint("ARDI")


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_a_sentence_on_how_to_word_it(kind):
    assert advice(kind).endswith(".")
    assert found(advice(kind), ALLOWED) == ()


def test_a_prefix_of_one_character_is_refused():
    with pytest.raises(ValidationError):
        Allowed(case_prefixes=("A",))
