"""The Kazakh forms that ``aimaq forms --lang kk`` proposes are those of a grammar.

The tables were written out and read word by word against the rules of declension (септеу) in Қазақ грамматикасы
(Астана, 2002): the genitive takes -ның after vowels, м, н, ң, -дың after р, л, й, у, з, ж, -тың after the voiceless and
б, в, г, д; the dative -ға or -қа, the accusative -ны, -ды or -ты, the locative -да or -та, the ablative -нан after м,
н, ң, else -дан or -тан, the instrumental -мен, -бен after з, ж, -пен after the voiceless; each in the row of the word's
vowels. A noun in the third person's possessive has -ның, -на, -н, -нда, -нан, -мен. hunspell's dictionary is a second
witness, which knows words, not rules.
"""

import json
import re
import subprocess

import pytest

from aimaq.figures.grammar import kazakh_nouns
from aimaq.figures.grammar.kazakh_nouns import propose, propose_possessive
from aimaq.figures.grammar.kazakh_suffixes import KAZAKH_CASES
from tools.built import ROOT
from tools.programs import missing, require

# Атау, ілік, барыс, табыс, жатыс, шығыс, көмектес септік.
PLAIN = """
жоба жобаның жобаға жобаны жобада жобадан жобамен
бала баланың балаға баланы балада баладан баламен
қала қаланың қалаға қаланы қалада қаладан қаламен
мақала мақаланың мақалаға мақаланы мақалада мақаладан мақаламен
бағдарлама бағдарламаның бағдарламаға бағдарламаны бағдарламада бағдарламадан бағдарламамен
балабақша балабақшаның балабақшаға балабақшаны балабақшада балабақшадан балабақшамен
сауда сауданың саудаға сауданы саудада саудадан саудамен
тонна тоннаның тоннаға тоннаны тоннада тоннадан тоннамен
компания компанияның компанияға компанияны компанияда компаниядан компаниямен
теңге теңгенің теңгеге теңгені теңгеде теңгеден теңгемен
мекеме мекеменің мекемеге мекемені мекемеде мекемеден мекемемен
бөлме бөлменің бөлмеге бөлмені бөлмеде бөлмеден бөлмемен
жылқы жылқының жылқыға жылқыны жылқыда жылқыдан жылқымен
жұмысшы жұмысшының жұмысшыға жұмысшыны жұмысшыда жұмысшыдан жұмысшымен
алты алтының алтыға алтыны алтыда алтыдан алтымен
тері терінің теріге теріні теріде теріден терімен
кісі кісінің кісіге кісіні кісіде кісіден кісімен
келі келінің келіге келіні келіде келіден келімен
кәсіпорын кәсіпорынның кәсіпорынға кәсіпорынды кәсіпорында кәсіпорыннан кәсіпорынмен
орын орынның орынға орынды орында орыннан орынмен
тұрғын тұрғынның тұрғынға тұрғынды тұрғында тұрғыннан тұрғынмен
тиын тиынның тиынға тиынды тиында тиыннан тиынмен
тоқсан тоқсанның тоқсанға тоқсанды тоқсанда тоқсаннан тоқсанмен
маман маманның маманға маманды маманда маманнан маманмен
нысан нысанның нысанға нысанды нысанда нысаннан нысанмен
мың мыңның мыңға мыңды мыңда мыңнан мыңмен
заң заңның заңға заңды заңда заңнан заңмен
адам адамның адамға адамды адамда адамнан адаммен
күн күннің күнге күнді күнде күннен күнмен
өзен өзеннің өзенге өзенді өзенде өзеннен өзенмен
мұғалім мұғалімнің мұғалімге мұғалімді мұғалімде мұғалімнен мұғаліммен
өтінім өтінімнің өтінімге өтінімді өтінімде өтінімнен өтініммен
өнім өнімнің өнімге өнімді өнімде өнімнен өніммен
доллар доллардың долларға долларды долларда доллардан доллармен
гектар гектардың гектарға гектарды гектарда гектардан гектармен
ауыл ауылдың ауылға ауылды ауылда ауылдан ауылмен
жыл жылдың жылға жылды жылда жылдан жылмен
ай айдың айға айды айда айдан аймен
тоғай тоғайдың тоғайға тоғайды тоғайда тоғайдан тоғаймен
көл көлдің көлге көлді көлде көлден көлмен
үй үйдің үйге үйді үйде үйден үймен
жер жердің жерге жерді жерде жерден жермен
көпір көпірдің көпірге көпірді көпірде көпірден көпірмен
пәтер пәтердің пәтерге пәтерді пәтерде пәтерден пәтермен
метр метрдің метрге метрді метрде метрден метрмен
литр литрдің литрге литрді литрде литрден литрмен
километр километрдің километрге километрді километрде километрден километрмен
қызметкер қызметкердің қызметкерге қызметкерді қызметкерде қызметкерден қызметкермен
дәрігер дәрігердің дәрігерге дәрігерді дәрігерде дәрігерден дәрігермен
кәсіпкер кәсіпкердің кәсіпкерге кәсіпкерді кәсіпкерде кәсіпкерден кәсіпкермен
оқу оқудың оқуға оқуды оқуда оқудан оқумен
су судың суға суды суда судан сумен
сату сатудың сатуға сатуды сатуда сатудан сатумен
елу елудің елуге елуді елуде елуден елумен
би бидің биге биді биде биден бимен
қаз қаздың қазға қазды қазда қаздан қазбен
қыз қыздың қызға қызды қызда қыздан қызбен
жүз жүздің жүзге жүзді жүзде жүзден жүзбен
гараж гараждың гаражға гаражды гаражда гараждан гаражбен
теңіз теңіздің теңізге теңізді теңізде теңізден теңізбен
құжат құжаттың құжатқа құжатты құжатта құжаттан құжатпен
ғимарат ғимараттың ғимаратқа ғимаратты ғимаратта ғимараттан ғимаратпен
зауыт зауыттың зауытқа зауытты зауытта зауыттан зауытпен
институт институттың институтқа институтты институтта институттан институтпен
автобус автобустың автобусқа автобусты автобуста автобустан автобуспен
кітап кітаптың кітапқа кітапты кітапта кітаптан кітаппен
жұмыс жұмыстың жұмысқа жұмысты жұмыста жұмыстан жұмыспен
тапсырыс тапсырыстың тапсырысқа тапсырысты тапсырыста тапсырыстан тапсырыспен
завод заводтың заводқа заводты заводта заводтан заводпен
клуб клубтың клубқа клубты клубта клубтан клубпен
миллиард миллиардтың миллиардқа миллиардты миллиардта миллиардтан миллиардпен
мектеп мектептің мектепке мектепті мектепте мектептен мектеппен
студент студенттің студентке студентті студентте студенттен студентпен
процент проценттің процентке процентті процентте проценттен процентпен
кредит кредиттің кредитке кредитті кредитте кредиттен кредитпен
бизнес бизнестің бизнеске бизнесті бизнесте бизнестен бизнеспен
көрсеткіш көрсеткіштің көрсеткішке көрсеткішті көрсеткіште көрсеткіштен көрсеткішпен
өндіріс өндірістің өндіріске өндірісті өндірісте өндірістен өндіріспен
банк банктің банкке банкті банкте банктен банкпен
парк парктің паркке паркті паркте парктен паркпен
түлкі түлкінің түлкіге түлкіні түлкіде түлкіден түлкімен
темекі темекінің темекіге темекіні темекіде темекіден темекімен
жүгері жүгерінің жүгеріге жүгеріні жүгеріде жүгеріден жүгерімен
дәрі дәрінің дәріге дәріні дәріде дәріден дәрімен
қозы қозының қозыға қозыны қозыда қозыдан қозымен
жалақы жалақының жалақыға жалақыны жалақыда жалақыдан жалақымен
құрылғы құрылғының құрылғыға құрылғыны құрылғыда құрылғыдан құрылғымен
белгі белгінің белгіге белгіні белгіде белгіден белгімен
отбасы отбасының отбасына отбасын отбасында отбасынан отбасымен
"""
# Borrowed words, by the rules of orthography (Қазақ тілінің орфографиялық ережелері): кт is followed by і, of a double
# consonant one is written before a suffix, and a soft sign after е, и or a consonant has front suffixes.
BORROWED = """
субъект субъектінің субъектіге субъектіні субъектіде субъектіден субъектімен
объект объектінің объектіге объектіні объектіде объектіден объектімен
факт фактінің фактіге фактіні фактіде фактіден фактімен
акт актінің актіге актіні актіде актіден актімен
контракт контрактінің контрактіге контрактіні контрактіде контрактіден контрактімен
пункт пунктінің пунктіге пунктіні пунктіде пунктіден пунктімен
грамм грамның грамға грамды грамда грамнан граммен
килограмм килограмның килограмға килограмды килограмда килограмнан килограммен
ватт ваттың ватқа ватты ватта ваттан ватпен
мегаватт мегаваттың мегаватқа мегаватты мегаватта мегаваттан мегаватпен
киловатт киловаттың киловатқа киловатты киловатта киловаттан киловатпен
металл металдың металға металды металда металдан металмен
класс кластың класқа класты класта кластан класпен
рубль рубльдің рубльге рубльді рубльде рубльден рубльмен
автомобиль автомобильдің автомобильге автомобильді автомобильде автомобильден автомобильмен
модель модельдің модельге модельді модельде модельден модельмен
отель отельдің отельге отельді отельде отельден отельмен
дизель дизельдің дизельге дизельді дизельде дизельден дизельмен
ансамбль ансамбльдің ансамбльге ансамбльді ансамбльде ансамбльден ансамбльмен
"""
# Abbreviations, read as the words they stand for or, with a vowel of their own, as they are written.
ABBREVIATED = """
АЕК АЕК-тің АЕК-ке АЕК-ті АЕК-те АЕК-тен АЕК-пен
ЖІӨ ЖІӨ-нің ЖІӨ-ге ЖІӨ-ні ЖІӨ-де ЖІӨ-ден ЖІӨ-мен
АҚШ АҚШ-тың АҚШ-қа АҚШ-ты АҚШ-та АҚШ-тан АҚШ-пен
БҰҰ БҰҰ-ның БҰҰ-ға БҰҰ-ны БҰҰ-да БҰҰ-дан БҰҰ-мен
га га-дың га-ға га-ды га-да га-дан га-мен
кг кг-ның кг-ға кг-ды кг-да кг-нан кг-мен
км км-дің км-ге км-ді км-де км-ден км-мен
т т-ның т-ға т-ны т-да т-дан т-мен
ц ц-дің ц-ге ц-ді ц-де ц-ден ц-мен
МВт МВт-тың МВт-қа МВт-ты МВт-та МВт-тан МВт-пен
млн млн-ның млн-ға млн-ды млн-да млн-нан млн-мен
млрд млрд-тың млрд-қа млрд-ты млрд-та млрд-тан млрд-пен
м² м²-дің м²-ге м²-ді м²-де м²-ден м²-мен
тг тг-нің тг-ге тг-ні тг-де тг-ден тг-мен
кВт·сағ кВт·сағ-тың кВт·сағ-қа кВт·сағ-ты кВт·сағ-та кВт·сағ-тан кВт·сағ-пен
"""
# The word before, then the seven forms of the word that belongs to it.
POSSESSIVE = """
жұмыс орны орнының орнына орнын орнында орнынан орнымен
бизнес кәсіпорны кәсіпорнының кәсіпорнына кәсіпорнын кәсіпорнында кәсіпорнынан кәсіпорнымен
кен орны орнының орнына орнын орнында орнынан орнымен
индустрия аймағы аймағының аймағына аймағын аймағында аймағынан аймағымен
шаруа қожалығы қожалығының қожалығына қожалығын қожалығында қожалығынан қожалығымен
инвестиция жобасы жобасының жобасына жобасын жобасында жобасынан жобасымен
су қоймасы қоймасының қоймасына қоймасын қоймасында қоймасынан қоймасымен
зауыт цехы цехының цехына цехын цехында цехынан цехымен
мемлекет қызметі қызметінің қызметіне қызметін қызметінде қызметінен қызметімен
тамақ өнімі өнімінің өніміне өнімін өнімінде өнімінен өнімімен
сауда үйі үйінің үйіне үйін үйінде үйінен үйімен
қала әкімдігі әкімдігінің әкімдігіне әкімдігін әкімдігінде әкімдігінен әкімдігімен
жұмыс күні күнінің күніне күнін күнінде күнінен күнімен
"""
TABLE = {forms[0]: tuple(forms) for forms in map(str.split, PLAIN.strip().splitlines())}
NATIVE = frozenset(TABLE)
TABLE |= {forms[0]: tuple(forms) for forms in map(str.split, (BORROWED + ABBREVIATED).split("\n")) if forms}
TABLE |= {
    f"{owner} {forms[0]}": tuple(f"{owner} {form}" for form in forms)
    for owner, *forms in map(str.split, POSSESSIVE.strip().splitlines())
}
OTHER_ROW = str.maketrans("аыеіғгқк", "еіаыгғкқ")


