"""selfaudit completion: makes the shell complete commands and options."""

import click
from click.shell_completion import get_completion_class

SHELLS = ["bash", "zsh", "fish"]


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion_command(context: click.Context, shell: str) -> None:
    """Print a script for your shell, for example:

    selfaudit completion bash >> ~/.bashrc
    """
    found = get_completion_class(shell)
    assert found is not None
    root = context.find_root().command
    click.echo(found(root, {}, "selfaudit", "_SELFAUDIT_COMPLETE").source())
