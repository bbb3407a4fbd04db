"""The commonest Russian and Ukrainian time words, put into English words in the order that the English rules expect."""

from __future__ import annotations

import re

_MONTHS = (
    "январ|січн|січень",
    "феврал|лют(?:ого|ий|ому)",
    "март|берез",
    "апрел|квіт",
    "ма(?:я|е|й)(?!\\w)|трав(?:ня|ень|ні)",
    "июн|черв(?:ня|ень|ні)",
    "июл|лип(?:ня|ень|ні)",
    "август|серп",
    "сентябр|верес",
    "октябр|жовт",
    "ноябр|листопад",
    "декабр|груд",
)
_WEEKDAYS = (
    "понедельник|понеділ",
    "вторник|вівтор",
    "сред[уаы](?!\\w)|серед[уаи](?!\\w)",
    "четверг|четвер",
    "пятниц|п['’]ятниц",
    "суббот|субот",
    "воскресень|неділ[юяі](?!\\w)",
)
_EN_MONTHS = "january february march april may june july august september october november december".split()
_EN_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_PHRASES = (
    (r"позавчера|позавчора", "the day before yesterday"),
    (r"вчера ночью|вчора вночі|минулої ночі|прошлой ночью", "last night"),
    (r"сегодня ночью|сьогодні вночі|этой ночью|цієї ночі", "overnight"),
    (r"(?:в|у|в\s+ніч|у\s+ніч) ?ночь на|[ву] ніч на|ночью на", "overnight into"),
    (r"вчера|вчора", "yesterday"),
    (r"сегодня|сьогодні", "today"),
    (r"завтра", "tomorrow"),
    (r"(?:на )?(?:прошлой неделе|минулого тижня|минулому тижні)", "last week"),
    (r"(?:на )?(?:этой неделе|цього тижня|цьому тижні)", "this week"),
    (r"(?:на )?(?:следующей неделе|наступного тижня)", "next week"),
    (r"(?:в )?(?:прошлом месяце|минулого місяця)", "last month"),
    (r"(?:в )?(?:этом месяце|цього місяця)", "this month"),
    (r"(?:в )?(?:прошлом году|минулого року|торік)", "last year"),
    (r"(?:в )?(?:этом году|цього року)", "this year"),
    (r"(?:на |в |у )?(?:прошлых |минулих )?(?:выходн\w+|вихідн\w+)", "the weekend"),
    (r"(?:дней|дня|день|дні|днів|суток) (?:назад|тому)", "days ago"),
    (r"(?:недел[юия]|недель|тиж(?:день|ні|нів)) (?:назад|тому)", "weeks ago"),
    (r"(?:месяц(?:а|ев)?|місяц(?:ь|і|ів)) (?:назад|тому)", "months ago"),
    (r"(?:год(?:а)?|лет|рік|роки|років) (?:назад|тому)", "years ago"),
    (r"на рассвете|на світанку", "at dawn"),
    (r"утром|вранці|зранку|утра", "morning"),
    (r"днем|днём|вдень", "afternoon"),
    (r"вечером|ввечері|увечері", "evening"),
    (r"ночью|вночі|уночі", "overnight"),
    (r"около полуночи|опівночі|в полночь", "at midnight"),
    (r"в полдень|опівдні", "at noon"),
    (r"(?:в |у )?начале|(?:на )?початку", "early"),
    (r"(?:в |у )?конце|наприкінці", "late"),
    (r"(?:в |у )?середине|(?:в |у )?середині", "mid"),
    (r"с начала|з початку", "since the start of"),
    (r"\b(?:года|году|г\.|року|році|р\.)", ""),
    (r"(?:около|примерно|близько|приблизно|порядка)", "about"),
    (r"(?:весной|навесні)", "in spring"),
    (r"(?:летом|влітку)", "in summer"),
    (r"(?:осенью|восени)", "in autumn"),
    (r"(?:зимой|взимку)", "in winter"),
    (r"(?:прошл\w+|минул\w+)", "last"),
)


def anglicised(text: str) -> str:
    """`text` (lower case) with its Russian and Ukrainian words in English; other text as it is."""
    if not re.search(r"[а-яіїєґ]", text):
        return text
    for pattern, english in _PHRASES:
        text = re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", f" {english} ", text)
    for names, english_names in ((_MONTHS, _EN_MONTHS), (_WEEKDAYS, _EN_DAYS)):
        for pattern, english in zip(names, english_names, strict=True):
            text = re.sub(rf"(?<!\w)(?:{pattern})\w*", english, text)
    text = re.sub(r"^\s*(?:с|со|з|із|від)\s+(.+?)\s+(?:по|до)\s+", r"from \1 to ", text)
    text = re.sub(r"^\s*(?:с|со|з|із|від)\s+", "since ", text)
    text = re.sub(r"(?<!\w)(?:до|по)\s+", "until ", text)
    text = re.sub(r"(?<!\w)(?:между|між)\s+", "between ", text)
    text = re.sub(r"(?<!\w)(?:и|та|й|і)(?!\w)", "and", text)
    text = re.sub(r"(?<!\w)(?:во?|у|об?|на|к)\s+", "", text)
    return re.sub(r"\s+", " ", text).strip()