def forms(noun: str, *, possessive: bool | None = None) -> tuple[str, ...]:
    return tuple(each["other"] for each in propose(noun, possessive=possessive).values())


@pytest.mark.parametrize("noun", TABLE)
def test_declension(noun: str) -> None:
    """Seven forms, in the order of school grammar; whether it is possessive follows from the phrase."""
    assert forms(noun) == TABLE[noun]
    assert list(propose(noun)) == ["nominative", *KAZAKH_CASES]


def test_the_tables_are_large() -> None:
    """Sixty nouns and more, of every kind of last sound, in both rows."""
    assert len(TABLE) >= 75
    assert {noun[-1] for noun in TABLE} >= set("аеыіяуиймнңрлзжптсшкбд")


LEDGER = json.loads((ROOT / "tests/indicators/zone.json").read_text(encoding="utf-8"))["indicators"]
UNITS = {each["unit"]["kk"]["nominative"]["other"]: each["unit"]["kk"] for each in LEDGER.values()}


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_of_the_ledger(unit: str) -> None:
    """What editors have put into the ledger is what would be proposed, in every case."""
    assert propose(unit) == UNITS[unit]


def test_a_dictionary_bears_witness() -> None:
    """hunspell, which lacks many forms, never has the form with the other row's vowels where it lacks ours."""
    pairs = []
    for noun, declined in TABLE.items():
        if noun not in NATIVE and " " not in noun:
            continue  # it has none of the forms of borrowed words and abbreviations
        stem = noun.split()[-1]
        for form in (each.split()[-1] for each in declined[1:6]):
            suffix = form.removeprefix(stem)
            pairs.append((form, stem + suffix.translate(OTHER_ROW)))
    command = [require("hunspell", "hunspell"), "-d", "kk_KZ", "-i", "utf-8", "-l"]
    words = "\n".join(form for pair in pairs for form in pair)
    done = subprocess.run(command, input=words, capture_output=True, encoding="utf-8")
    if "open the dictionary" in done.stderr or "affix or dictionary" in done.stderr:
        missing("hunspell", " dictionary kk_KZ")
    unknown = set(done.stdout.split())
    distinct = [(ours, other) for ours, other in pairs if ours != other]
    against = [pair for pair in distinct if pair[0] in unknown and pair[1] not in unknown]
    assert against == [("суға", "суге")], "суға is what is written («суға түсу»): this entry of the dictionary is wrong"
    assert sum(ours not in unknown and other in unknown for ours, other in distinct) > 200


