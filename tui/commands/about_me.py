"""selfaudit about-me: the texts to paste into an assistant."""

from dataclasses import asdict
from pathlib import Path

import click

from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import hint, print_json, say


@click.command("about-me")
@click.option(
    "--save",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the texts to FILE, to be edited before you paste them.",
)
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@json_option
@home_option
def about_me_command(file: Path | None, force: bool, as_json: bool) -> None:
    """What you accepted, as texts to paste into an assistant.

    What it may use, what it never may, and what to delete where it has noted it. Made from your
    own answers alone.
    """
    from selfaudit.core.private_file import write_private
    from selfaudit.core.review.about_me import about_me

    if force and file is None:
        raise click.UsageError("--force goes with --save FILE.")
    with opened_store() as store:
        found = about_me(store)
    if file is not None:
        write_private(file, found.text + "\n", force=force)
        say(f"The texts are in {file}, readable by you alone.", to_stderr=as_json)
    if as_json:
        print_json(
            {
                **asdict(found),
                "texts": {
                    "about_me": found.about_me,
                    "never_use": found.never_use,
                    "to_delete": found.to_delete,
                },
            }
        )
    elif file is None:
        for line in (found.text or hint("Nothing to say yet: judge some cards first.")).split("\n"):
            say(line)
