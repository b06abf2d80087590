"""Make the theme's font: Golos Text, variable in weight, in two files.

The first has the letters of ru, kk, en and uz; the second has those of other European and Turkic languages, and a
browser fetches it only for a page that shows one of them (``unicode-range`` in ``styles/fonts.css``).

    npm pack @fontsource-variable/golos-text && tar xzf fontsource-variable-golos-text-*.tgz
    python theme/build_fonts.py package theme/static/fonts

The package splits the family by script into files that a browser fetches one by one, and a Kazakh word would
be set from three of them. They were cut from one design, with one scale and one axis, so they are joined again:
one request, one moment of arrival, and Kazakh letters that are spaced like the Cyrillic letters they stem from.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation
from fontTools.varLib.instancer import instantiateVariableFont

FAMILY = "golos-text"
WEIGHTS = (400, 700)

LATIN = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0\u00ad«»“”„‘’‚–—…·•§©°×÷−±²³½€"
CYRILLIC = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя" + "ІіҰұ№"
KAZAKH = "ӘәҒғҚқҢңӨөҮүҺһ"
CURRENCY = "₸"
MORE_LATIN = "".join(map(chr, (*range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x100)))) + "ıŒœ"
MORE_CYRILLIC = "ЂЃЄЅЇЈЉЊЋЌЎЏђѓєѕїјљњћќўџҐґ"
LATIN_EXTENDED = "ĀāĂăĄąĆćĊċČčĎďĐđĒēĖėĘęĚěĞğĠġĢģĦħĪīĮįİĶķĹĺĻļĽľŁłŃńŅņŇňŊŋŌōŐőŔŕŖŗŘřŚśŞşŠšŤťŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžȘșȚț"
FILES = {
    "golos": (("latin", LATIN), ("cyrillic", CYRILLIC), ("cyrillic-ext", KAZAKH), ("latin-ext", CURRENCY)),
    "golos-more": (
        ("latin", MORE_LATIN),
        ("cyrillic", MORE_CYRILLIC),
        ("latin-ext", LATIN_EXTENDED),
    ),
}

#: The letters of Uzbek (oʻ, gʻ, sanʼat) that look like quotation marks.
LIKE_MARKS = {0x02BB: 0x2018, 0x02BC: 0x2019}
SPACED = ("latin", "cyrillic")
SPACED_LIKE = dict(zip("ҒғҚқҢңӨөҮүӘәҺһ", "ГгКкНнОоУуОоНн", strict=True))
"""The package keeps no kerning between Kazakh letters and the rest: each borrows its relative's."""