@pytest.mark.parametrize(
    ("noun", "possessive", "dative"),
    [
        ("көп балалы отбасы", None, "көп балалы отбасына"),
        ("бас жылқы", None, "бас жылқыға"),
        ("түрлі дәрі", None, "түрлі дәріге"),
        ("жаңа кісі", None, "жаңа кісіге"),
        ("орташа жалақы", None, "орташа жалақыға"),
        ("жаңа құрылғы", None, "жаңа құрылғыға"),
        ("индустрия аймағы", None, "индустрия аймағына"),
        ("қала халқы", None, "қала халқына"),
        ("жұмыс күші", None, "жұмыс күшіне"),
        ("өсу көрсеткіші", None, "өсу көрсеткішіне"),
        ("алма ағашы", None, "алма ағашына"),
        ("жаңа жұмысшы", None, "жаңа жұмысшыға"),
        ("жас бағдарламашы", None, "жас бағдарламашыға"),
        ("отбасы", True, "отбасына"),
        ("жаңа оқушы", None, "жаңа оқушыға"),
        ("мектеп оқушы", True, "мектеп оқушына"),
        ("жаңа тері", False, "жаңа теріге"),
        ("шағын технопарк", None, "шағын технопаркке"),
        ("млрд теңге", None, "млрд теңгеге"),
        ("Қазақстан банкі", None, "Қазақстан банкіне"),
    ],
)
def test_who_belongs_to_whom(noun: str, possessive: bool | None, dative: str) -> None:
    """A phrase whose last word ends in ы or і is possessive, except a doer's name; an editor may override this."""
    assert propose(noun, possessive=possessive)["dative"] == {"other": dative}


