"""Words that the test articles are made of. They say nothing about any real place, body or person."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SECTIONS", "TAGS", "WORDS", "Words"]

SECTIONS = ("industry", "energy", "transport", "science", "education", "ecology", "trade", "culture")

TAGS = (
    "airport",
    "archive",
    "bakery",
    "battery",
    "biology",
    "bridge",
    "cable",
    "canal",
    "cement",
    "ceramics",
    "chemistry",
    "clinic",
    "cluster",
    "copper",
    "cotton",
    "crane",
    "design",
    "district",
    "drone",
    "export",
    "factory",
    "forest",
    "furnace",
    "garden",
    "glass",
    "grain",
    "greenhouse",
    "grid",
    "harbour",
    "hospital",
    "housing",
    "import",
    "innovation",
    "insulation",
    "laboratory",
    "leather",
    "library",
    "lighting",
    "logistics",
    "machine",
    "market",
    "meadow",
    "metal",
    "mill",
    "museum",
    "orchard",
    "paper",
    "park",
    "plastics",
    "platform",
    "pump",
    "railway",
    "recycling",
    "reservoir",
    "roof",
    "school",
    "solar",
    "steel",
    "timber",
    "window",
)


@dataclass(frozen=True, slots=True)
class Words:
    """The parts of a sentence in one language; ``figure`` are sentences with one place for a marker."""

    subjects: tuple[str, ...]
    verbs: tuple[str, ...]
    objects: tuple[str, ...]
    ends: tuple[str, ...]
    headings: tuple[str, ...]
    columns: tuple[str, str, str]
    figure: tuple[str, ...]
    titled: str


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


WORDS = {
    "ru": Words(
        _lines("""Учебная комиссия
            Вымышленное управление
            Пробная лаборатория
            Условный завод
            Образцовая мастерская
            Испытательный центр
            Тестовая редакция
            Примерный совет
            Новая линия
            Опытный участок
            Рабочая группа
            Сводная бригада"""),
        _lines("""рассмотрела
            завершает
            обсуждает
            готовит
            представила
            расширяет
            проверяет
            обновляет
            описывает
            сравнивает"""),
        _lines("""порядок поставки деталей
            план реконструкции цеха
            схему движения грузов
            график подключения сетей
            перечень учебных курсов
            отчёт о расходе воды
            проект крытого склада
            правила хранения сырья
            карту зелёных насаждений
            итоги пробного запуска
            набор измерительных приборов
            договор о совместных испытаниях"""),
        _lines("""в течение квартала
            с учётом замечаний участников
            без остановки производства
            по просьбе соседних цехов
            на открытой площадке
            вместе с приглашёнными мастерами
            согласно утверждённому расписанию
            до начала холодного сезона
            в присутствии наблюдателей
            по упрощённой процедуре"""),
        _lines("""Что изменится
            Порядок работ
            Участники
            Сроки
            Как это устроено
            Дальнейшие шаги"""),
        ("Участок", "Срок", "Состояние"),
        _lines("""По последним данным, это {}.
            В отчёте указано: {}.
            К этому дню учтено {}, и подсчёт продолжается.
            Редакция приводит значение {} без пояснений."""),
        "{}: {}",
    ),
    "kk": Words(
        _lines("""Оқу комиссиясы
            Ойдан шығарылған басқарма
            Сынақ зертханасы
            Шартты зауыт
            Үлгі шеберхана
            Тәжірибе орталығы
            Сынама редакция
            Мысал кеңес
            Жаңа желі
            Тәжірибелік учаске
            Жұмыс тобы
            Құрама бригада"""),
        _lines("""бөлшектерді жеткізу тәртібін
            цехты жаңарту жоспарын
            жүк қозғалысының сызбасын
            желілерді қосу кестесін
            оқу курстарының тізімін
            су шығыны туралы есепті
            жабық қойманың жобасын
            шикізат сақтау ережесін
            жасыл желектер картасын
            сынақ іске қосу нәтижесін
            өлшеу аспаптарының жинағын
            бірлескен сынақ шартын"""),
        _lines("""тоқсан ішінде
            қатысушылардың ескертпелерін ескеріп
            өндірісті тоқтатпай
            көрші цехтардың өтініші бойынша
            ашық алаңда
            шақырылған шеберлермен бірге
            бекітілген кестеге сәйкес
            суық маусым басталғанға дейін
            бақылаушылардың қатысуымен
            жеңілдетілген тәртіппен"""),
        _lines("""қарап шықты
            аяқтап келеді
            талқылап жатыр
            дайындап жатыр
            таныстырды
            кеңейтіп жатыр
            тексеріп жатыр
            жаңартып жатыр
            сипаттап берді
            салыстырып көрді"""),
        _lines("""Не өзгереді
            Жұмыс тәртібі
            Қатысушылар
            Мерзімдер
            Бұл қалай құрылған
            Келесі қадамдар"""),
        ("Учаске", "Мерзім", "Күйі"),
        _lines("""Соңғы деректер бойынша бұл — {}.
            Есепте көрсетілгені: {}.
            Осы күнге дейін {} есепке алынды.
            Редакция {} мәнін түсініктемесіз береді."""),
        "{}: {}",
    ),
    "en": Words(
        _lines("""The sample commission
            An imaginary department
            The trial laboratory
            A notional plant
            The model workshop
            The proving centre
            A test newsroom
            The example council
            The new line
            The pilot section
            A working group
            The joint crew"""),
        _lines("""has reviewed
            is completing
            is discussing
            is preparing
            has presented
            is extending
            is checking
            is updating
            has described
            has compared"""),
        _lines("""the order in which parts arrive
            the plan for rebuilding the shop
            the scheme of goods traffic
            the schedule for connecting the mains
            the list of training courses
            the report on the use of water
            the design of a covered store
            the rules for keeping raw material
            the map of green planting
            the outcome of the trial run
            the set of measuring instruments
            the agreement on joint tests"""),
        _lines("""in the course of the quarter
            with the remarks of those taking part
            without stopping production
            at the request of the shops next door
            on the open site
            together with invited masters
            according to the agreed timetable
            before the cold season begins
            in the presence of observers
            by the simplified procedure"""),
        _lines("""What will change
            Order of work
            Who takes part
            Dates
            How it is arranged
            Next steps"""),
        ("Section", "Date", "State"),
        _lines("""According to the latest data, this is {}.
            The report states: {}.
            By that day {} had been counted, and the count goes on.
            The newsroom gives {} without comment."""),
        "{}: {}",
    ),
}
