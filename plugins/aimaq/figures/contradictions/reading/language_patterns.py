"""What stands around numbers in each language: endings, magnitudes, words between a number and its noun, and names.

All patterns are for plain text (:mod:`plain_text`), in which each gap is one or more spaces, and ignore the case.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

__all__ = ["LANGUAGES", "MILLION", "POSTPOSITIONS", "Language"]

MILLION = Decimal(10) ** 6
_MAGNITUDES = (Decimal(1000), MILLION, MILLION * 1000, MILLION**2)


@dataclass(frozen=True, slots=True)
class Language:
    """How numbers stand in the sentences of a language; each member is a pattern unless it says otherwise.

    ``endings`` are joined to a number. ``magnitudes`` are thousand, million, billion and trillion. ``between`` is a
    word between a number and its noun, and ``most`` (a number) how many there may be; ``listed`` joins such words.
    ``joint`` is the gap before the noun. ``joining`` stands between two numbers of one noun: "from 22 to 28 jobs".
    ``named`` stands before a number that is a name ("Article 28"), ``year`` before one that is a year.

    A number may also follow its noun: ``after_noun`` pairs what stands before such a number with what follows it.
    ``counting`` is a word that makes a noun a count, before it or behind it: "the number of enterprises";
    ``obliquely`` before the noun, or as its ending in Kazakh, says that another thing is counted: "complaints about
    enterprises rose to 28"; ``by`` before a number, that it is a change;
    ``their_number`` speaks of a noun before. ``about`` stands before a number in a cell of a table.
    ``governing`` names the case that a word before the number asks for. ``comma`` (a fact) states that a comma begins
    the fraction.
    """

    endings: str
    magnitudes: tuple[str, str, str, str]
    between: str
    most: int
    listed: str
    joint: str
    joining: str
    named: str
    year: str
    after_noun: tuple[tuple[str, str], ...]
    counting: str
    obliquely: str
    by: str
    their_number: str
    about: str
    governing: Mapping[str, str]
    comma: bool

    def magnitude(self, word: str | None) -> Decimal:
        """Return the number that a magnitude word stands for, 1 for other words."""
        found = zip(_MAGNITUDES, self.magnitudes, strict=True)
        named = (number for number, pattern in found if word and re.fullmatch(pattern, word, re.IGNORECASE))
        return next(named, Decimal(1))

    def split(self, unit: str) -> tuple[str, Decimal]:
        """Return a unit without its magnitude word, and the magnitude: "тенге" and 10^9 for "млрд тенге"."""
        first, _, rest = unit.partition(" ")
        magnitude = self.magnitude(first)
        return (rest, magnitude) if rest and magnitude > 1 else (unit, Decimal(1))


_ENDED = r" *(?:[.,;:)!?»”—–|\n\0]|\Z)"
#: An aside between a number and its noun: «28 (+6) предприятий».
_BRACKETS = r"\([^()|\n]{1,40}\)"
_SIGN = r"[:—–=(] *"
_RU_MONTHS = r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]{0,3}"
_RU_NEXT = (
    r" +(?:до|и|а|но|или|либо|в|во|на|к|ко|за|по|при|против|вместо|из|со?|от|у|для|что|это|эт[оа]т|благодаря|после"
    r"|также"
    r"|уже|ещё|годом|единиц[а-я]*|ед\.|\()(?!\w)"
)
# Excluded between: words that look like adjectives but are nouns, months, and the word for year.
_RUSSIAN = Language(
    endings=r"(?:-(?:х|ти|ми|мя|и|ю|а))?",
    magnitudes=(
        r"тыс\.?|тысяч[а-я]{0,3}",
        r"млн\.?|миллион[а-я]{0,3}",
        r"млрд\.?|миллиард[а-я]{0,3}",
        r"трлн\.?|триллион[а-я]{0,3}",
    ),
    between=(
        r"(?:(?!(?:рабоч|служащ|учащ|управляющ|военнослужащ|трудящ|больн|пострадавш|взросл|животн|год)[а-яё]*"
        rf"|{_RU_MONTHS}\b|данных\b)"
        r"[а-яё]+(?:-[а-яё]+)*(?:[ыио]й|[ая]я|[оые]е|[иы]е|[ое]го|[ое]му|[ыи]ми?|[ое]м|[ыи]х|[ую]ю|[ое]ю)"
        # Participles have words of their own: «28 работающих в зоне предприятий».
        r"(?:(?<=[шщмн][иы][хем]) +(?:в|на|при|по|из|под|для|с) +[а-яё]+(?: +[а-яё]+)?"
        r"|(?<=[шщмн][иы][хем]) +(?:сейчас|здесь|там|сегодня|уже|ещё|ныне|постоянно))?"
        rf"|{_BRACKETS}|как|с (?:лишним|небольшим|половиной|хвостиком)|(?:и|или) более|так называемых)"
    ),
    most=6,
    listed=r"(?:,|,? +(?:и|или|а также|так и))?",
    joint=r" +",
    joining=r"(?:,? +(?:до|и|или|либо|по|вместо|против|а не) +(?:(?:почти|более|около|уже) +)?|, )",
    named=(
        r"(?:№|§|\b(?:номер[а-я]*|стат(?:ь[а-я]*|ей)|ст\.|(?:под)?пункт[а-я]*|пп?\.|ч\.|глав[а-я]{1,3}|гл\."
        r"|параграф[а-я]*"
        r"|приложени[а-я]+|постановлени[а-я]+|приказ[а-я]*|рисун[а-я]+|рис\.|таблиц[а-я]|табл\.|дом|д\.|квартир[а-я]"
        r"|кв\."
        r"|корп\.|каб\.|маршрут[а-я]*|тел\.|телефон[а-я]*|факс[а-я]?|индекс|(?:ул\.|пр\.|улиц[а-я]"
        r"|проспект) [а-я-]+,?))"
    ),
    year=rf"\b(?:{_RU_MONTHS}|год[а-я]*|в|к|с|до|по|за|на|от) *",
    after_noun=(
        (
            rf"(?:{_SIGN}|- +)(?:(?:уже|всего|более|около|почти|свыше|порядка|примерно) +)?"
            r"|\b(?:до|против|на уровне|в|равн[а-я]+|созда[а-я]+|откры[а-я]+|работа[а-я]+|теперь|сейчас"
            r"|состав[а-я]+|достиг[а-я]*|насчитыва[а-я]+|превы[сш][а-я]+|стал[оаи]?"
            r"|станет"
            r"|был[оаи]?|будет|уже|всего|их|лишь|только|около|более|больше|свыше|почти|порядка|примерно|ровно|выше|ниже"
            r"|менее|меньше) +",
            rf"{_ENDED}|{_RU_NEXT}",
        ),
        (r"\b(?:со?|от) +", r" +до(?!\w)"),
    ),
    obliquely=r"(?:на|об?|в|во|для|со?|из|по|у|к|ко|за|при|от|через|между)",
    by=(
        r"[:—–(] *\+|\b(?:на +(?:(?:почти|более чем|примерно|около|целых) +)?"
        r"|(?:при)?рост[а-я]* +(?:состав[а-я]+ +)?|(?:увеличени|снижени)[а-я]+ +(?:состав[а-я]+ +)?)"
    ),
    their_number=r"\bих +(?:общ[а-я]+ +)?(?:числ[а-я]+|количеств[а-я]+)(?!\w)",
    about=r"(?:более|свыше|больше|около|почти|порядка|примерно|не менее|не более|менее|до|от)",
    counting=r"(?:числ(?:о|а|у|е|ом)|количеств[а-я]+|численност[а-я]+|объ[её]м[а-я]*|итог[а-я]*)",
    governing={
        "genitive": r"(?:из|от|до|для|без|у|около|более|менее|больше|меньше|свыше|порядка|среди|после|вместо|против"
        r"|кроме"
        r"|не менее|не более|числ[а-я]+|количеств[а-я]+)",
        "accusative": r"(?:на|за|через|про)",
    },
    comma=True,
)
_KK = "[а-яёәғқңөұүһі]"
_KK_NEXT = (
    rf"(?: +дейін)? +(?:же[тд]{_KK}+|арт{_KK}+|өс{_KK}+|көбей{_KK}+|азай{_KK}+|кемі{_KK}+|төменде{_KK}+|қысқар{_KK}+"
    rf"|болды|болады|болған"
    rf"|құра{_KK}+|ас(?:ты|ады|қан|ып){_KK}*|асып|тең|болып|болмақ|түс{_KK}+|көтеріл{_KK}+|ұлғай{_KK}+|жуықта{_KK}+"
    rf"|еді|екен"
    rf"|ған[ае]|астам|жуық|бірлік{_KK}*)(?!\w)"
)
# Adjectives of these endings are listed, because the accusative of nouns has the same ones.
_KK_ADJECTIVES = (
    r"тұрақты|қуатты|сапалы|маңызды|белсенді|тиімді|шартты|жауапты|әлеуетті|өзекті|салмақты|қабілетті|қажетті|міндетті"
    r"|шекті|ұқыпты|берекетті|өнімді|жоғары|сенімді|айтулы|беделді|төменгі|табысты|нақты|қымбатты|толыққанды|жалпы|жаңа"
    r"|резидент|ірі|шағын|орта|қосымша|жеке|түрлі|тең|барлық|заманауи|үлкен|кіші|бос|дайын|ашық|озық|шетел|басқа|өзге|ұқсас|ескі"
    r"|кәсіби|қазіргі|негізгі|уақытша|ұсақ|таза|осындай|мұндай|сондай|арнайы|аралас|қолданыстағы"
)
_KK_AFTER_NUMBER = (
    r"астам|артық|аса|жуық|кем|төмен|дейін|шақты|тарта|ғана|бірдей|дерлік|шамалы|шамасында|таяу|асатын|асқан|жететін"
)
#: Words that ask for a case of the number before them: "28-ге жуық".
POSTPOSITIONS: Final = re.compile(
    r"(?:астам|артық|аса|жуық|кем|төмен|дейін|таяу|тарта|асатын|асқан|жететін)(?!\w)", re.IGNORECASE
)
_KAZAKH = Language(
    endings=(
        r"(?:-(?:[ғгқк][ае]|[дтн][ае]н?|[ндт][ыі]ң?|[мбп]ен|[дт][ае]й"
        r"|с?[ыі](?:н[ыі]ң|н[ае]н?|н|нд[ае]|мен)?|(?:ау|еу)[ыі](?:н[ыі]ң|н[ае]н?|н)?|[ао]қ|ақ))?"
    ),
    magnitudes=(
        rf"мың{_KK}{{0,4}}",
        rf"млн\.?(?:-{_KK}{{2,3}})?|миллион{_KK}{{0,4}}",
        rf"млрд\.?(?:-{_KK}{{2,3}})?|миллиард{_KK}{{0,4}}",
        rf"трлн\.?(?:-{_KK}{{2,3}})?|триллион{_KK}{{0,4}}",
    ),
    between=(
        rf"(?:(?!(?:жыл|жас|ай|күн|апта|тоқсан|қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша"
        rf"|желтоқсан|адам|рет)(?:[дтлғгқк]?[аеыі]?[ғгқкн]?[ыіаер]?|[дл][ыі][қк])?\b)"
        rf"(?:{_KK}+(?:[лдт][ыі][қк]|л[ыі]|[ғқ]ы|[гк]і|[ғқ]ан|[гк]ен|[ае]тын|[ае]тін|йтын|йтін|ш[ыі])"
        rf"|{_KK_ADJECTIVES}|{_KK_AFTER_NUMBER})|{_BRACKETS})"
    ),
    most=6,
    listed=r"(?:,|,? +(?:және|мен|пен|бен|әрі|немесе))?",
    joint=r" +",
    joining=r"(?:,? +(?:және|мен|бен|пен|немесе|не|әлде) +|, |(?<=[ае]н) +)",
    named=r"(?:№|§|\b(?:бөлме|пәтер|көшесі,?|даңғылы,?|телефоны?|тел\.|кесте|сурет))",
    year=r"(?!)",
    after_noun=(
        (rf"(?:{_SIGN}|- +)(?:(?:шамамен|барлығы|қазір|бар болғаны) +)?", rf"{_ENDED}|{_KK_NEXT}"),
        (r"(?<=[\w,]) +", rf"{_KK_NEXT}|(?<=[ае]н) +\d[\d ]*(?:-{_KK}+)?{_KK_NEXT}"),
        # "Кәсіпорындардың 28-і", 28 of the enterprises.
        (r"(?<=[ыі]ң) +", r"(?:(?<=-[ыі])|(?<=-с[ыі])|(?<=[ыі]н)|(?<=[ыі]н[ае])|(?<=нд[ае])|(?<=н[ае]н))(?!\w)"),
        (r"(?:барлығы|жалпы саны|жалпы|саны|көлемі|шамамен) +", _ENDED),
    ),
    obliquely=r"(?:[ғгқк][ае]|н[ае]|[дт][ае]|[дтн][ае]н|[мбп]ен)",
    by=r"(?:^|[\s(]|[:—–(] *\+)",
    their_number=rf"\bолардың +(?:жалпы +)?саны{_KK}{{0,3}}(?!\w)",
    about=r"(?:шамамен|кемінде|кем дегенде|барлығы)",
    counting=rf"(?:сан(?:ы|ын){_KK}{{0,3}}|көлем(?:і|ін){_KK}{{0,3}}|мөлшер(?:і|ін){_KK}{{0,3}})",
    governing={},
    comma=True,
)
_EN_MONTHS = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_EN_NEXT = (
    r" +(?:in|by|at|on|from|to|and|or|but|as|this|last|next|since|after|over|with|for|compared|against|up|down|versus"
    r"|while"
    r"|when|today|now|so|year|of (?:them|which))(?!\w)"
)
_ENGLISH = Language(
    endings="",
    magnitudes=("thousand", "million|mln|m", "billion|bln|bn", "trillion|trn|tn"),
    between=(
        r"(?:(?!(?:of|the|an?|in|at|on|by|to|for|from|with|and|or|but|as|per|than|that|which|who|whose|w(?:as|ere|ill"
        r"|ould)"
        r"|is|are|be|been|ha[sd]|have|ca[nm]e?|could|may|might|said|saw|into|over|under|about|after|before|between"
        r"|until"
        r"|since|during|within|without|percent|cent|it|they|we|its|their|our|if|when|where|people|men|women|children"
        r"|(?:year|month|week|day|hour|minute|hectare|storey|story|foot|mile|tonne|ton|metre|meter|kilometre"
        r"|kilometer|point)"
        rf"(?:-old)?|{_EN_MONTHS})\b)"
        rf"(?!-)[a-z’'-]*(?:[a-rt-z]|ous|ss)|{_BRACKETS})"
    ),
    most=5,
    listed=r"(?:,|,? +(?:and|or))?",
    joint=r"(?: +|-)",
    joining=r"(?:,? +(?:to|and|or) +(?:(?:about|nearly|over|almost) +)?|, )",
    named=(
        r"(?:№|§|\b(?:nos?\.?|article|art\.|section|paragraph|clause|chapter|part|room|building|figure|fig\.|table"
        r"|order|decree"
        r"|law|rule|lot|plot|suite|office|route|phone|tel\.?|page|item)|\b(?:\d+|one|two|three|nine) +in)"
    ),
    # "In 2022 new enterprises opened": the number after such a word is most likely a year.
    year=(
        r"\b(?:in|by|since|from|until|till|during|before|after|through|early|late|mid"
        rf"|(?:end|start|beginning|middle|half|course|rest|results|plans|year) of|{_EN_MONTHS})[-,\s]+"
    ),
    after_noun=(
        (
            rf"(?:{_SIGN}|- +)(?:(?:about|nearly|over|almost|more than|some) +)?"
            r"|\b(?:to|at|of|from|is|was|are|were|be|been|reached|reach|reaches|totalled|totals?|totaled|exceeded|exceeds?"
            r"|hit|hits"
            r"|now|already|about|nearly|over|almost|more than|less than|only|some|equals?|numbers?|numbered) +",
            rf"{_ENDED}|{_EN_NEXT}",
        ),
        (r"\bfrom +", r" +(?:in \d{4} +)?to(?!\w)"),
    ),
    obliquely=r"(?:about|for|from|in|at|on|by|with|to|against|between|within|inside|outside|of)(?: the)?",
    by=(
        r"[:—–(] *\+|\b(?:rose|risen|grew|grown|fell|fallen|up|down|increased?|decreased?|climbed|dropped|declined"
        r"|gained|lost|growth|rise|fall)(?: (?:by|of))?(?: (?:nearly|almost|about|over|another))? +"
    ),
    their_number=r"\btheir +(?:total +)?number(?!\w)",
    about=r"(?:more than|over|about|around|nearly|almost|at least|up to|some|less than|fewer than)",
    counting=r"(?:numbers?|totals?|counts?|tally|amounts?|volumes?|sum)",
    governing={},
    comma=False,
)
LANGUAGES: Final[Mapping[str, Language]] = {"ru": _RUSSIAN, "kk": _KAZAKH, "en": _ENGLISH}
