"""The width of a text in Arial, for SVG pictures, which other sites show without our fonts.

The widths are those of Liberation Sans, which are Arial's, in 1/2048 of the font size. Kazakh letters, which Liberation
Sans lacks, and unlisted characters get a width that is rather too large. SVG's ``textLength`` fits the text to the
measured width in any font that a reader has. Share pictures are drawn in the theme's own font, so Pillow measures them
(:mod:`aimaq.newsroom.output.share_image`); its FreeType cannot measure a font that is not there.
"""

from collections.abc import Mapping

__all__ = ["fitted", "measure", "wrapped"]

_EM = 2048
_UNKNOWN = 1800


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text, in the unit of its font size, rounded up to a tenth."""
    widths = _BOLD if bold else _REGULAR
    units = sum(widths.get(letter, _UNKNOWN) for letter in text)
    return -(-units * size * 10 // _EM) / 10


def fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return the text, cut off with an ellipsis if it is wider than ``room``."""
    if measure(text, size, bold=bold) <= room:
        return text
    widths = _BOLD if bold else _REGULAR
    units, fits = widths["…"], 0
    for length, letter in enumerate(text, 1):
        units += widths.get(letter, _UNKNOWN)
        if -(-units * size * 10 // _EM) / 10 > room:
            break
        fits = length
    return f"{text[:fits].rstrip()}…"


def wrapped(text: str, room: float, size: float, lines: int, *, bold: bool = False) -> tuple[str, ...]:
    """Return the text in at most ``lines`` lines, broken between words; what does not fit is cut off."""
    words, broken = text.split(" "), [""]
    for word in words:
        if len(broken) == lines and measure(broken[-1], size, bold=bold) > room:
            break  # what is more is cut off
        longer = f"{broken[-1]} {word}".lstrip()
        if measure(longer, size, bold=bold) <= room or not broken[-1] or len(broken) == lines:
            broken[-1] = longer
        else:
            broken.append(word)
    return tuple(fitted(line, room, size, bold=bold) for line in broken)


def _table(letters: Mapping[int, str]) -> dict[str, int]:
    return {letter: width for width, some in letters.items() for letter in some}


_REGULAR = _table({
    391: "'", 455: "ijlі‘’", 532: "|", 569: " !,./:;I[\\]ft\xa0·І", 682: "()-`r²³“”„", 684: "{}", 727: '"', 747: "г",
    797: "*", 819: "°", 850: "ғ", 896: "к", 938: "т", 939: "з", 961: "^", 1000: "қ", 1024: "Jcksvxyzсух", 1045: "э",
    1060: "ұү", 1067: "чь", 1088: "в", 1109: "Гпя", 1124: "±÷", 1131: "н",
    1139: "#$0123456789?L_abdeghnopqu«»§аеорё–€һәө₸", 1144: "ий", 1150: "Ғ", 1173: "бц", 1193: "К", 1195: "дл",
    1196: "+<=>~×−", 1200: "ң", 1237: "З", 1251: "FTZТ", 1280: "ъҚ", 1301: "У", 1344: "БЛЬ", 1365: "Ч",
    1366: "&ABEKPSVXYАВЕРХҰҮ", 1367: "Ё", 1370: "ж", 1387: "Д", 1408: "м", 1472: "ИЙПЭы", 1479: "CDHNRUwНСЯҺ",
    1500: "Ң", 1515: "Ц", 1536: "ю", 1540: "Ә", 1557: "Ф", 1593: "GOQОӨ", 1621: "Ъ", 1643: "ш", 1685: "фщ",
    1706: "MmМ", 1813: "Ы", 1821: "%", 1877: "Ш", 1891: "Ж", 1920: "Щ", 1933: "W", 2048: "—…™", 2069: "Ю", 2079: "@",
    2197: "№",
})  # fmt: skip
_BOLD = _table({
    487: "'", 569: " ,./I\\ijl\xa0·Іі‘’", 573: "|", 682: "!()-:;[]`ft²³", 797: "*r{}", 819: "°", 853: "г", 920: "ғ",
    971: '"', 1003: "т", 1018: "з", 1024: "z“”„", 1025: "к", 1090: "қ", 1124: "±÷", 1131: "э",
    1139: "#$0123456789J_aceksvxy«»§аесухё–€", 1161: "Г", 1170: "ұү", 1189: "ч", 1195: "я", 1196: "+<=>^~×−",
    1220: "Ғ", 1237: "нп", 1250: "К", 1251: "?FLTZbdghnopquТорһәө₸", 1259: "вийць", 1265: "б", 1274: "У", 1283: "З",
    1300: "дң", 1301: "л", 1340: "Қ", 1366: "EPSVXYЕРХ", 1370: "Ё", 1400: "ҰҮ", 1437: "Л", 1439: "Ч", 1452: "ж",
    1457: "Э", 1459: "Д", 1472: "БИЙПЬЯ", 1479: "&ABCDHKNRUАВНСҺ", 1493: "ъ", 1496: "Ц", 1515: "м", 1540: "ҢӘ",
    1593: "GOQwОӨ", 1706: "MМ", 1707: "ш", 1728: "щ", 1748: "Ф", 1749: "ыю", 1781: "Ъ", 1792: "ф", 1821: "%m",
    1851: "Ж", 1933: "W", 1997: "@", 2005: "Ы", 2048: "—…™", 2058: "Ш", 2087: "Щ", 2112: "Ю", 2283: "№",
})  # fmt: skip