@pytest.mark.parametrize(
    ("noun", "why"),
    [
        ("педагог", 'its last letter stands for a front sound, "г", after a back vowel'),
        ("блок", 'its last letter stands for a front sound, "к", after a back vowel'),
        ("цех", 'borrowed words that end in "х" are written in two ways'),
        ("роль", "after a soft sign and a back vowel both rows are written"),
        ("медаль", "after a soft sign and a back vowel both rows are written"),
        ("такси", "borrowed words in и after a back vowel differ"),
        ("меню", 'borrowed words that end in "ю" are written in two ways'),
        ("ЖШС", "is read letter by letter, and its suffixes follow that"),
        ("шт", "it has no vowel of a known row"),
    ],
)
def test_what_sounds_do_not_tell_is_refused(noun: str, why: str) -> None:
    """A borrowed word that newspapers write against its sounds, or in two ways, is left to a person, told why."""
    with pytest.raises(ValueError, match=f'"{noun}".*{re.escape(why)}.*: write its forms by hand'):
        propose(noun)


@pytest.mark.parametrize("noun", ["", "28 жоба", "жоба!", "жоба/қала"])
def test_what_is_no_noun_is_refused(noun: str) -> None:
    """Only words are declined."""
    with pytest.raises(ValueError, match="write it in the nominative singular"):
        propose(noun)


