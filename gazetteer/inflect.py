"""Give the case forms in which Ukrainian and Russian write a place name."""

import re
from functools import lru_cache
from itertools import islice, product

Forms = tuple[tuple[str, ...], ...]
"""For each case - genitive, dative, accusative, instrumental, locative - the forms of a word."""


_Table = dict[str, Forms]


def _table(rows: str) -> _Table:
    """Read endings, nominative first; `/` parts alternatives, `=` is the nominative, `0` no ending."""
    table = []
    for row in rows.strip().splitlines():
        nominative, *cases = row.split()
        forms = (case.replace("=", nominative).replace("0", "").split("/") for case in cases)
        table.append((nominative.replace("0", ""), tuple(map(tuple, forms))))
    return dict(reversed(table))  # of two rows for one ending the first counts


# Endings of nouns, and of adjectives that stand as names (Хмельницький, Кремінна, Роботине).
# Where an ending may be either, both are given: a form too many hits nothing.

_UKRAINIAN = _table("""
ка      ки          ці          ку      кою         ці
га      ги          зі          гу      гою         зі
ха      хи          сі          ху      хою         сі
а       и           і           у       ою/ею       і
на      ни/ної      ні/ній      ну      ною         ні/ній
ова     ови/ової    ові/овій    ову     овою        ові/овій
ева     еви/евої    еві/евій    еву     евою        еві/евій
ська    ської/ськи  ській/ці    ську    ською       ській/ці
цька    цької/цьки  цькій/ці    цьку    цькою       цькій/ці
ата     ати/атої    аті/атій    ату     атою        аті/атій
ія      ії          ії          ію      ією         ії
лля     лля         ллю         =       ллям        ллі
ння     ння         нню         =       нням        нні
жжя     жжя         жжю         =       жжям        жжі
ття     ття         ттю         =       ттям        тті
ддя     ддя         ддю         =       ддям        дді
сся     сся         ссю         =       ссям        ссі
ззя     ззя         ззю         =       ззям        ззі
ччя     ччя         ччю         =       ччям        ччі
стя     стя         стю         =       стям        сті
р'я     р'я         р'ю         =       р'ям        р'і
р’я     р’я         р’ю         =       р’ям        р’і
я       і           і           ю       ею/єю       і
ів      ова/ева/іва/ову    ову/еву/іву     =       овом/евом/івом   ові/еві/іві
їв      єва/їва     єву/їву     =       євом/ївом   єві/їві
ий      ого         ому         =       им          ому/ім
ій      ія/ього     ію/ьому     =       ієм/ім      ії/ьому
й       я           ю           =       єм          ї
ець     ця          цю          =       цем         ці
ок      ка/оку      ку/оку      =       ком/оком    ку/оку/оці
ель     елю/еля     елю         =       елем        елі
іль     оля/еля/ілю олю/елю/ілю =       олем/елем   олі/елі/ілі
інь     еня/іні     еню/іні     =       енем/інню   ені/іні
нь      ня/ні       ню/ні       =       нем/нню     ні
ь       я/і         ю/і         =       ем/ю        і
ріг     рогу        рогу        =       рогом       розі/рогу
ч       ча/чу/чі    чу/чі       =       чем/чю      чі
0       а/у         у/ові       =       ом          і/у
г       га/гу       гу/гові     =       гом         зі/гу
к       ка/ку       ку          =       ком         ку/ці
е       ого/я       ому/ю       =       им/ем       ому/і
ще      ща          щу          =       щем         щі
є       я/ього      ю/ьому      =       єм/ім       ї/ьому
о       а           у           =       ом          і/у
и       0/ів        ам          =       ами         ах
мни     мнів/мен    мнам        =       мнами       мнах
луки    лук/луків   лукам       =       луками      луках
ки      ків/ок      кам         =       ками        ках
і       ів/0        ам/ям       =       ами/ями     ах/ях
ці      ців/ць      цям         =       цями        цях
""")

_RUSSIAN = _table("""
а       ы/и         е           у       ой/ою       е
жа      жи          же          жу      жей         же
ца      цы          це          цу      цей         це
ча      чи          че          чу      чей         че
ша      ши          ше          шу      шей         ше
ия      ии          ии          ию      ией         ии
ая      ой          ой          ую      ой/ою       ой
яя      ей          ей          юю      ей          ей
ья      ьи          ье          ью      ьей         ье
я       и           е           ю       ей          е
ый      ого         ому         =       ым          ом
ий      ого/его/ия  ому/ему/ию  =       им/ием      ом/ем/ии
ой      ого/оя      ому/ою      =       ым/оем      ом/ое
й       я           ю           =       ем          е
ец      ца          цу          =       цом/цем     це
ок      ка/ока      ку/оку      =       ком/оком    ке/оке
ь       я/и         ю/и         =       ем/ью       е/и
ж       жа          жу          =       жем         же
ч       ча/чи       чу/чи       =       чем/чью     че/чи
0       а           у           =       ом          е/у
ое      ого         ому         =       ым          ом
ее      его         ему         =       им          ем
ие      их/ия       им/ию       =       ими/ием     их/ии
ые      ых          ым          =       ыми         ых
ье      ья          ью          =       ьем         ье
е       я           ю           =       ем          е
ще      ща          щу          =       щем         ще
о       а           у           =       ом          е
ы       0/ов        ам          =       ами         ах
мны     мнов/мен    мнам        =       мнами       мнах
цы      цев/цов/ц   цам         =       цами        цах
и       0/ов/ей     ам/ям       =       ами/ями     ах/ях
луки    лук/луков   лукам       =       луками      луках
ки      ков/ок      кам         =       ками        ках
""")

