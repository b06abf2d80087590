"""Pictures at the desk in a real browser: a photo report by clicks, pictures turned and cropped, the library."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import datetime
from itertools import combinations, product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, expect

from aimaq.desk.server import DeskServer
from aimaq.newsroom.content.frontmatter import read_document
from aimaq.newsroom.content.kinds import KINDS
from tools.browser import axe
from tools.built import LANGUAGES, PREFIXES, aimaq

from .test_desk import desk
from .writing import Writing, careful_tab


def photo(number: int) -> bytes:
    """A picture of its own for each number: dark on the left and bright on the right."""
    stream = io.BytesIO()
    image = Image.new("RGB", (600, 300), (20, 20, number))
    image.paste((230, 230, 230), (300, 0, 600, 300))
    image.save(stream, "JPEG")
    return stream.getvalue()


REPORT = {
    "ru": ("День открытых дверей", "Зону показали школьникам.", "На снимке"),
    "kk": ("Ашық есік күні", "Аймақты оқушыларға көрсетті.", "Суретте"),
    "en": ("An open day", "Pupils saw the zone.", "In the picture"),
}
CREDIT = "А. Фотограф"


def test_a_photo_report_of_twelve_in_three_languages(project: Path, server: DeskServer, writing: Writing) -> None:
    """Twelve files are chosen at once, described in one dialog, saved, built: each page shows what was meant."""
    tab = writing.tab
    slug = writing.begin("Photo report", REPORT["ru"][0])
    tab.get_by_label("Choose a file… Photos").set_input_files(
        [FilePayload(name=f"DSC_{each:04}.JPG", mimeType="image/jpeg", buffer=photo(each)) for each in range(12)]
    )
    writing.actions += 1
    dialog = tab.get_by_role("dialog", name="Photos: 12")
    for lang, (title, summary, alt) in REPORT.items():
        box = dialog.get_by_role("group", name=lang, exact=True)
        if lang != "ru":
            writing.type(box.get_by_label("Title"), title)
        writing.type(box.get_by_label("Lead"), summary)
        lines = [f"{alt} {each}: цех" for each in range(12 if lang != "en" else 11)]
        writing.type(box.get_by_label("What each picture shows"), "\n".join(lines))
    writing.type(dialog.get_by_role("group", name="ru", exact=True).get_by_label("Who took them"), CREDIT)
    # A line is missing: nothing is stored, and the dialog says which.
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog.get_by_role("alert")).to_have_text("Each picture needs its line. en: 11 / 12")
    assert [path.name for path in (project / "content/media").iterdir()] == [".gitkeep"]
    alts = dialog.get_by_role("group", name="en", exact=True).get_by_label("What each picture shows")
    alts.fill("\n".join(f"{REPORT['en'][2]} {each}: цех" for each in range(12)))
    writing.click(dialog.get_by_role("button", name="Insert"))
    dialog.wait_for(state="detached")
    writing.button("Ready in all versions")
    assert writing.save() == "Saved."
    assert writing.actions <= 19, f"{writing.actions} actions"

    zone = ZoneInfo("Asia/Almaty")
    for lang, (title, summary, alt) in REPORT.items():
        name = f"content/news/{slug}.{lang}.md"
        data = (project / name).read_bytes()
        found = read_document(data, name, KINDS["photos"].fields, zone=zone, today=datetime.now(zone).date())
        assert found.problems == ()
        assert [found.values[field] for field in ("title", "summary", "status")] == [title, summary, "published"]
        assert [(each.file, each.alt, each.credit) for each in found.values["photos"]] == [
            (f"media/dsc-{each:04}.jpg", f"{alt} {each}: цех", CREDIT) for each in range(12)
        ]
    assert [(project / f"content/media/dsc-{each:04}.jpg").read_bytes() for each in range(12)] == [
        photo(each) for each in range(12)
    ]
    done = aimaq("build", project=project)
    assert done.returncode == 0, done.stderr
    for lang, (_, _, alt) in REPORT.items():
        page = (project / f"output/{PREFIXES[lang]}news/{slug}/index.html").read_text("utf-8")
        assert all(f'alt="{alt} {each}: цех"' in page for each in range(12))
        assert page.count(f": {CREDIT}</span>") == 12


def test_a_picture_is_turned_and_cropped_by_mouse_and_by_keyboard(
    project: Path, server: DeskServer, writing: Writing
) -> None:
    """What was chosen stands in the description file and is shown at the desk; its own file stays as it was."""
    (project / "content/media/shop.jpg").write_bytes(photo(0))
    text = project / "content/news/plans.ru.md"
    field = 'photo: {file: media/shop.jpg, alt: "Цех", credit: "А. Б."}'
    text.write_text(text.read_text("utf-8").replace("\nkind:", f"\n{field}\nkind:", 1), "utf-8")
    tab = writing.tab
    writing.open("news/plans.ru.md")
    writing.button("Turn and crop… media/shop.jpg")
    dialog = tab.get_by_role("dialog", name="Turn and crop… media/shop.jpg")
    box = dialog.locator(".stage canvas").bounding_box()
    assert box
    x, y, width, height = box["x"], box["y"], box["width"], box["height"]
    tab.mouse.move(x + width / 2, y)
    tab.mouse.down()
    tab.mouse.move(x + width * 0.8, y + height * 0.6)
    tab.mouse.move(x + width, y + height - 1)
    tab.mouse.up()
    assert dialog.get_by_label("Crop: left").input_value().startswith("50")
    tab.mouse.click(x + width * 0.75, y + height * 0.25)
    assert dialog.get_by_label("Point: left").input_value()[:2] in ("74", "75")
    dialog.get_by_role("group", name="The picture, and its point").press("ArrowRight")
    assert dialog.get_by_label("Point: left").input_value()[:2] in ("75", "76")
    dialog.get_by_role("button", name="Turn right").click()
    assert float(dialog.get_by_label("Crop: top").input_value()) == pytest.approx(50, abs=1)
    assert float(dialog.get_by_label("Crop: left").input_value()) == pytest.approx(0, abs=1)
    dialog.get_by_role("button", name="Keep").click()
    dialog.wait_for(state="detached")
    (kept,) = json.loads((project / "content/data/pictures.json").read_text("utf-8"))["pictures"].values()
    assert kept["turn"] == 90 and kept["crop"]["height"] == pytest.approx(50, abs=1)
    assert kept["focus"]["top"] == pytest.approx(76, abs=1) and kept["focus"]["left"] == pytest.approx(75, abs=1)
    assert (project / "content/media/shop.jpg").read_bytes() == photo(0)
    # All of the bright half is kept, and nothing of the dark one.
    small = tab.request.get(f"{writing.address}/small/media/shop.jpg").body()
    with Image.open(io.BytesIO(small)) as shown:
        assert shown.size == (300, 200) or shown.size == (360, 240)
        assert min(shown.convert("L").tobytes()) > 150
    assert aimaq("build", project=project).returncode == 0

    writing.button("Turn and crop… media/shop.jpg")
    dialog.get_by_label("Crop: width").press("Control+a")
    dialog.get_by_label("Crop: width").fill("")
    dialog.get_by_label("Crop: width").press("Tab")
    dialog.get_by_label("Shape").select_option("1 : 1")
    assert dialog.get_by_label("Crop: height").input_value() == "50"
    dialog.get_by_role("button", name="Do not crop").click()
    dialog.get_by_role("button", name="No point").click()
    dialog.get_by_role("button", name="Turn left").click()
    dialog.get_by_role("button", name="Keep").click()
    dialog.wait_for(state="detached")
    assert json.loads((project / "content/data/pictures.json").read_text("utf-8"))["pictures"] == {}


def test_what_no_build_would_take_is_not_written(project: Path, writing: Writing) -> None:
    (project / "content/media/shop.jpg").write_bytes(photo(0))
    headers = {"Origin": writing.desk.removesuffix("/__desk"), "Content-Type": "application/json"}
    for body in (
        {"file": "media/shop.jpg", "turn": 45},
        {"file": "media/none.jpg", "turn": 90},
        {"file": "media/shop.jpg", "crop": {"left": 50, "top": 0, "width": 60, "height": 50}},
    ):
        answer = writing.tab.request.post(f"{writing.address}/api/framing", data=json.dumps(body), headers=headers)
        assert answer.status == 422 and answer.json()["problems"]
    assert not (project / "content/data/pictures.json").exists()


WORDS = {"ru": ("Цех утром", "Новый цех"), "kk": ("Таңғы цех", "Жаңа цех"), "en": ("The shop", "The new shop")}
MARKS = {"ru": "Фото:", "kk": "Фото:", "en": "Photo:"}


def use_a_picture(project: Path) -> None:
    """Write a story in three languages that shows a picture above its text and in it; and leave another unused."""
    (project / "content/media/shop.jpg").write_bytes(photo(0))
    (project / "content/media/spare.jpg").write_bytes(photo(1))
    (project / "content/media/plan.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    for lang, (words, _) in WORDS.items():
        (project / f"content/news/morning.{lang}.md").write_text(
            f'---\ntitle: "{words}"\ndate: 2023-05-06\nkind: news\nsummary: "{words}."\n'
            f"# who took it\nphoto: {{file: media/shop.jpg, alt: '{words}', credit: \"А. Б.\"}}\n---\n\n"
            f'{words}.\n\n![{words}](/media/shop.jpg "{words}. {MARKS[lang]} А. Б.")\n',
            "utf-8",
        )


def test_the_library_finds_pictures_and_describes_them_once_for_all(
    project: Path, server: DeskServer, writing: Writing
) -> None:
    use_a_picture(project)
    before = {lang: (project / f"content/news/morning.{lang}.md").read_text("utf-8") for lang in WORDS}
    tab = writing.tab
    tab.goto(f"{writing.desk}/")
    writing.link("Pictures and files")
    rows = tab.locator("tbody tr")
    expect(rows).to_have_count(3)
    for words in ("таңғы", "ЦЕХ УТРОМ", "the shop", "SHOP.jpg", "morning б"):
        tab.get_by_role("searchbox").fill(words)
        with tab.expect_navigation():  # not a wait for its address: that of the last words fits as well
            tab.get_by_role("searchbox").press("Enter")
        names = [each.inner_text() for each in rows.locator("th a").all()]
        assert names == ([] if words == "morning б" else ["media/shop.jpg"]), words
    tab.goto(f"{writing.desk}/library/?used=no")
    assert sorted(each.inner_text() for each in rows.locator("th a").all()) == ["media/plan.pdf", "media/spare.jpg"]
    tab.goto(f"{writing.desk}/library/?kind=pictures&used=yes")
    writing.link("media/shop.jpg")
    for lang, (_, words) in WORDS.items():
        writing.type(tab.get_by_label(f"What the picture shows ({lang})"), words)
    writing.type(tab.get_by_label("Who took it (en)"), 'A. "B" [C]')
    writing.button("Change in all texts")
    expect(tab.get_by_role("status")).to_have_text("Changed in 3 texts.")
    for lang, (old, new) in WORDS.items():
        expected = before[lang].replace(f"alt: '{old}'", f"alt: '{new}'").replace(f"![{old}]", f"![{new}]")
        if lang == "en":
            expected = expected.replace('credit: "А. Б."', 'credit: "A. \\"B\\" [C]"')
            expected = expected.replace('Photo: А. Б."', 'Photo: A. \\"B\\" [C]"')
        assert (project / f"content/news/morning.{lang}.md").read_text("utf-8") == expected
    done = aimaq("build", project=project)
    assert done.returncode == 0, done.stderr
    page = (project / "output/en/news/morning/index.html").read_text("utf-8")
    assert page.count('alt="The new shop"') == 2 and "The shop. " in page
    writing.button("Turn and crop…")
    tab.get_by_role("dialog").get_by_role("button", name="Turn right").click()
    tab.get_by_role("dialog").get_by_role("button", name="Keep").click()
    tab.get_by_role("dialog").wait_for(state="detached")
    assert '"media/shop.jpg": {"turn": 90}' in (project / "content/data/pictures.json").read_text("utf-8")


def test_a_picture_is_taken_from_the_library(project: Path, server: DeskServer, writing: Writing) -> None:
    """By the keyboard: above the text of another story, and in it, with the words that the other texts have."""
    use_a_picture(project)
    tab = writing.tab
    writing.open("news/growth.ru.md")
    tab.get_by_role("button", name="From the library… Photo above the text").press("Enter")
    dialog = tab.get_by_role("dialog", name="Pictures and files")
    dialog.get_by_role("searchbox").fill("утром")
    expect(dialog.locator(".choices li")).to_have_count(1)
    dialog.get_by_role("button", name="media/shop.jpg").press("Enter")
    dialog.wait_for(state="detached")
    writing.body.press("Control+End")
    tab.get_by_role("toolbar").get_by_role("button", name="From the library…").press("Enter")
    dialog.get_by_role("button", name="media/shop.jpg").press("Enter")
    dialog.wait_for(state="detached")
    assert writing.save() == "Saved."
    text = (project / "content/news/growth.ru.md").read_text("utf-8")
    assert 'photo: {file: media/shop.jpg, alt: "Цех утром", credit: "А. Б."}' in text
    assert text.endswith('\n\n![Цех утром](/media/shop.jpg "Фото: А. Б.")')
    assert sorted(path.name for path in (project / "content/media").glob("*.jpg")) == ["shop.jpg", "spare.jpg"]
    done = aimaq("build", project=project)
    assert done.returncode == 0, done.stderr


def test_what_no_text_says_of_a_picture_in_a_language_is_asked_for(
    project: Path, server: DeskServer, writing: Writing
) -> None:
    """A picture in the text is in one version, and says so; taken for the others, it needs their words."""
    tab, dialog = writing.tab, writing.tab.get_by_role("dialog", name="Picture: ")
    writing.open("news/growth.ru.md")
    chosen = FilePayload(name="shop.jpg", mimeType="image/jpeg", buffer=photo(0))
    tab.get_by_role("toolbar").locator("input[type=file]").set_input_files(chosen)
    expect(dialog).to_contain_text("It is put into this version alone")
    dialog.get_by_label("What the picture shows").fill("Цех")
    dialog.get_by_label("Who took it").fill("А. Б.")
    writing.body.press("Control+End")
    dialog.get_by_role("button", name="Insert").click()
    dialog.wait_for(state="detached")
    assert writing.save() == "Saved."
    library = tab.get_by_role("dialog", name="Pictures and files")
    writing.button("kk")
    tab.get_by_role("toolbar").get_by_role("button", name="From the library…").click()
    library.get_by_role("button", name="media/shop.jpg").click()
    assert dialog.get_by_label("What the picture shows").input_value() == ""
    dialog.get_by_label("What the picture shows").fill("Зауыт цехы")
    dialog.get_by_label("Who took it").fill("А. Б.")
    dialog.get_by_role("button", name="Insert").click()
    dialog.wait_for(state="detached")
    assert writing.save() == "Saved."
    assert '![Зауыт цехы](/media/shop.jpg "Фото: А. Б.")' in (project / "content/news/growth.kk.md").read_text("utf-8")
    # Above the text of all versions: what two of them say stands there, and the third is asked.
    tab.get_by_role("button", name="From the library… Photo above the text").click()
    library.get_by_role("button", name="media/shop.jpg").click()
    above = tab.get_by_role("dialog", name="Photo above the text: media/shop.jpg")
    said = {
        lang: above.get_by_role("group", name=lang, exact=True).get_by_label("What the picture shows") for lang in WORDS
    }
    assert {lang: each.input_value() for lang, each in said.items()} == {"ru": "Цех", "kk": "Зауыт цехы", "en": ""}
    said["en"].fill("A shop")
    above.get_by_role("group", name="en", exact=True).get_by_label("Who took it").fill("A. B.")
    above.get_by_role("button", name="Insert").click()
    above.wait_for(state="detached")
    assert writing.save() == "Saved."
    expect(tab.get_by_text("The fields and the figures are right.")).to_be_visible()
    done = aimaq("build", project=project)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_library_and_the_dialogs_are_accessible(
    project: Path, browser: Browser, node_tools: Path, lang: str
) -> None:
    """In each language, in light and dark, wide and narrow; nothing is wider than the window."""
    use_a_picture(project)
    script = node_tools / "axe-core/axe.min.js"
    with desk(project, lang) as port, careful_tab(browser) as tab:
        home = f"http://127.0.0.1:{port}/__desk"
        for dark, width in product((False, True), (1280, 320)):
            tab.emulate_media(color_scheme="dark" if dark else "light")
            tab.set_viewport_size({"width": width, "height": 900})
            for path in ("library/", "library/?q=nothing", "library/media/shop.jpg", "library/media/spare.jpg"):
                tab.goto(f"{home}/{path}")
                assert axe(tab, script) == [], path
                assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
            tab.locator("#editor button").click()
            tab.locator("dialog .stage").wait_for()
            assert axe(tab, script) == []
            assert tab.evaluate("document.querySelector('dialog').scrollWidth") <= width
            tab.goto(f"{home}/write/news/morning.{lang}.md")
            tab.locator("[role=toolbar] button").last.click()
            tab.locator("dialog .choices li").first.wait_for()
            assert axe(tab, script) == []
            tab.goto(f"{home}/write/news/morning.{lang}.md")


SMALLEST = 44  # WCAG 2.2, target size (enhanced), in CSS pixels
#: What is chosen or pressed in a dialog; the rows of a list touch each other, and are wide.
PRESSED = "dialog :is(button, input:not([type=checkbox]), select, textarea):not(.choices *, .form)"
#: Where all of them are at one moment, but for those that nobody sees.
BOXES = "all => all.map((each) => each.getBoundingClientRect().toJSON()).filter(({width, height}) => width && height)"


@pytest.mark.parametrize("language", ["English", "Қазақша", "Русский"])
def test_dialogs_say_what_is_required_and_their_buttons_keep_apart_on_a_phone(
    project: Path, writing: Writing, language: str
) -> None:
    use_a_picture(project)
    tab = writing.tab
    tab.set_viewport_size({"width": 360, "height": 740})
    writing.open("news/growth.ru.md")
    writing.link(language)
    lang = {"English": "en", "Қазақша": "kk", "Русский": "ru"}[language]
    expect(tab.locator("html")).to_have_attribute("lang", lang)
    picture = FilePayload(name="shop.jpg", mimeType="image/jpeg", buffer=photo(0))

    def upload(place: str, *chosen: FilePayload) -> None:
        tab.locator(f"{place} input[type=file]").first.set_input_files(list(chosen))

    openings: dict[str, Callable[[], None]] = {
        "a picture in the text": lambda: upload("[role=toolbar]", picture),
        "a photo above the text": lambda: upload(".upload:not(:has([multiple]))", picture),
        "a picture of the library": lambda: tab.locator("[role=toolbar] button").last.click(),
        "a figure": lambda: tab.locator("[role=toolbar] button").first.click(),
        "a table": lambda: tab.locator("[role=toolbar] button").nth(5).click(),
    }
    for name, opening in openings.items():
        tab.reload()
        tab.get_by_role("toolbar").wait_for()
        opening()
        tab.locator("dialog").wait_for()
        if name in ("a picture of the library", "a figure"):  # whose list makes them move when it comes
            tab.locator("dialog .choices li").first.wait_for()
        boxes: list[dict[str, float]] = tab.locator(PRESSED).evaluate_all(BOXES)
        assert len(boxes) > 1 and min(box["height"] for box in boxes) >= SMALLEST, name
        for one, other in combinations(boxes, 2):
            across = max(one["x"], other["x"]) - min(each["x"] + each["width"] for each in (one, other))
            down = max(one["y"], other["y"]) - min(each["y"] + each["height"] for each in (one, other))
            assert max(across, down) >= 8, name
        if name.startswith("a p") and "library" not in name:
            required = tab.locator("dialog [aria-required=true]")
            asked = 1 if name.endswith("in the text") else len(WORDS)
            assert required.count() == tab.locator("dialog label > .required").count() == 2 * asked, name


def test_a_small_picture_of_what_is_none_is_not_found(project: Path, writing: Writing) -> None:
    """Neither a damaged file nor one that would fill the memory is an error of the desk."""
    media = project / "content/media"
    (media / "cut.jpg").write_bytes(photo(0)[:300])
    Image.new("1", (20_000, 20_000)).save(media / "huge.png")
    (media / "text.jpg").write_text("no picture", "utf-8")
    for name in ("cut.jpg", "huge.png", "text.jpg", "none.jpg", "../../pelicanconf.py"):
        assert writing.tab.request.get(f"{writing.address}/small/media/{name}").status == 404, name
