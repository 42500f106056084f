"""What people paste: mails, logs, code, settings, tables, forms. Slots as in prose."""

_IDENTIFYING = r"""
From: <<name>> <<<email>>>
To: <<email>>
Subject: Re: your visit

Hi <<name>>,

sorry for the late answer. You can call me on <<phone>> any time, or come by:
<<address>>

Best
<<name>>
-- 
<<name>> | <<phone>> | <<url>>
=====
{"name": "<<name>>", "email": "<<email>>", "phone": "<<phone plain>>", "ip": "<<ip>>", "id": 4711}
=====
{
  "user": {
    "mail": "<<email>>",
    "iban": "<<iban>>",
    "card": "<<card>>",
    "ssn": "<<national>>"
  },
  "created": "2024-01-17T09:42:31Z"
}
=====
what is wrong with this?
```
2024-01-17 09:42:31,456 INFO  login ok user=<<email>> from <<ip>>
2024-01-17 09:42:33,001 WARN  slow query 2041 ms
2024-01-17 09:42:35,120 ERROR 401 for <<ip>> GET /api/v2/items/10293
```
=====
<<ip>> - - [17/Jan/2024:09:42:31 +0000] "GET /index.html HTTP/1.1" 200 5316 "-" "curl/8.1.2"
<<ip>> - - [17/Jan/2024:09:42:32 +0000] "POST /login HTTP/1.1" 302 0 "-" "Mozilla/5.0"
=====
my .env:
DEBUG=1
PORT=8080
<<connection>>
MAIL_FROM=<<email>>
KEY=<<key>>
=====
```python
import requests

class Client:
    @property
    def token(self):
        return "<<key>>"

    def send(self):
        # ask <<name>> before changing, <<email>>
        return requests.get("<<url>>", timeout=30)
```
=====
here is the key file
<<pem>>
and it says permission denied
=====
| name | mail | phone |
|------|------|-------|
| <<name>> | <<email>> | <<phone plain>> |
| <<name>> | <<email>> | <<phone plain>> |
=====
name;street;phone;iban
"<<name>>";"<<address flat>>";<<phone plain>>;<<iban flat>>
"<<name>>";"<<address flat>>";<<phone plain>>;<<iban flat>>
=====
Name: <<name>>
Address: <<address>>
Phone: <<phone>>
E-mail: <<email>>
Social: <<handle>>
=====
- **Contact:** [<<name>>](mailto:<<email>>)
- **Site:** <<url>>
- **Tel:** <<phone>>
- see also *<<handle>>*
=====
Guten Tag,

anbei wie gewünscht meine Daten:
<<name>>
<<address>>
IBAN: <<iban>>
Tel. <<phone>>

Mit freundlichen Grüßen
<<name>>
=====
> On Tue, Jan 16, 2024 at 9:12 AM <<name>> <<<email>>> wrote:
> can you give me the number of <<name>>?
> mine is <<phone>>

answer this politely
=====
[09:42] <<name>>: are you in <<place>>?
[09:43] me: no, at <<address flat>>
[09:43] <<name>>: ok, <<phone>>
=====
$ <<connection>>
Traceback (most recent call last):
  File "/srv/app/main.py", line 42, in <module>
ConnectionError: <<ip>> refused
=====
CV
<<name>>, <<place>>
<<address>>
<<email>> · <<phone>> · <<url>>
2016-2020 assistant, 2020-2024 team lead
=====
BEGIN:VCARD
VERSION:3.0
FN:<<name>>
TEL;TYPE=CELL:<<phone plain>>
EMAIL:<<email>>
END:VCARD
=====
<<url>>
<<url>>
which of these two is better written?
=====
<contact><tel><<phone plain>></tel><mail><<email>></mail><pin>none</pin></contact>
"""
_DECOYS = r"""
```python
@dataclass(frozen=True)
class Point:
    x: float = 3.14159
    y: float = 2.71828

    @property
    def norm(self) -> float:
        return (self.x ** 2 + self.y ** 2) ** 0.5
```
why is <<decoy>> printed?
=====
diff --git a/src/main.rs b/src/main.rs
index 83db48f..bf2a1c9 100644
@@ -10,7 +10,9 @@ fn main() {
-    let x = 1;
+    let x = <<decoy>>;
=====
{"version": "1.4.2", "size": 10485760, "when": "<<decoy>>", "tags": ["a", "b"], "ok": true}
=====
08:15:02.113 INFO worker-3 took 1532 ms
08:15:02.870 INFO worker-4 took 98 ms
08:15:03.004 WARN queue at 4096/8192 <<decoy>>
=====
| year | sold | price |
|------|------|-------|
| 2021 | 10442 | 12.99 |
| 2022 | 9871 | 13.49 |
| 2023 | <<decoy>> | 14.99 |
=====
1. mix 250 g flour, 2 eggs
2. bake 35-40 min at 180-200 C
3. <<decoy>>
=====
SELECT id, total FROM orders WHERE created >= '2023-01-01' AND total > 1000 LIMIT 50;
-- <<decoy>>
=====
npm ERR! code ERESOLVE
npm ERR! peer react@"^17.0.2" from the root project
npm ERR! node_modules/react <<decoy>>
=====
.card { width: 320px; margin: 0 auto 1.5rem; }
@media (max-width: 600px) { .card { width: 100%; } } /* <<decoy>> */
=====
Chapter 3 (pp. 120-145), see 3.2.1 and <<decoy>>, also <<word use>>
"""


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.strip("\n").split("\n=====\n"))


IDENTIFYING = _parts(_IDENTIFYING)
DECOYS = _parts(_DECOYS)