# Endings of a word before the last that agrees with it: Красна Гора, Часів Яр, Великий Бурлук.

_UKRAINIAN_BEFORE = _table("""
ий      ого         ому         =       им          ому/ім
ій      ього        ьому        =       ім          ьому/ім
а       ої          ій          у       ою          ій
я       ьої         ій          ю       ьою         ій
е       ого         ому         =       им          ому/ім
є       ього        ьому        =       ім          ьому/ім
і       их          им          =       ими         их
ів      ового/евого овому/евому =       овим/евим   овому/евому/овім
""")

_RUSSIAN_BEFORE = _table("""
ый      ого         ому         =       ым          ом
ий      ого/его     ому/ему     =       им          ом/ем
ой      ого         ому         =       ым          ом
ая      ой          ой          ую      ой          ой
яя      ей          ей          юю      ей          ей
ое      ого         ому         =       ым          ом
ее      его         ему         =       им          ем
ые      ых          ым          =       ыми         ых
ие      их          им          =       ими         их
ов      ова/ового   ову/овому   =       овым        овом/ове
""")

_NAME = re.compile(r"[а-яёіїєґ'’ʼ]+(?:[ -][а-яёіїєґ'’ʼ]+){0,3}")
_NOT_RUSSIAN = re.compile(r"[іїєґ'’ʼ]")
_NOT_UKRAINIAN = re.compile(r"[ыэёъ]|(?:[ая]я|[ои]е)(?![^ -])")
_ADJECTIVES = ("ий", "ый", "ой")
_SHORTEST = 3
_LONGEST_ENDING = 4
_MOST_FORMS_A_CASE = 8


@lru_cache(maxsize=20_000)
def inflected(name: str) -> tuple[str, ...]:
    """Give the case forms of *name*, a nominative of Ukrainian or Russian; none for any other.

    A name whose letters fit both languages is inflected in both. The nominative itself is not given.

    >>> sorted(set(inflected("Авдіївка")))
    ['авдіївки', 'авдіївкою', 'авдіївку', 'авдіївці']
    """
    if name.isascii() or len(name) < _SHORTEST:
        return ()
    lower = name.lower()
    if _NAME.fullmatch(lower) is None:
        return ()
    forms: dict[str, None] = {}
    if _NOT_UKRAINIAN.search(lower) is None:
        forms |= dict.fromkeys(_forms(lower, _UKRAINIAN, _UKRAINIAN_BEFORE))
    if _NOT_RUSSIAN.search(lower) is None:
        forms |= dict.fromkeys(_forms(lower, _RUSSIAN, _RUSSIAN_BEFORE))
    return tuple(form for form in forms if form != lower)


def _forms(name: str, last: _Table, before: _Table) -> list[str]:
    """Inflect a name word by word; none changes after "на".

    Of a hyphened name the last part changes (Нью-Йорка), and the first too where an adjective
    follows (Кам'янця-Подільського).
    """
    head, joint, tail = name.partition("-на-")
    *words, noun = re.split("([ -])", head)
    if not words:
        return [form + joint + tail for case in _cases(noun, last) for form in case]
    hyphened = last if noun.endswith(_ADJECTIVES) else {}
    tables = [before if following == " " else hyphened for following in words[1::2]]
    parts = [_cases(word, table) for word, table in zip(words[::2], tables, strict=True)]
    joints = [*words[1::2], joint + tail]
    return [
        "".join(word + gap for word, gap in zip(chosen, joints, strict=True))
        for case in zip(*parts, _cases(noun, last), strict=True)
        for chosen in islice(product(*case), _MOST_FORMS_A_CASE)
    ]


def _cases(word: str, table: _Table) -> Forms:
    """Give the forms of one word; a word no rule knows stays as it is."""
    for at in range(max(len(word) - _LONGEST_ENDING, 0), len(word) + 1):
        if cases := table.get(word[at:]):
            stem = word[:at]
            return tuple([tuple([stem + form for form in forms]) for forms in cases])
    return ((word,),) * 5
