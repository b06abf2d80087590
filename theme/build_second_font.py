"""Make the theme's second font: DejaVu Sans in two weights, for the letters that Golos does not have.

    npm pack dejavu-fonts-ttf && tar xzf dejavu-fonts-ttf-*.tgz
    python theme/build_second_font.py package theme/static/fonts

Names from other languages (Türkiye, Łódź, Ελλάδα) and signs (≈, ≤, →) stand in share pictures and PDFs, which are made
on machines that may have no other font. Pages do not load it: a browser has fonts of its own.
"""

import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

WEIGHTS = {"DejaVuSans.ttf": "dejavu-sans.woff2", "DejaVuSans-Bold.ttf": "dejavu-sans-bold.woff2"}
#: Latin, modifiers, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian; punctuation, currencies, arrows, mathematics.
RANGES = (
    *(
        (0x20, 0x24F),
        (0x2B0, 0x3FF),
        (0x400, 0x52F),
        (0x530, 0x6FF),
        (0xFB50, 0xFEFC),
        (0x10A0, 0x10FF),
        (0x1E00, 0x1EFF),
    ),
    *((0x2000, 0x209F), (0x20A0, 0x20C0), (0x2100, 0x218F), (0x2190, 0x22FF), (0x25A0, 0x25FF), (0x2713, 0x2718)),
)
#: What sets letters in place and joins those of Arabic.
_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "init", "medi", "fina", "isol", "rlig"]


def main(package: Path, target: Path) -> None:
    for source, name in WEIGHTS.items():
        font = TTFont(package / "ttf" / source, recalcTimestamp=False)
        options = Options(hinting=False, layout_features=_FEATURES)
        options.drop_tables += ["FFTM"]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
        subsetter.subset(font)
        font.flavor = "woff2"
        font.save(target / name)
        print(f"{target / name}: {(target / name).stat().st_size} bytes, {len(font.getBestCmap())} letters")
    shutil.copyfile(package / "LICENSE", target / "DejaVu-LICENSE.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
