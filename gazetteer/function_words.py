"""List the words so common that no text is searched for them, though somewhere a place has the name."""

# English
_ENGLISH = """
a about above after again all also am an and any are as at be because been before being below between both but
by can could did do does doing down during each few for from further had has have having he her here hers him
his how i if in into is it its itself just last let like made make many may me more most much must my near new
next no nor not now of off old on once one only or other our ours out over own said same say she should since
so some such than that the their them then there these they this those three through to too two under until up
upon very was we were what when where which while who whom why will with within would yet you your ago along
among another around away back became become best better big came come day days done early else end ever every
far find first five four found full gave get give given go goes going gone good got great half hard high home
however keep kept knew know known large later least left less life line little long look low main man men mile
miles might mine money month months morning move moved name need never night nine none often open part past
people place plan point put quite ran rather ready real right road run saw second see seen sent set seven
several show side six small soon start still take taken ten thing think third though thus time times today
told took town toward turn used use want war way week well went whether white whole wide win work world year
years
"""

# French, German, Spanish, Italian
_FRENCH = """
au aux avec ce ces dans de des du elle en est et il ils je la le les leur lui mais ne nous on ont ou par pas
plus pour qu que qui sa sans se ses son sont sur un une vous das dem den der die ein eine er es für ich im ist
mit nicht sich sie und von war zu zum zur al como con del el ella era esta este ha las lo los más no para pero
por si sin su sus una y ya che da di è gli ma nel non per più sono
"""

# Ukrainian and Russian
_UKRAINIAN = """
а але або без біля був була були було бути в вже ви вид від він вона вони все де для до є ж за зі з і із й
його її їх їхній ми на над наш не ні о об от по під після при про та так там те ти то тут у що це цей цього ця
чи як якщо я бы был была были было быть вам вас во вот всё вы где да его ее если есть еще же и из или им их к
как ко когда кто ли мне мы нас нет ни но он она они оно под с со также того тот ты уже что чтобы эта эти это
этот дня день дні дней днів год года років рік час часа часу місто города город мир миру
"""

FUNCTION_WORDS = frozenset(f"{_ENGLISH} {_FRENCH} {_UKRAINIAN}".split())
