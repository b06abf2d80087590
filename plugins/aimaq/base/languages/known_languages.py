"""What the program knows of each language beyond CLDR: cases, dates in a sentence, letters in addresses.

A language that is not in ``LANGUAGES`` can be an edition too: CLDR knows its numbers, plurals and months, and its
units have one case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from babel.core import get_global

from aimaq.base.languages.typography import CYRILLIC_UNITS, LATIN_UNITS, Typography

__all__ = ["LANGUAGES", "NOMINATIVE", "Language", "language_of", "script_of"]

NOMINATIVE: Final = "nominative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language of editions.

    ``name`` is its own name. ``locale`` is CLDR's. ``alphabet`` has its small letters, in order. In a sorted list
    ``same_letters`` stand where others do (ё, е), and ``last_letters`` of two characters after all. ``cases`` are
    those that a unit may list and a marker may name. ``dates`` holds UTS 35 patterns by kind of period ("day",
    "half-year" …) where those of CLDR suit a table and not a sentence; in them "{roman}" and "{number}" are the
    number of the quarter or half-year, "{first}" is the first month, in the form of the last one. ``percent`` is a
    pattern where newspapers set the sign otherwise than CLDR. ``letters`` says how an address writes letters (and
    signs) otherwise than all languages do, ``first_letters`` those that begin a word. ``noun_changes`` states
    whether a noun depends on the number before it, ``adjective_changes`` whether an adjective does,
    ``noun_capitals`` whether nouns have capital letters within a sentence. Without ``typography`` texts are
    published as they are typed.
    """

    name: str
    locale: str
    alphabet: str = ""
    same_letters: Mapping[str, str] = field(default_factory=dict)
    last_letters: tuple[str, ...] = ()
    cases: tuple[str, ...] = (NOMINATIVE,)
    dates: Mapping[str, str] = field(default_factory=dict)
    percent: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    first_letters: Mapping[str, str] = field(default_factory=dict)
    noun_changes: bool = True
    adjective_changes: bool = True
    noun_capitals: bool = False
    typography: Typography | None = None


