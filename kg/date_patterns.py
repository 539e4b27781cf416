"""The forms that time expressions take in English reports: regular expressions only, which `kg.dates` resolves.

Names without an underscore are used there: `RULES` are in order of preference between matches of equal length.
"""

from __future__ import annotations

import re

MONTH_NAME = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
DAY_NUMBER = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
YEAR = r"(?:19|20)\d\d(?!\d)"
NUMBER = r"(?:\d{1,3}|a couple of|a couple|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
PART = (
    r"(?:early|mid|late|(?:the )?(?:(?:very )?(?:beginning|start|middle|end)|(?:first|second|last|final) half"
    r"|(?:first|second|third|fourth|last|final) week) of)(?: in)?(?:-| )(?:the )?"
)
TIME_OF_DAY = r"(?:dawn|daybreak|sunrise|noon|midday|midnight|dusk|nightfall|sunset)"
SEASON_NAME = r"(?:spring|summer|autumn|fall|winter)"

_D = rf"\b{DAY_NUMBER}(?![\d%])"
_UNIT = r"(?:hour|day|night|week|fortnight|month|year)s?"
_DMY = rf"(?:the )?{_D}(?:-| of | ){MONTH_NAME}(?:,? {YEAR})?"
_MDY = rf"{MONTH_NAME} (?:the )?{_D}(?![.,:]\d)(?:,? {YEAR})?"
_NUMERIC = rf"\b(?:{YEAR}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./](?:{YEAR}|\d\d))(?!\d)"
_DOT = (
    r"\b(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])"
    r"(?![\d.]*\d|\s?(?:%|km|kg|m\b|percent|million|billion|mm))"
)
_MONTH = rf"(?:{PART})?{MONTH_NAME}(?:,? (?:of )?{YEAR})?"
_SEASON = rf"(?:{PART})?{SEASON_NAME}(?: of| in)? {YEAR}"
_PART_YEAR = rf"(?:{PART})?{YEAR}(?![-–]\d|,\d)"
_DATE = rf"(?:{WEEKDAY},? (?:the )?)?(?:{_NUMERIC}|{_DMY}|{_MDY})"
_ATOM = rf"(?:{_DATE}|{_SEASON}|{_MONTH}|{_PART_YEAR}|{_DOT}|{WEEKDAY}|yesterday|today)"
_DASH = r"\s?[–—‒-]\s?"
_SEP = rf"(?:{_DASH}| to | and | until | till | through | into )"
# A bare number after "August 18 and" is a day only where no noun follows that it could count.
_NO_NOUN = (
    r"(?=\s*(?:$|[.,;:!?)\]\"”’\n]"
    r"|(?:in|on|at|near|but|to|as|after|before|that|the|when|while|with|for|by|from|and)\b))"
)
# "at dawn on the 23rd": the day is the date's.
_HOUR = rf"\b(?:before|after|by|at|around|until|from) (?:about )?{TIME_OF_DAY} (?:on|of) "
_NIGHT = r"\b(?:overnight|(?:during |in |on )?the night)(?: of| on| from| into| between| to)?(?: the)? "
# "on the 9th" is a day, "on the 9th Brigade" is none.
# The first three are left out: "on the second" is more often no day.
ORDINAL_WORDS = (
    *("fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth"),
    *("fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
_ORDINAL = rf"(?:(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)|{'|'.join(ORDINAL_WORDS)})\b"
_DAY_OF_MONTH = (
    rf"(?P<n>{_ORDINAL})(?:{_SEP}(?:the )?(?P<last>{_ORDINAL}))?"
    r"(?=\s*(?:$|[.,;:!?)\]\"”’\n–—-])"
    r"| (?:a|an|the|in|on|at|near|but|to|as|after|before|that|when|while|with|for|by|from|and|its|his|their|they|he|it"
    r"|two|three|four|five|six|several|some|after|without|under|over|into|against|was|were|had|did|all"
    # "on the 14th threatened", but not "by the 3rd mechanized brigade"
    r"|(?!mechani|motori|armou?r|reinforc|combin|separat|unmann)\w{3,}ed)\b"
    r"| (?-i:[A-Z]))"
    r"(?! (?=(?-i:[A-Z]))(?:[\w’'-]+ ){0,4}(?:Brigade|Regiment|Division|Battalion|Army|Corps|Guards|Fleet|Squadron|Company"
    r"|Front|Group|Detachment|Infantry|Airborne|Air Assault|Motor|Mechani[sz]ed|Tank|Marine))"
)
_WAR = r"(?:war|invasion|conflict|aggression|hostilities|operation|offensive|uprising)"

RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(source, re.IGNORECASE | re.MULTILINE))
    for name, source in (
        (
            "since",
            r"\bsince (?:(?:about|around|at least) )?"
            r"(?:the (?:start|beginning) of (?:the |this )(?P<unit>week|month|year)"
            rf"|(?P<then>then)|(?:last )?(?P<atom>{_ATOM})|{TIME_OF_DAY}|this morning)",
        ),
        ("unknown", rf"\bsince (?:the )?(?:start|beginning|outbreak|onset) of (?:\S+ ){{0,4}}?{_WAR}\b"),
        (
            "unknown",
            rf"\b(?:until|till|after|before|prior to|ahead of|next) (?:{_ATOM}|{WEEKDAY})\b"
            r"|\b(?:until|till|before) next (?:week|month|year)\b",
        ),
        ("night", rf"{_NIGHT}(?P<a>{_ATOM})(?:{_SEP}(?P<b>{_ATOM}|{_D}))?"),
        ("night", rf"{_NIGHT}(?P<a>{_D}){_SEP}(?P<b>{_DMY})"),
        ("between", rf"\b(?:from |between )?(?P<a>{_D}){_SEP}(?P<b>{_DMY})"),
        ("between", rf"\b(?:from |between )?(?P<a>{_MDY})(?:{_DASH})(?P<b>{_D})"),
        (
            "between",
            rf"\b(?:from |between )?(?P<a>{MONTH_NAME} (?:the )?{_D}){_SEP}(?P<b>{_D}(?:, {YEAR})|{_D}{_NO_NOUN})",
        ),
        ("between", rf"\b(?:from|between) (?P<a>{MONTH_NAME} (?:the )?{_D}){_SEP}(?P<b>{_D})(?! {MONTH_NAME})"),
        ("between", rf"\b(?:from|between) (?P<a>{_ATOM}){_SEP}(?P<b>{_ATOM})"),
        ("between", rf"\b(?P<a>{_DATE})(?:{_DASH}| to | through | until | till )(?P<b>{_DATE})"),
        ("single", rf"{_HOUR}(?P<atom>{_DATE}|{WEEKDAY})"),
        ("single", rf"\b(?P<atom>{_DATE}|{_SEASON}|{MONTH_NAME},? (?:of )?{YEAR})"),
        (
            "edge",
            r"\b(?:on )?the (?P<edge>first|last) (?:day|morning|afternoon|evening|night) of"
            rf" (?P<atom>{MONTH_NAME}(?:,? {YEAR})?|{YEAR})(?![-–]\d)",
        ),
        ("single", rf"\b(?P<atom>{PART}(?:{MONTH_NAME}|{YEAR})(?:,? {YEAR})?)"),
        (
            "single",
            r"(?:\b(?:in|of|by|during|throughout|from|for|until) |\blast |\bthis )"
            rf"(?P<atom>{MONTH_NAME})(?![-\w]| \d{{1,2}}(?!\d|,\d)| {YEAR})",
        ),
        (
            "single",
            rf"\b(?:in|of|by|during|throughout|from|the year) (?P<atom>{YEAR})(?![-–]\d|[,.]\d)",
        ),
        ("single", rf"(?:\b(?:on|from|to|by|of|at|for|dated) |^)(?P<atom>{_DOT})"),
        ("day of month", rf"{_NIGHT}{_DAY_OF_MONTH}"),
        ("day of month", rf"{_HOUR}the {_DAY_OF_MONTH}"),
        (
            "day of month",
            rf"\b(?:(?:early |late |by dawn |by noon )?on|until|till|since|(?:^|(?<=[.;,:!?–—] ))by|by the (?:morning|evening) of"
            rf"|(?:morning|evening|afternoon|hours|dawn) of|from) the {_DAY_OF_MONTH}",
        ),
        (
            "day of month",
            rf"\bbetween the (?P<n>{_ORDINAL}) and (?:the )?(?P<last>{_ORDINAL})(?=\s*(?:$|[.,;:!?)\]]))",
        ),
        (
            "last weekday",
            r"(?:\b(?:on|by|since|from|last|till|until) (?P<day>(?-i:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun))\b(?!-)\.?"
            r"|^\W*(?P<first>(?-i:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun))\.?(?=,? \d|:|,? (?:morning|evening|night)))",
        ),
        ("last weekday", rf"\b(?:last|past) (?P<day>{WEEKDAY})\b"),
        ("single", rf"\b(?P<atom>{WEEKDAY})\b(?! (?:Times|Mirror|Express))"),
        (
            "day word",
            r"\b(?:the day before yesterday|(?:earlier |late |later |early )?(?:today|yesterday)(?:['’]?s)?"
            r"(?: (?:morning|afternoon|evening|night))?|y['’]day|yest(?=\W)|tonight|tomorrow|overnight|last night"
            r"|(?:early |earlier |late )?this (?:morning|afternoon|evening))\b",
        ),
        (
            "past",
            r"\b(?:(?:over|in|during|within|for|of|from|across) )?the (?:past|last|previous) "
            rf"(?:(?P<n>{NUMBER}) )?(?P<unit>{_UNIT})(?P<half> and (?:a )?half)?(?! of\b)\b",
        ),
        ("past", r"\b(?:last|past|previous) (?P<n>)(?P<unit>fortnight)(?P<half>)\b"),
        (
            "past",
            r"(?:^|(?<=[.;:!?] ))(?:Within|Over) (?P<n>a|24|48) (?P<unit>day|hours)(?P<half>)\b(?! of\b)"
            r"(?![^.]*\b(?:will|must|shall|should|(?:is|are|has|have) to)\b)",
        ),
        (
            "calendar",
            r"\b(?P<part>(?:earlier|later|early|mid|late)[ -]"
            r"|(?:the )?(?:start|beginning|middle|end|first half|second half) of (?:the )?)?"
            r"(?P<which>this|last|previous)\s(?P<unit>weekend|week|month|year|spring|summer|autumn|winter)\b",
        ),
        (
            "calendar",
            r"\b(?P<part>(?:the )?(?:start|beginning|middle|end|first half|second half) of )(?P<which>the )"
            r"(?P<unit>month|year)\b",
        ),
        ("calendar", r"\b(?P<part>\b)(?P<which>next) (?P<unit>week|fortnight|month|year)\b"),
        ("calendar", r"\b(?:(?:at|over|during) (?P<which>the )|all )(?P<unit>weekend)(?P<part>\b)"),
        (
            "unknown",
            rf"\b(?:(?:more|less) than |over |about |nearly |almost )(?:{NUMBER}) (?:{_UNIT}|minutes?) ago\b",
        ),
        ("ago", rf"\b(?P<n>{NUMBER}) (?P<unit>{_UNIT}|minutes?) ago\b"),
        (
            "shifted by",
            rf"\b(?P<n>{NUMBER}) (?P<unit>(?:day|night|week|fortnight|month|year)s?) "
            r"(?P<way>earlier|before|later|afterwards?)\b",
        ),
        (
            "named day",
            r"\b(?:(?:on|in) )?(?:the )?(?P<which>same|next|following|previous|preceding) "
            r"(?P<unit>day|night|morning|afternoon|evening|month|year|week)\b",
        ),
        ("named month", rf"\bthe (?P<which>previous|preceding|following) (?P<atom>{MONTH_NAME})"),
        ("named day", r"\bin (?P<which>that) (?P<unit>time|period)\b"),
        ("named day", r"\b(?:on |in )?(?P<which>that) (?P<unit>day|night|morning|afternoon|evening|month|year)\b"),
        ("day before or after", r"\bthe day (?P<way>before|after)(?= ?[.,;]|$)"),
        ("time of day", rf"\b(?:since|before|after|by|at|around|until|from) (?:about )?{TIME_OF_DAY}\b"),
        ("report day", r"\b(?:during|over|throughout|in the course of) the day\b"),
        (
            "report night",
            r"(?:\b(?:during the|over the|in the|throughout the|in the course of the|all)|(?:^|(?<=[.:;!?] ))at) night\b"
            r"(?! (?:of|to|from|between|on|before|after|into|shift)\b)",
        ),
        (
            "unknown",
            r"\b(?:(?:for|in|within|over|after|during) )?(?:(?:about|over|nearly|almost|more than|at least|some) )?"
            rf"{NUMBER} {_UNIT}\b",
        ),
    )
)

