"""What people write to assistants: sentences with places for identifiers, and sentences without."""

# <<..>> is a slot; `redaction_messages.py` says what makes each. One sentence a line.
ENGLISH = """
can you write a mail to <<email>> and say that i'm sick
my email is <<email>>, phone <<phone>>
you can reach me at <<email>> or on <<phone>>
Please send the invoice to <<email>>.
<<email>> never answered, what do i do
<<phone said>>
<<phone said>> after 6 or just mail <<email>>
i keep getting calls from <<phone>>, is it spam?
someone called <<phone>> texted me from <<phone>>
wire it to <<iban>> please
the account is <<iban>>, holder <<name>>
my card <<card>> got declined, exp 09/27 
they charged <<card>> twice
is <<card>> a valid card number?
<<national said>> do i need to give that to my landlord
fill the form for me, <<national said>>, born in <<place>>
what kind of number is <<national>>?
my server <<ip>> is not reachable
block <<ip>> and <<ip>> in the firewall
ssh into <<ip>> gives connection refused
have a look at <<url>> and tell me what you think
is this phishing? <<url>>
my portfolio (<<url>>) needs a better intro
ping <<handle>> about it
<<handle said>> if you want to play
<<handle said>>, find me a better one
rewrite this tweet: thanks <<handle>> for the great talk!
why does this key not work: <<key>>
i accidentally pushed <<key>> to a public repo
<<password>> is that strong enough
<<password>>
cant log in, <<password>>
i get an auth error with <<connection>>
I live at <<address>>
my address is <<address>>, whats the nearest pharmacy
Deliver to <<name>>, <<address>>
we're moving from <<address>> to <<address>> in june
<<name>> and i are fighting again
my sister <<name>> lives in <<place>>
write a birthday poem for <<name>>, she turns 40
i was born in <<place>> and grew up in <<place>>
plan three days in <<place>> with <<name>>
should i tell <<name>> what <<name>> said about me?
<<name>> said <<name>> is leaving for <<place>>
how do i tell my boss <<name>> that i quit
dear <<name>>, thank you for coming to <<place>>
met <<name>>(<<email>>) in <<place>>
<<name>>: <<phone>>
so basically <<name>> told me that <<name>> has my old number <<phone>> and now <<handle>> writes me
I have an appointment with Dr. <<name>> at <<address>>, can you draft a reminder?
translate this for my landlord <<name>> (<<email>>): the heating at <<address>> is broken
refund should go to <<iban>> or back to <<card>>, ticket 88123, contact <<email>>
my ex <<name>> keeps messaging from <<handle>> and <<phone>>, what can i do legally
customer: <<name>>, card <<card>>, ship to <<address>>
these are the players: <<name>>, <<name>>, <<name>> and <<name>>
My name is <<name>>. I was born in <<place>>. I work at a bakery.
hey its <<name>> again
I'm <<name>> and I live near <<place>>, <<national said>>
we flew <<place>>-<<place>> with the kids and <<name>> got sick
summarise <<url>> and mail it to <<email>>
my router at <<ip>> forwards to <<ip>>, is that safe
login for the nas: user admin, <<password>>, address <<ip>>
set the env to <<connection>> and run it again
"""
GERMAN = """
schreib bitte eine mail an <<email>> dass ich krank bin
meine nummer ist <<phone>>, mail <<email>>
Bitte überweisen Sie auf <<iban>>, Kontoinhaber <<name>>.
ich wohne in der <<address>> und suche einen kinderarzt
<<name>> wohnt jetzt in <<place>>
wie sage ich <<name>>, dass ich nicht nach <<place>> mitkomme?
<<national said>> wofür braucht mein arbeitgeber die
<<password>> ist das sicher genug
der server <<ip>> antwortet nicht
kannst du <<url>> zusammenfassen
Sehr geehrte Frau <<name>>, unter <<phone>> war niemand zu erreichen
ich heiße <<name>> und komme aus <<place>>
treffen wir uns bei <<name>> (<<address>>)?
<<name>> hat <<name>> gestern in <<place>> gesehen, sagt <<handle>>
"""
FRENCH = """
écris un mail à <<email>> pour dire que je suis malade
mon numéro : <<phone>>, mon adresse : <<address>>
j'habite au <<address>> depuis trois ans
<<name>> et moi partons à <<place>>
faites le virement sur <<iban>> au nom de <<name>>
<<national said>>, est-ce que je dois le donner ?
je m'appelle <<name>>, je suis né à <<place>>
rendez-vous chez <<name>>, <<address>>, tél. <<phone>>
c'est quoi ce lien «<<url>>» ?
le serveur «<<ip>>» ne répond plus
"""
SPANISH = """
escribe un correo a <<email>> diciendo que estoy enfermo
mi teléfono es <<phone>> y vivo en <<address>>
¿puedo ir con <<name>> a <<place>>?
haz la transferencia a <<iban>>
<<national said>>, ¿lo tengo que dar?
me llamo <<name>> y vivo en <<place>> desde 2019
mi hermana <<name>> trabaja con <<name>> en <<address>>
¡<<name>> me dijo que <<password>>!
"""
DUTCH = """
stuur een mailtje naar <<email>> dat ik ziek ben
ik woon op <<address>>, mijn nummer is <<phone>>
<<name>> komt uit <<place>>
maak het over naar <<iban>> t.n.v. <<name>>
<<national said>> moet ik dat geven
ik heet <<name>>, bel me op <<phone>> of mail <<email>>
"""
OTHERS = """
mi chiamo <<name>>, abito in <<address>> e il mio numero è <<phone>>
il mio iban è <<iban>>, <<national said>>
mieszkam z <<name>> w <<place>>, mój numer to <<phone>>
przelej na <<iban>>, <<national said>>
moro na <<address>>, meu email é <<email>>, <<national said>>
jag heter <<name>> och bor på <<address>>, <<national said>>
"""
WITH_DECOYS = """
the total was <<decoy>> last time
it says <<decoy>> and then <<decoy>>
what does <<decoy>> mean
can you convert <<decoy>> for me
i don't understand (<<decoy>>) here
Error near "<<decoy>>": unexpected token
compare <<decoy>> with <<decoy>>, <<decoy>>
<<decoy>>
is <<decoy>> the same as <<decoy>>?
was bedeutet <<decoy>> hier
que veut dire <<decoy>> ?
¿qué es <<decoy>>?
wat is <<decoy>> precies
the book <<decoy>> is sold out
changed in <<decoy>>, see <<decoy>>
the checker refuses <<wrong card>>
this number <<wrong iban>> is refused
<<word use>>, or not
you know, <<word use>> and so on
explain <<famous>> to a child
which of these is right: <<word use>> / <<famous>>
"""
EMPTY = """
thanks, that helps a lot
can you make it shorter and a bit more formal
i have been so tired lately and i dont know why
what should i cook tonight, no meat please
explain it like i'm five
mach es bitte kürzer
und warum ist das so?
peux-tu reformuler ça
¿me lo puedes explicar otra vez?
kun je dat korter maken
no that's not what i meant, try again
my dog ate chocolate, should i worry
rewrite the second paragraph and keep the tone
why is the sky blue
it still doesn't work, same error as before
I feel like nobody listens to me at work.
"""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.strip("\n").split("\n"))


IDENTIFYING: dict[str, tuple[str, ...]] = {
    "en": _lines(ENGLISH),
    "de": _lines(GERMAN),
    "fr": _lines(FRENCH),
    "es": _lines(SPANISH),
    "nl": _lines(DUTCH),
    "others": _lines(OTHERS),
}
LANGUAGES = {"en": 6.0, "de": 2.0, "fr": 1.2, "es": 1.0, "nl": 1.0, "others": 0.7}
DECOYS = _lines(WITH_DECOYS)
FILLERS = _lines(EMPTY)