#: Quotation marks are those of CLDR 48, but inside of «…» Kazakh newspapers put „…“, where CLDR has “…”.
LANGUAGES: Final[Mapping[str, Language]] = {
    "ru": Language(
        name="Русский",
        locale="ru",
        alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        same_letters={"ё": "е"},
        cases=(NOMINATIVE, "genitive", "dative", "accusative", "instrumental", "prepositional"),
        # CLDR's quarter is "4-й квартал", but newspapers and the bureau of statistics write "IV".
        dates={
            "day": "d MMMM y 'года'",
            "month": "LLLL y 'года'",
            "quarter": "'{roman} квартал' y 'года'",
            "half-year": "'{roman} полугодие' y 'года'",
            "months": "{first}–LLLL y 'года'",
            "year": "y 'год'",
        },
        typography=Typography(
            quotes="«»„“",
            dash="—",
            forward="а в во да до за и из к ко на не ни но о об от по с со у "
            "г. гл. им. кв. п. пп. пр. рис. см. ст. стр. т. табл. ул.",
            backward="б бы ж же ли ль",
            units=CYRILLIC_UNITS + "тыс. руб. рублей тенге г. гг. год года годы годов году годах лет дня дней недель "
            "месяца месяцев час часа часов минут человек раза раз процента процентов места мест предприятий проектов",
        ),
    ),
    "kk": Language(
        name="Қазақша",
        locale="kk",
        alphabet="аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
        cases=(
            NOMINATIVE, "genitive", "dative", "accusative", "locative", "ablative", "instrumental", "possessive",
            "possessive-genitive", "possessive-dative", "possessive-accusative", "possessive-locative",
            "possessive-ablative", "possessive-instrumental",
        ),
        # CLDR spells the quarters I, II and III with the Cyrillic letter І, which a search for "III" does not find.
        dates={
            "day": "y 'жылғы' d MMMM",
            "month": "y 'жылғы' MMMM",
            "quarter": "y 'жылғы {roman} тоқсан'",
            "half-year": "y 'жылғы {roman} жартыжылдық'",
            "months": "y 'жылғы' {first}–MMMM",
            "year": "y 'жыл'",
        },
        percent="#,##0\N{NO-BREAK SPACE}%",
        # A noun is in the singular after every number (бір кәсіпорын, 101 кәсіпорын), so a form for CLDR's "one"
        # would repeat "other", which UTS 35 uses for every category that is not given.
        noun_changes=False,
        typography=Typography(
            quotes="«»„“",
            dash="—",
            forward="т.",
            backward="да де та те ма ме ба бе па пе ғой ше қ. ауд. обл. көш.",
            units=CYRILLIC_UNITS + "мың теңге тг ж. жж. жыл жылы жылдар жылдары жылдарда жылға күн ай апта сағат минут "
            "адам пайыз пайызға есе орын кәсіпорын жоба",
        ),
    ),
    # CLDR's "en" is American English, which writes "December 31, 2022".
    "en": Language(
        name="English",
        locale="en_GB",
        alphabet="abcdefghijklmnopqrstuvwxyz",
        dates={"half-year": "'H{number}' y", "months": "{first}–LLLL y"},
        adjective_changes=False,
        typography=Typography(
            quotes="“”‘’",
            dash="–",
            forward="Mr Mrs Ms Dr Prof. No. Nos. p. pp. Fig. St.",
            units=LATIN_UNITS + "per percent thousand million billion trillion tenge years days weeks months hours "
            "minutes people times jobs places enterprises projects",
        ),
    ),
    "uk": Language(
        name="Українська",
        locale="uk",
        alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        cases=(NOMINATIVE, "genitive", "dative", "accusative", "instrumental", "locative"),
        dates={
            "day": "d MMMM y 'року'",
            "month": "LLLL y 'року'",
            "quarter": "'{roman} квартал' y 'року'",
            "half-year": "'{roman} півріччя' y 'року'",
            "months": "{first}–LLLL y 'року'",
            "year": "y 'рік'",
        },
        # Resolution 55 of the Cabinet of Ministers of Ukraine, 27 January 2010.
        letters={
            "зг": "zgh", "г": "h", "ґ": "g", "и": "y", "і": "i", "ї": "i", "є": "ie", "ь": "",
            "'": "", "\u2019": "", "\u02bc": "",
        },
        first_letters={"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"},
        typography=Typography(
            quotes="«»„“",
            dash="—",
            forward="а в від до за зі з із й і на не ні о об по та у м. р. ст. вул. див. ім. рис. т. табл.",
            backward="б би ж же чи",
            units=CYRILLIC_UNITS + "тис. грн р. рр. рік року роки років днів місяців годин осіб разів",
        ),
    ),
    "pl": Language(
        name="Polski",
        locale="pl",
        alphabet="aąbcćdeęfghijklłmnńoóprsśtuvwxyzźż",
        cases=(NOMINATIVE, "genitive", "dative", "accusative", "instrumental", "locative"),
        dates={
            "quarter": "'{roman} kwartał' y",
            "half-year": "'{roman} półrocze' y",
            "months": "{first}–LLLL y",
        },
        typography=Typography(
            quotes="„”«»",
            dash="–",
            forward="a do i ku na o od po u w we z za ze nr r. ul. art. str.",
            units=LATIN_UNITS + "tys. mln mld zł lat lata roku dni miesięcy godzin osób razy",
        ),
    ),
    "de": Language(
        name="Deutsch",
        locale="de",
        alphabet="aäbcdefghijklmnoöpqrsßtuüvwxyz",
        same_letters={"ä": "a", "ö": "o", "ü": "u", "ß": "ss"},
        cases=(NOMINATIVE, "genitive", "dative", "accusative"),
        dates={
            "quarter": "Q'. Quartal' y",
            "half-year": "{number}'. Halbjahr' y",
            "months": "{first}–LLLL y",
        },
        letters={"ä": "ae", "ö": "oe", "ü": "ue"},
        noun_capitals=True,
        typography=Typography(
            quotes="„“‚‘",
            dash="–",
            forward="Nr. S. Abb. Art. Dr. Prof. St.",
            units=LATIN_UNITS + "Prozent Mio. Mrd. Euro Jahre Jahren Tage Tagen Monate Monaten Stunden",
        ),
    ),
    "tr": Language(
        name="Türkçe",
        locale="tr",
        alphabet="abcçdefgğhıijklmnoöprsştuüvyz",
        cases=(NOMINATIVE, "genitive", "dative", "accusative", "locative", "ablative", "instrumental"),
        dates={
            "quarter": "y Q'. çeyrek'",
            "half-year": "y '{number}. yarıyıl'",
            "months": "{first}–LLLL y",
        },
        noun_changes=False,
        typography=Typography(
            quotes="“”‘’",
            dash="–",
            backward="da de mi mı mu mü",
            units=LATIN_UNITS + "bin milyon milyar trilyon lira yıl yılları gün ay saat kişi",
        ),
    ),
    "uz": Language(
        name="O\u02bbzbekcha",
        locale="uz",
        alphabet="abcdefghijklmnopqrstuvxyz\u02bb\u02bc",
        last_letters=("o\u02bb", "g\u02bb", "sh", "ch"),
        cases=(NOMINATIVE, "genitive", "dative", "accusative", "locative", "ablative"),
        dates={
            "day": "y'-yil' d-MMMM",
            "month": "y'-yil' MMMM",
            "quarter": "y'-yil {roman} chorak'",
            "half-year": "y'-yil {roman} yarim yillik'",
            "months": "y'-yil' {first}–MMMM",
            "year": "y'-yil'",
        },
        letters={"'": "", "\u2018": "", "\u2019": "", "\u02bb": "", "\u02bc": "", "`": ""},  # oʻ, gʻ and tutuq
        noun_changes=False,
        # A straight apostrophe may be a part of oʻ or gʻ, or the sign tutuq: it stays as it is typed.
        typography=Typography(quotes="“”‘’", dash="–", apostrophe=""),
    ),
    "ky": Language(
        name="Кыргызча",
        locale="ky",
        alphabet="абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
        cases=(NOMINATIVE, "genitive", "dative", "accusative", "locative", "ablative"),
        dates={
            "day": "y-'жыл,' d-MMMM",
            "month": "y-'жыл,' MMMM",
            "quarter": "y-'жыл, {roman} чейрек'",
            "half-year": "y-'жыл, {roman} жарым жылдык'",
            "months": "y-'жыл,' {first}–MMMM",
            "year": "y-'жыл'",
        },
        letters={"ң": "ng", "ү": "u", "ө": "o"},
        noun_changes=False,
        typography=Typography(
            quotes="«»„“",
            dash="—",
            backward="да де до дө та те то тө",
            units=CYRILLIC_UNITS + "миң сом жыл жылдары күн ай саат адам",
        ),
    ),
}  # fmt: skip


def language_of(lang: str) -> Language:
    """Return what is known of a language; of one that is not in ``LANGUAGES``, its code alone."""
    return LANGUAGES.get(lang) or Language(name=lang, locale=lang)


def script_of(lang: str) -> str:
    """Return the script of a language by CLDR's likely subtags (UTS 35): "Cyrl", "Latn"; "" of an unknown one."""
    return next((part for part in get_global("likely_subtags").get(lang, "").split("_") if len(part) == 4), "")