DEICTIC = re.compile(
    r"\b(?:today|yesterday|tonight|overnight|last night|this (?:morning|week|month|evening)|last week(?! of)|ago"
    rf"|{WEEKDAY})\b",
    re.IGNORECASE,
)
# Words of a text that speaks from its own day; a weekday with its date beside it says nothing of that.
NOW = re.compile(
    r"\b(?:today|yesterday|tonight|tomorrow|last night|this (?:morning|week|month|evening|afternoon)|last week(?! of)"
    rf"|(?:days?|hours?|weeks?) ago|(?<!that )(?:last |on ){WEEKDAY}(?!,? (?:the )?\d))\b",
    re.IGNORECASE,
)
AHEAD = re.compile(
    r"\b(?:(?:will|shall|due|scheduled|plans?|planned|planning|expected|upcoming|set to|intends?|is to|are to|means? to"
    r"|(?:(?-i:may)|might|could)(?! have)|invited|foreseen|postponed|put off|adjourned)\b[^.!?\n]*"
    # The present of what goes by a timetable: "flies to Moscow on Thursday".
    r"|(?:fl(?:y|ies)|gathers?|meets?|convenes?|travels?|arrives?|begins?|starts?|opens?|confers?) [^.!?;:,\n]*"
    r"|ahead of (?:a|the) [^.!?;:,\n]*)$",
    re.IGNORECASE,
)
# "may", "march", "mar": words, unless they are capitalised.
UNCASED_MONTH = re.compile(r"\b(?:may|march|mar|dec|sep|jun|jan)\b")

