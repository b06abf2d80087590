"""COLOURS: every colour follows from one or two, and text can be read in each of them."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from institutions.conftest import Built
from institutions.sites import SITES

from aimaq.base.problems import ProblemsFound
from aimaq.settings.colours import TOKENS, palette_of, recolouring_of, theme_palette
from aimaq.settings.oklch import contrast, hex_of, oklch_of
from aimaq.settings.read import read_settings
from tools.built import ROOT

THEME = theme_palette((ROOT / "theme" / TOKENS).read_text("utf-8"))
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        ("#245c3b", (0.42764, 0.08093, 154.91)),
        ("#855700", (0.495, 0.1051, 73.7)),
        ("#93d0a2", (0.804, 0.0901, 151.6)),
    ],
)
def test_a_colour_has_the_coordinates_that_another_program_gives_it(
    colour: str, expected: tuple[float, float, float]
) -> None:
    """Those of ColorAide 8.13, to three digits; and back."""
    assert oklch_of(colour) == pytest.approx(expected, rel=2e-3)
    assert hex_of(*oklch_of(colour)) == colour


def test_contrast_is_that_of_wcag() -> None:
    """The examples of WebAIM: grey #767676 is the lightest that may stand on white."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#ffffff", "#777777") == pytest.approx(4.48, abs=0.01)


@given(brand=COLOURS, second=st.one_of(st.just(""), COLOURS))
def test_whatever_the_colours_text_can_be_read_or_they_are_refused(brand: str, second: str) -> None:
    """On light and dark pages, on each ground; what a refusal proposes is accepted, and is used as it is."""
    for _ in range(2):
        settings = read_settings({"THEME": "theme", "COLOURS": {"brand": brand, "second": second}}, ROOT)
        try:
            recolouring_of(settings)
        except ProblemsFound as refused:
            for problem in refused.problems:
                proposed = problem.hint.rpartition(" ")[2]
                brand, second = (brand, proposed) if "COLOURS.second" in problem.message else (proposed, second)
        else:
            break
    else:
        pytest.fail(f"what is proposed is refused: {brand} {second}")
    palette = palette_of(THEME, brand, second)
    assert palette.light["accent"] == palette.light["band"] == brand
    for scheme in (palette.light, palette.dark):
        for ground in ("paper", "ground", "tint"):
            for text in ("ink", "ink-soft", "accent", "ochre", "focus"):
                assert contrast(scheme[text], scheme[ground]) >= 4.5, (text, ground, scheme)
            assert contrast(scheme["band"], scheme[ground]) >= 3
    assert oklch_of(palette.light["paper"])[0] > 0.9 and oklch_of(palette.dark["paper"])[0] < 0.3


def test_no_colour_of_the_theme_is_left_anywhere(newsrooms: list[Built]) -> None:
    """Neither on pages nor in what other sites load; and the brand's stands in each of these."""
    gallery = next(each for each in newsrooms if each.institution is SITES["gallery"])
    own = {*THEME.light.values(), *THEME.dark.values()}
    coloured = {name: text for name, text in gallery.site.texts.items() if re.search("#[0-9a-f]{6}", text)}
    for name, text in coloured.items():
        assert not own.intersection(re.findall("#[0-9a-f]{6}", text)), name
    kinds = {name.partition(".")[0] for name, text in coloured.items() if "#4a0e2c" in text}
    assert kinds >= {"theme/css/site", "theme/css/pdf", "theme/img/sign", "api/indicators/visitors"}
    dark = palette_of(THEME, "#4a0e2c").dark["paper"]
    assert f'<meta name="theme-color" content="{dark}"' in gallery.site.texts["index.html"]


def test_a_colour_that_cannot_be_read_is_named_with_its_line_and_the_nearest_one(tmp_path: Path) -> None:
    """Both at once."""
    conf = SITES["town"].write(tmp_path / "project") / "pelicanconf.py"
    line = conf.read_text("utf-8").count("\n") + 2
    value = {"brand": "#ffd400", "second": "#ffeeaa"}
    with conf.open("a", encoding="utf-8") as file:
        file.write('COLOURS = {\n    "brand": "#ffd400",\n    "second": "#ffeeaa",\n}\n')
    with pytest.raises(ProblemsFound) as raised:
        recolouring_of(read_settings({"THEME": str(ROOT / "theme"), "COLOURS": value}, conf.parent))
    assert [(problem.path, problem.line) for problem in raised.value.problems] == [
        ("pelicanconf.py", line),
        ("pelicanconf.py", line + 1),
    ]
    assert raised.value.problems[0].message == (
        'COLOURS.brand: "#ffd400" has a contrast of 1.4 to the page, and text needs 4.5'
    )


@pytest.mark.parametrize("value", ["green", "#12", "#12345g", 7])
def test_what_is_no_colour_is_refused(value: object) -> None:
    with pytest.raises(ProblemsFound, match=r"COLOURS\.brand: expected"):
        read_settings({"COLOURS": {"brand": value}}, ROOT)