def test_a_possessive_without_its_ending_is_refused() -> None:
    """`--possessive yes` for a word that cannot be one says which endings there are."""
    with pytest.raises(ValueError, match="expected ы, і, сы or сі"):
        kazakh_nouns.propose("жаңа жоба", possessive=True)


#: The noun, the noun with the third person's possessive, and its dative and locative, as a grammar has them.
OWNED = """
кәсіпорын кәсіпорны кәсіпорнына кәсіпорнында
тұрғын тұрғыны тұрғынына тұрғынында
халық халқы халқына халқында
жоба жобасы жобасына жобасында
бөлме бөлмесі бөлмесіне бөлмесінде
мектеп мектебі мектебіне мектебінде
кітап кітабы кітабына кітабында
қожалық қожалығы қожалығына қожалығында
әкімдік әкімдігі әкімдігіне әкімдігінде
парк паркі паркіне паркінде
банк банкі банкіне банкінде
студент студенті студентіне студентінде
маман маманы маманына маманында
ауыл ауылы ауылына ауылында
компания компаниясы компаниясына компаниясында
акт актісі актісіне актісінде
рубль рублі рубліне рублінде
оқу оқуы оқуына оқуында
кісі кісісі кісісіне кісісінде
"""


@pytest.mark.parametrize("line", OWNED.strip().splitlines())
def test_possessive(line: str) -> None:
    noun, owned, dative, locative = line.split()
    found = propose_possessive(f"шағын {noun}")
    assert [found[f"possessive{case}"]["other"] for case in ("", "-dative", "-locative")] == [
        f"шағын {form}" for form in (owned, dative, locative)
    ]
    # With the possessive the noun is declined as one that belongs to the word before it.
    rest = [case for case in found if case != "possessive"]
    assert [found[case] for case in rest] == [
        propose(f"шағын {owned}", possessive=True)[case.removeprefix("possessive-")] for case in rest
    ]


def test_the_sign_for_per_cent_is_read_as_a_word() -> None:
    assert [each["other"] for each in propose("%").values()] == ["%", "%-дың", "%-ға", "%-ды", "%-да", "%-дан", "%-бен"]


@pytest.mark.parametrize("phrase", ["жұмыс орны", "отбасы", "га", "АЕК", "%"])
def test_what_has_no_possessive_of_its_own(phrase: str) -> None:
    assert propose_possessive(phrase) == {}