CUMULATIVE = re.compile(
    r"since (?:the )?(?:start|beginning|outbreak|onset) of (?:\S+ ){0,4}?"
    r"(?:war|invasion|conflict|aggression|hostilities|operation)"
    r"|\btotal (?:\w+ )?(?:loss|casualt)|\b(?:loss|casualt)\w+ (?:in total|to date)"
    r"|\bto date\b|\bcumulative|\brunning total"
    r"|\b(?:so far|overall) (?:in|during) (?:the|this) (?:war|invasion|conflict)",
    re.IGNORECASE,
)
PERIOD = re.compile(
    r"\bsince\b|\b(?:over|in|during|within|for|across|throughout) the (?:past|last|previous|course)\b"
    r"|\bduring (?!the (?:night|morning))"
    r"|\b(?:this|last) (?:week|month|year|spring|summer|autumn|winter)\b"
    r"|\bin (?:just|under|less than) .*\b(?:day|week|month|year|night)s?\b"
    rf"|\b(?:in|within|over|for) {NUMBER} (?:day|week|month|year|hour)s?\b"
    r"|\b(?:a|per|each|every) (?:day|week|month|year|night)\b(?! (?:ago|later|earlier|before))"
    rf"|\b(?:first|second) half of\b|\b(?:from|between) (?:the )?(?:\d|{MONTH_NAME}|{WEEKDAY}).*(?: to | and |until|[–-])"
    r"|\bso far\b|\ball in all\b|\bin (?:that|this) time\b|\bover the (?:month|week|year|whole)\b"
    r"|\b(?:in|over|throughout) the (?:whole |entire )?(?:battle|siege|campaign|offensive|operation|uprising)\b",
    re.IGNORECASE,
)
