"""The front matter of a new story: its fields, each with advice in the file's language."""

import datetime
from collections.abc import Mapping
from typing import Final

from aimaq.newsroom.content.kinds import KINDS, own_fields

__all__ = ["ADVICE", "EXAMPLES", "skeleton"]

#: An example of each optional field, written as a comment.
EXAMPLES: Final[Mapping[str, str]] = {
    "dateline": 'dateline: "…"',
    "recording": 'recording: "https://…"',
    "start": "start: 2030-01-31 11:00",
    "end": "end: 2030-01-31 12:30",
    "place": 'place: "…"',
    "street": 'street: "…"',
    "online": 'online: "https://…"',
    "registration": 'registration: "https://…"',
    "state": "state: cancelled",
    "photos": 'photos:\n  - {file: media/name.jpg, alt: "…", credit: "…", caption: "…"}',
    "attachments": 'attachments:\n  - {file: media/name.pdf, title: "…"}',
    "number": 'number: "…"',
    "issued": "issued: 2030-01-31",
    "issuer": 'issuer: "…"',
    "speakers": "speakers: [name-surname]",
    "photo": 'photo: {file: media/name.jpg, alt: "…", credit: "…", caption: "…"}',
    "sources": 'sources:\n  - {title: "…", url: "https://…"}',
}
#: Advice on each field, by the file's language.
ADVICE: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {
        "title": "Заголовок: одна фраза без точки в конце.",
        "marker": "Показатель вписывается так:",
        "topics": "Темы через запятую.",
        "summary": "Лид: одно-два предложения, которые можно прочитать без статьи.",
        "sources": "Откуда сведения: название и адрес; строк может быть несколько.",
        "dateline": "Откуда материал: город. Дата прибавится сама.",
        "recording": "Где посмотреть или послушать запись.",
        "start": "Начало: день и время, а если время неизвестно, только день.",
        "end": "Окончание, если оно известно.",
        "place": "Место: зал, здание.",
        "street": "Улица и дом.",
        "online": "Где смотреть трансляцию.",
        "registration": "Где подать заявку на аккредитацию.",
        "state": "Если мероприятие перенесено или отменено: postponed или cancelled.",
        "photos": "Снимки: файл из content/media, что на нём видно, кто снял, подпись.",
        "photo": "Снимок над текстом: файл из content/media, что на нём видно, кто снял, подпись.",
        "attachments": "Файлы из content/media и их названия.",
        "number": "Номер документа.",
        "issued": "Дата документа.",
        "issuer": "Кто издал документ.",
        "speakers": "Кто выступает: имена файлов из content/people.",
    },
    "kk": {
        "title": "Тақырып: соңында нүктесі жоқ бір сөйлем.",
        "marker": "Көрсеткіш былай жазылады:",
        "topics": "Тақырыптар, үтір арқылы.",
        "summary": "Лид: мақаласыз да түсінікті бір-екі сөйлем.",
        "sources": "Мәлімет көзі: атауы мен мекенжайы; бірнеше жол болуы мүмкін.",
        "dateline": "Материал қайдан: қала. Күні өзі қосылады.",
        "recording": "Жазбаны қайдан көруге немесе тыңдауға болады.",
        "start": "Басталуы: күні мен уақыты; уақыты белгісіз болса, тек күні.",
        "end": "Аяқталуы, белгілі болса.",
        "place": "Өтетін жері: зал, ғимарат.",
        "street": "Көше мен үй.",
        "online": "Тікелей эфирді қайдан көруге болады.",
        "registration": "Аккредиттеуге өтінім қайда беріледі.",
        "state": "Іс-шара кейінге қалдырылса немесе болмайтын болса: postponed немесе cancelled.",
        "photos": "Суреттер: content/media файлы, онда не көрінеді, кім түсірді, түсініктеме.",
        "photo": "Мәтін үстіндегі сурет: content/media файлы, онда не көрінеді, кім түсірді, түсініктеме.",
        "attachments": "content/media файлдары және олардың атаулары.",
        "number": "Құжаттың нөмірі.",
        "issued": "Құжаттың күні.",
        "issuer": "Құжатты кім шығарды.",
        "speakers": "Кім сөйлейді: content/people файлдарының атаулары.",
    },
    "en": {
        "title": "Title: one phrase, no full stop.",
        "marker": "A figure is quoted like this:",
        "topics": "Topics, separated by commas.",
        "summary": "Lead: one or two sentences that can be read without the story.",
        "sources": "Where this comes from: title and address; there may be several lines.",
        "dateline": "Where the story is from: a city. The day is added to it.",
        "recording": "Where the recording can be seen or heard.",
        "start": "When it begins: day and time, or the day alone if no more is known.",
        "end": "When it ends, if that is known.",
        "place": "Where it is: a hall, a building.",
        "street": "Street and number.",
        "online": "Where it is broadcast.",
        "registration": "Where journalists register.",
        "state": "If it has been put off or called off: postponed or cancelled.",
        "photos": "Pictures: a file of content/media, what it shows, who took it, a caption.",
        "photo": "The photo above the text: a file of content/media, what it shows, who took it, a caption.",
        "attachments": "Files of content/media, and what they are called.",
        "number": "The document's number.",
        "issued": "The document's date.",
        "issuer": "Who issued the document.",
        "speakers": "Who speaks: names of files in content/people.",
    },
}


def skeleton(kind: str, title: str, day: datetime.date, lang: str, figure: str = "") -> str:
    """Return a new story's front matter: required fields are empty, the others are comments.

    ``figure`` is the key of an indicator, with which it shows how one is quoted; without one it says nothing of that.
    """
    advice = ADVICE.get(lang, ADVICE["en"])
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    own = {field.name: field.required for field in own_fields(KINDS[kind])}
    lines = [
        f"# {advice['title']}" + (f' {advice["marker"]} "{{{{ {figure} }}}}"' if figure else ""),
        f'title: "{quoted}"',
        f"date: {day:%Y-%m-%d}",
        f"kind: {kind}",
        *(line for name, required in own.items() for line in _field(name, advice, required=required)),
        f"# {advice['topics']}",
        "topics: []",
        f"# {advice['summary']}",
        'summary: ""',
        *_field("speakers", advice),
        *(() if "photos" in own else _field("photo", advice)),
        *(() if "attachments" in own else _field("attachments", advice)),
        *_field("sources", advice),
    ]
    return "\n".join(("---", *lines, "---", "", ""))


def _field(name: str, advice: Mapping[str, str], *, required: bool = False) -> list[str]:
    """Return the lines of a field: advice, an example, and the empty field if it is required."""
    example = [f"# {line}" for line in EXAMPLES[name].split("\n")]
    return [f"# {advice[name]}", *example, *([f"{name}:"] if required else [])]