def part(package: Path, script: str, letters: str) -> TTFont:
    """Return one file of the package with no more than the letters that are needed of it."""
    font = TTFont(package / "files" / f"{FAMILY}-{script}-wght-normal.woff2")
    if missing := [letter for letter in letters if ord(letter) not in font.getBestCmap()]:
        raise SystemExit(f"{FAMILY}-{script}: no glyph for {' '.join(missing)}")
    features = ["kern", "tnum", "locl"] if script in SPACED else []
    options = Options(hinting=False, layout_features=features, glyph_names=True, notdef_outline=True)
    options.drop_tables += ["vhea", "vmtx", "VVAR", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    put_breves(font)
    return font


def put_breves(font: TTFont) -> None:
    """Put the breve over ğ, Ğ and Ŭ, which the package has without one, placed as that of ă."""
    cmap, glyphs, variations, widths = font.getBestCmap(), font["glyf"], font["gvar"].variations, font["hmtx"].metrics
    for letter, like in (("ğ", "ă"), ("Ğ", "Ă"), ("Ŭ", "Ă")):
        if ord(letter) not in cmap:
            continue
        name, model = cmap[ord(letter)], cmap[ord(like)]
        if len(glyphs[name].components) > 1:
            raise SystemExit(f"the package has the breve of {letter} now: put_breves can go")
        breve = deepcopy(glyphs[model].components[1])
        breve.x += round((widths[name][0] - widths[model][0]) / 2)
        glyphs[name].components.append(breve)
        for own, other in zip(variations[name], variations[model], strict=True):
            # Behind the components stand the points that move the letter's left and right side.
            wider = own.coordinates[2][0] - own.coordinates[1][0] - other.coordinates[3][0] + other.coordinates[2][0]
            own.coordinates.insert(1, (other.coordinates[1][0] + round(wider / 2), other.coordinates[1][1]))


def join(base: TTFont, other: TTFont, script: str) -> None:
    """Add the other font's letters to the base, outlines, widths, variations and kerning alike."""
    names = {name: f"{name}.{script}" for name in other.getGlyphOrder() if name != ".notdef"}
    glyphs, variations, widths = base["glyf"], base["gvar"].variations, base["hmtx"].metrics
    for old, new in names.items():
        glyph = other["glyf"][old]
        if glyph.isComposite():
            for component in glyph.components:
                component.glyphName = names[component.glyphName]
        glyphs[new] = glyph
        variations[new] = other["gvar"].variations.get(old, [])
        widths[new] = other["hmtx"].metrics[old]
    base.setGlyphOrder(glyphs.glyphOrder)
    for table in base["cmap"].tables:
        table.cmap.update({code: names[name] for code, name in other.getBestCmap().items() if code not in table.cmap})
    if script in SPACED:
        other_gpos = deepcopy(other["GPOS"].table)
        _rename(other_gpos, names)
        _join_kerning(base, other, other_gpos)


def _rename(table: Any, names: dict[str, str]) -> None:
    for lookup in table.LookupList.Lookup:
        for pairs in _pairs(lookup):
            pairs.Coverage.glyphs = [names[name] for name in pairs.Coverage.glyphs]
            if pairs.Format == 1:
                for record in (record for each in pairs.PairSet for record in each.PairValueRecord):
                    record.SecondGlyph = names[record.SecondGlyph]
            else:
                for classes in (pairs.ClassDef1, pairs.ClassDef2):
                    classes.classDefs = {names[name]: number for name, number in classes.classDefs.items()}


def _join_kerning(base: TTFont, other: TTFont, other_gpos: Any) -> None:
    """Append the other's kerning lookups; their variations go behind the base's in the same store."""
    store, other_store = base["GDEF"].table.VarStore, other["GDEF"].table.VarStore
    regions, offset = store.VarRegionList.Region, len(store.VarData)
    shift = len(regions)
    regions.extend(other_store.VarRegionList.Region)
    for data in other_store.VarData:
        data.VarRegionIndex = [index + shift for index in data.VarRegionIndex]
        store.VarData.append(data)
    store.VarDataCount, store.VarRegionList.RegionCount = len(store.VarData), len(regions)
    for device in _devices(other_gpos):
        device.StartSize += offset
    gpos = base["GPOS"].table
    used = [n for record in other_gpos.FeatureList.FeatureRecord for n in record.Feature.LookupListIndex]
    added = [other_gpos.LookupList.Lookup[number] for number in sorted(set(used))]
    start = len(gpos.LookupList.Lookup)
    gpos.LookupList.Lookup.extend(added)
    gpos.LookupList.LookupCount = len(gpos.LookupList.Lookup)
    for record in gpos.FeatureList.FeatureRecord:
        record.Feature.LookupListIndex.extend(range(start, start + len(added)))
        record.Feature.LookupCount = len(record.Feature.LookupListIndex)


def _pairs(lookup: Any) -> list[Any]:
    tables = [getattr(table, "ExtSubTable", table) for table in lookup.SubTable]
    if any(not hasattr(table, "ValueFormat1") for table in tables):
        raise SystemExit("the package's kerning is no longer made of pairs alone")
    return tables


def _devices(table: Any) -> list[Any]:
    """Return every variation index once: values share them."""
    found: dict[int, Any] = {}
    for lookup in table.LookupList.Lookup:
        for pairs in _pairs(lookup):
            values = (
                [record for each in pairs.PairSet for record in each.PairValueRecord]
                if pairs.Format == 1
                else [record for row in pairs.Class1Record for record in row.Class2Record]
            )
            for value in (v for record in values for v in (record.Value1, record.Value2) if v is not None):
                device = getattr(value, "XAdvDevice", None)
                if device is not None:
                    found[id(device)] = device
    return list(found.values())


def space_like_relatives(font: TTFont) -> None:
    """Give each Kazakh letter the kerning of the letter that it stems from."""
    cmap = font.getBestCmap()
    kin = {cmap[ord(letter)]: cmap[ord(its)] for letter, its in SPACED_LIKE.items() if ord(letter) in cmap}
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for pairs in _pairs(lookup):
            covered = set(pairs.Coverage.glyphs)
            if pairs.Format == 1 or covered & set(kin):
                continue
            pairs.Coverage.glyphs += [new for new, relative in kin.items() if relative in covered]
            for classes in (pairs.ClassDef1, pairs.ClassDef2):
                numbers = classes.classDefs
                numbers.update({new: numbers[relative] for new, relative in kin.items() if relative in numbers})
            pairs.Coverage.glyphs.sort(key=font.getGlyphID)


def straighten(font: TTFont) -> None:
    """Let outlines go straight from the lightest weight to the heaviest, without the masters between them.

    Those masters are two fifths of the file. Between the ends an outline is then off by 4 thousandths of an em on
    average and by 22 at most (a point of W): a third of a pixel in running text.
    """
    for name, variations in font["gvar"].variations.items():
        if not variations:
            continue
        points, control = font["glyf"]._getCoordinatesAndControls(name, font["hmtx"].metrics)
        ends, composite = control.endPts, control.numberOfContours == -1
        heaviest = [variation for variation in variations if variation.axes["wght"][1:] == (1.0, 1.0)]
        for variation in heaviest:
            variation.calcInferredDeltas(points, ends)
        moves = zip(*(variation.coordinates for variation in heaviest), strict=True)
        total = [(round(sum(x for x, _ in move)), round(sum(y for _, y in move))) for move in moves]
        straight = TupleVariation({"wght": (0.0, 1.0, 1.0)}, total)
        straight.optimize(points, ends, isComposite=composite)
        font["gvar"].variations[name] = [straight]


def main(package: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for name, ((_, letters), *others) in FILES.items():
        font = made(package, letters, others)
        font.save(target / f"{name}.woff2")
        size = (target / f"{name}.woff2").stat().st_size
        print(f"{target / name}.woff2: {size} bytes, {len(font.getBestCmap())} letters")
    shutil.copyfile(package / "LICENSE", target / "OFL.txt")


def made(package: Path, latin: str, others: Iterable[tuple[str, str]]) -> TTFont:
    """Return one font with the letters of these scripts."""
    font = part(package, "latin", latin)
    for script, letters in others:
        join(font, part(package, script, letters), script)
    space_like_relatives(font)
    for table in font["cmap"].tables:
        table.cmap.update({letter: table.cmap[mark] for letter, mark in LIKE_MARKS.items() if mark in table.cmap})
    # Widths vary with the outlines' own phantom points, which say the same as this optional copy of them.
    del font["HVAR"]
    font = instantiateVariableFont(font, {"wght": WEIGHTS})
    straighten(font)
    font["post"].formatType = 3.0
    font.flavor = "woff2"
    return font


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
