"""Made-up rows of Google's activity, as JSON and as HTML."""

import html


def row(title, time="2026-07-20T15:15:21.568Z", answer=None, id=None, **fields):
    made = {
        "header": "Gemini Apps",
        "title": title,
        "time": time,
        "products": ["Gemini Apps"],
        "activityControls": ["Gemini Apps Activity"],
    }
    if answer is not None:
        made["safeHtmlItem"] = [{"html": answer}]
    if id is not None:
        url = f"https://gemini.google.com/app/{id}"
        made["details"] = [{"name": url, "url": url}]
    return made | fields


STYLES = "<style>.mdl-grid{display:flex}" + ".x{color:#fff}" * 3000 + "</style>"


def cell(done, time="Nov 5, 2025, 1:34:47\u202fAM CET", answer="", ids=(), product="Gemini Apps"):
    """One cell; `done` is HTML."""
    links = "".join(
        f'&emsp;<a href="https://gemini.google.com/app/{id}">https://gemini.google.com/app/{id}</a>'
        "<br>"
        for id in ids
    )
    return (
        '<div class="outer-cell mdl-cell mdl-cell--12-col mdl-shadow--2dp"><div class="mdl-grid">'
        '<div class="header-cell mdl-cell mdl-cell--12-col"><p class="mdl-typography--title">'
        f"{product}<br></p></div>"
        '<div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1">'
        f"{done}<br>{time}<br>{answer}</div>"
        '<div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1 '
        'mdl-typography--text-right"><img src="preview.png"></div>'
        '<div class="content-cell mdl-cell mdl-cell--12-col mdl-typography--caption">'
        f"<b>Products:</b><br>&emsp;{product}<br>"
        f"{'<b>Details:</b><br>' if links else ''}{links}"
        "<b>Why is this here?</b><br>&emsp;This activity was saved.</div></div></div>"
    )


def prompted(text, *args, **fields):
    return cell(f"Prompted\xa0{html.escape(text)}", *args, **fields)


def page(*cells):
    text = f"<html><head><title>My Activity</title>{STYLES}</head><body>{''.join(cells)}</body>"
    return (text + "</html>").encode()
