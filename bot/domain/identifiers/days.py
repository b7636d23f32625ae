"""What stands for a day, a birth or an age in a text of small letters. All is found in one walk through the text."""

import re

_NUMBER = r"(?:0?[1-9]|[12]\d|3[01])"
_DAY = r"\d{1,2}(?:\s?(?:st|nd|rd|th))?"
_MONTH = (
    r"(?:jan(?:u[ar]{1,3}y)?|feb(?:r?u?[ar]{1,3}y)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:t?ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_YEAR = r"(?:(?:[\s.\-/]{1,3}\d\d?)?[\s,.\-/]{0,3}(?:19|20)\d\d(?!\d)|[\s.\-/]{0,3}'?\d\d(?!\d))?"
_DATE = (
    r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d(?!\d)|"
    rf"{_NUMBER}(?P<to>\s?[.\\\-]\s?){_NUMBER}(?P=to)'?(?:\d{{4}}|\d\d)(?!\d)|"
    rf"{_NUMBER}\s?/\s?{_NUMBER}\s?/\s?'?(?:\d{{4}}|\d\d)(?!\d)|"
    rf"{_NUMBER}\s{_NUMBER}\s(?:\d{{4}}|\d\d)(?!\d)|"
    rf"{_NUMBER}\s?(?P<odd>[,:|_~*+=])\s?{_NUMBER}\s?(?P=odd)\s?(?:19|20)\d\d(?!\d)|"
    rf"\d{{4}}(?P<and>\s?[./\\\-]\s?|\s){_NUMBER}(?P=and){_NUMBER}(?!\d)|"
    rf"{_DAY}(?:[\s,.\-/]{{0,3}}|\sday\s)(?:of\s)?{_MONTH}{_YEAR}"
)
_MONTH_FIRST = rf"{_MONTH}[\s.\-/,]{{0,3}}(?:the\s)?{_DAY}(?![\da-z]){_YEAR}"
_MONTH_AND_YEAR = rf"{_MONTH}[\s,.\-/]{{0,3}}(?:of\s)?(?:(?:19|20)\d\d(?!\d)|'\d\d(?!\d))"
_NUMBERED_MONTH = r"(?<![\d/.\-])(?:0?[1-9]|1[0-2])[/.\-](?:19|20)\d\d(?![\d/.\-])"

_BIRTH = (
    r"(?:d[\s.\-/]{0,2}[o0][\s.\-/]{0,2}b(?:\.(?!\d))?|"
    r"dates?[\s\-_]{0,2}of[\s\-_]{0,2}b(?:irth|rith|ith|irht|rth|irt)|"
    r"d\.?\s?of\s?b\.?|birth[\s\-]?dates?|b(?:irth|[\-'])?days?)(?:'?s)?"
)
_IN_WORDS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]{3,5}teen)"
_YEARS = r"(?:years?|yrs?|months?|mths?|weeks?|wks?|days?|y|m)"
_AGED = rf"aged?\s?:?\s?(?:\d{{1,2}}(?![./\-]\d)|{_IN_WORDS})(?:[\s\-]?{_YEARS})?(?:[\s\-]old)?(?!\w)|aged(?!\w)"
_OLD_ENDS = rf"[\s\-]?(?:{_YEARS}[\s\-]?old|y\.?/?o)(?!\w)"
_OLD = rf"(?<![\w\-])\d{{1,2}}{_OLD_ENDS}"
_OLD_IN_WORDS = rf"(?<![\w\-]){_IN_WORDS}{_OLD_ENDS}"

# Words begin where no letter is before them, numbers where no digit is: so most of a long text is soon passed over.
_OF_LETTERS = (
    rf"(?P<birth>(?:{_BIRTH})(?![a-z]))|(?P<born>(?<!-)born(?![a-z]))|"
    rf"(?P<turned>turn(?:s|ed|ing)\s(?:\d{{1,2}}|{_IN_WORDS})(?!\w))|(?P<labour>(?<!pre-)(?<!pre )birth(?![a-z\-]))|"
    r"(?P<b>(?<![0-9])b\.?(?=\s{0,2}(?:the\s)?(?:\d|[jfmasond][aepuco][nbrylgptvc])))|"
    rf"(?P<aged>{_AGED})|(?P<named>{_MONTH_FIRST})|(?P<rough>{_MONTH_AND_YEAR})"
)
_OF_DIGITS = rf"(?P<old>{_OLD})|(?P<date>{_DATE})|(?P<numbered>{_NUMBERED_MONTH})|(?P<run>(?:\d{{8}}|\d{{6}})(?!\d))"
TOKEN = re.compile(
    rf"(?<![a-z])(?=[a-z])(?:{_OF_LETTERS}|(?P<in_words>{_OLD_IN_WORDS}))|(?<!\d)(?=\d)(?:{_OF_DIGITS})"
)
"""A word for a birth or for being born, an age, a day, a month of a year, or a run of 6 or 8 digits."""
KINDS = {"named": "date", "numbered": "rough", "aged": "age", "old": "age", "in_words": "age"}
"""What the groups mean that are another's spelling."""
DAYS = {"date", "named", "rough", "numbered", "run"}

DAY_OF_BIRTH = re.compile(
    rf"(?<![a-z])(?=[bd])(?P<said>(?:{_BIRTH})|born)(?![a-z])[^a-z0-9]{{0,4}}(?:(?:is|was|on|the)\s){{0,2}}"
    r"(?:0?[1-9]|[12]\d|3[01])\s?/\s?(?:0?[1-9]|1[0-2])(?![\d/%]|\s?/|\s?-\s?\d)"
)
"""A day and a month without a year, right beside such a word; "born in 03/04" is a year's."""
MAY_BE = re.compile(
    r"birth|born|d[\s.\-/]{0,2}[o0][\s.\-/]{0,2}b|of\s?b|b['\-]?day|age|old|y\.?/?o(?!\w)|turn|(?<!\w)b[.\s\d]"
)
"""Without one of these a text holds no date of birth."""
