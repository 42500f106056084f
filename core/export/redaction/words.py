"""Words that are ordinary before they are anybody's name, so that they are not taken for one."""

_ENGLISH = """
a able about above across act actually add after again against age ago agree air all almost alone
along already also although always am amazing among an and angel animal another answer any anyone
anything anyway apart apple april are area aren't arm around art as ask at august autumn away baby
back bad bag baker ball bank bar base basically be bear beautiful because bed been before begin
behind being believe bell below best better between big bill bit black blue board boat body book
both bottom box boy bread break brief bring brother brown build bus business busy but buy by call
came can can't car care carry case cat catch cause chance change chase cheap check chef child
children church city class clean clear close coach coffee cold college come company computer cook
cool correct cost could couldn't country couple course cover create crystal cup currently cut dad
daisy dance dark data date daughter dawn day days dead deal dean dear death december decide deep
did didn't die different difficult dinner do doctor does doesn't dog doing don't done door double
doubt down draw dream drew drink drive drop dry due during each early earth east easy eat eight
either else email encrypted end english enough especially even evening ever every everyone
everything exactly example except expired eye face fact fair faith fall family far fast father
february feel feeling feet few field fight figure file fill film find fine fire first fish five
fix floor fly follow food foot for forest forget forgotten form found four frank free friday
friend friends from front full fun funny game garden gave general get girl give glad go god goes
going gold gone good got grace grant gray great green grey ground group grow guess guide had hair
half hand happen happy hard has hashed hasn't hat hate have haven't having he he'd he'll he's head
health hear heart heather heavy held hello help her here hers hey hi high hill him his history hit
hold holly home hope hot hour house how how's however huge hunter husband i i'd i'll i'm i've ice
idea if important in incorrect inside instead interesting into invalid iris iron is isn't it it's
its ivy jack jade january jasmine jay job july june just keep kept key kid kids kind king kitchen
knew know knows lake land language large last late later laugh law lead learn least leave left
less let let's letter level life light like lily line list little live lives long look looking
lord lose lost lot love low luck lunch machine made main make makes making man manager many march
mark mason matter max may maybe me meal mean means meet memory men mercy message middle might
miles milk mind mine minute miss missing modern mom monday money month months moon more morning
most mother mountain mouth move movie mr mrs ms much mum music must my myself name named near need
needed needs never new news next nice night nine no nobody none norm north not note nothing
november now number october of off office often oh ok okay old olive on once one only opal open or
orange order other our out outside over own page pain paper parent parents park part party past
pat pay peace pearl penny people perfect perhaps person phone pick picture piece pierce place plan
play please point poor poppy possible power pretty price prince probably problem program project
protected public pull put question quick quickly quiet quite rain ran rather ray read ready real
really reason red reed remember required reset rest reuse rich right river road rob robin rock
room rose ruby run sad safe said same sandy sat saturday save saved saw say says school sea second
secret see seem seems sell send sense sent september series serious set seven several shall she
she'd she'll she's ship short should show shut side simple since sing single sister sit six sky
sleep slow small smart smith snow so some someone something sometimes son song soon sorry sort
sound south space speak special spring stand star start state stay steel step still stone stop
store stored storm story street strong strongly student study stuff such sue summer sun sunday
sunny sure sweet table take taken talk tall taste teacher team tell ten test than thank thanks
that that's the their them then there there's these they they're thing things think third this
those though thought three through thursday time tip tired to today together told tomorrow tonight
too took top town train travel tree trip trouble true trust try trying tuesday turn two type under
understand until up upon us use used using usually very victor violet visit voice wade wait wake
walk walker wall want war ward warm was wasn't watch water way we we'll we're we've weak weather
wednesday week weeks weird welcome well went were weren't west what what's when where which while
white who who's whole whose why wife will win wind window winter wish with within without woman
women won't wonder wood word words work worked working works world worry worth would wouldn't wow
write written wrong yeah year years yellow yes yesterday yet you you'd you'll you're you've young
your yours
"""
_GERMAN = """
aber alle alles als also am an auch auf aus bei bin bis bitte da danke dann das dass dein dem den
der des die dir doch du durch ein eine einem einen einer eines er es etwas euch falsch für gegen
geht gibt gut habe haben hallo hat hatte hier ich ihm ihn ihr ihre im immer in ist ja jetzt kann
kein keine können leben mal man mehr mein meine meinem meinen mich mir mit muss nach nein nicht
nichts noch nur ob oder ohne richtig schon sehr sein seine sich sie sind so soll um und uns unter
vergessen viel vielleicht vom von vor war warum was weil wenn wer werden wie wieder will wir wird
wo würde zu zum zur über
"""
_DUTCH = """
aan als ben bent bij dat de deze die dit een en er ga geen goed had heb hebben heeft het hij hoe
ik is je jij kan maar me meer met mijn naar niet nog nu of om onze ook op over te toch tot uit van
veel voor waar want wat we wel wij willen worden wordt ze zich zij zijn zo zou
"""
_FRENCH = """
alors après au aussi aux avec avoir bien bonjour c'est ce ces cette comme comment dans de des deux
dit donc du elle en est et eux faire fait il ils j'ai je la le les leur lui ma mais me merci mes
moi mon même ne non nos notre nous on ont ou où par pas peu peut plus pour pourquoi qu que quel
quelle qui quoi sa sans se ses si son sont sur ta te tes toi ton tout très tu un une va vos votre
vous à être
"""
_ROMANCE = """
al algo anche ao así bien che chi ci ciao com come como con cosa cuando cómo da das dei del della
desde di do dos dove e ella ellos em en entre era eres esta este esto estoy eu foi fue gli gracias
grazie ha hace hasta hay ho hola il io isso la las lo loro los ma mais mas meu mi minha mio mis
molto muito muy más na nada nas nel ni no non nos não o obrigado os ou para pela pelo per perché
pero più por porque puede quando que questa questo quien qué se sem ser seu si sin sobre solo son
sono soy su sua suo sus sí también te tem tengo tiene todo tu tutto uma un una uno vez você y ya
yo è él
"""
_NAMES_OF_NOBODY = """
african ai airpods alexa amazon american android angular anthropic api apple april arabic asian
august aws azure bible bluetooth bmi bmw british bsc ceo chatgpt chinese christmas claude copilot
covid cpu css csv cto cv december dezember dienstag discord diy django dna docker donnerstag dr
dutch easter english eu european excel facebook faq februar february flask frau freitag french
friday gemini german github gitlab god google gpt gpu greek herr hindi hr html http https ikea
indian instagram internet ios ipad iphone italian januar january japanese java javascript json
juli july june juni korean kotlin kubernetes latin linkedin linux llama llm mac macbook macos
madam mai march mastercard may mba meta microsoft mittwoch ml monday montag mr mrs ms msc märz
nasa netflix node november october ok oktober openai ostern outlook paypal pdf phd polish
portuguese powerpoint prof python ram react reddit rna russian rust samstag saturday september sir
siri slack sonntag spanish spotify sql ssd sunday swift telegram tesla thursday tiktok toyota
tuesday turkish tv twitter typescript uk un url usa usb visa vue wednesday weihnachten whatsapp
wifi wikipedia windows word xml youtube zoom
"""
"""Written with a capital all the same: times, languages, peoples, makers and their things."""

_ORDINARY = frozenset(" ".join((_ENGLISH, _GERMAN, _DUTCH, _FRENCH, _ROMANCE)).split())
_CAPITALISED = frozenset(_NAMES_OF_NOBODY.split())


def is_ordinary(word: str) -> bool:
    """Whether a word, whatever its case, is among the common words of six languages."""
    return word.casefold() in _ORDINARY


def is_beside_names(word: str) -> bool:
    """Whether a word is a title, a time, a people or a make: it goes beside names and is in none.

    "New" and "Will" are not, since they begin the name of a city and of many people.
    """
    folded = word.casefold()
    return bool({folded, folded.removesuffix("'s").removesuffix("s")} & _CAPITALISED)


def is_common_capital(word: str) -> bool:
    """Whether a word that stands alone with a capital is nobody's name and no place."""
    return is_beside_names(word) or is_ordinary(word)
