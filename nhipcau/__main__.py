"""`nhipcau COMMAND`: Django's commands under names people type, `read-form01` for `read_form01`."""

import os
import sys


def main(arguments: list[str] | None = None) -> None:
    """Run one command; exit codes are the command's own, 2 for wrong usage."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if arguments[:1] == ["demo"]:
        from nhipcau.demo.run import main as demo

        sys.exit(demo(arguments[1:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhipcau.config.settings")
    from django.core.management import ManagementUtility

    if not arguments or arguments in (["-h"], ["--help"], ["help"]):
        print(_help())
        sys.exit(0 if arguments else 2)
    if arguments[0] == "help":
        arguments = [arguments[1], "--help"]
    name = arguments[0].replace("-", "_") if not arguments[0].startswith("-") else arguments[0]
    ManagementUtility(["nhipcau", name, *arguments[1:]]).execute()


COMMANDS = (
    ("init", "the first unit and the first officer of a new installation"),
    ("serve", "the web server, on 127.0.0.1 unless --host says otherwise"),
    ("worker", "the work that is not done in a page: posts, reminders, mail"),
    ("migrate", "bring the database up to date after an update"),
    ("demo", "the demo union on this machine"),
    ("doctor", "look whether this installation is in order"),
    ("invite", "an invitation for a person, as a link to be sent by hand"),
    ("sign-in-link", "a link that signs one person in once"),
    ("rotate-token-key", "a new key for Page tokens, and every token sealed with it"),
    ("find-duplicates", "compare everybody in the register and propose who may be one person"),
    ("read-form01", "read a filled Form 01 and print it as JSON"),
    ("read-circular", "read a circular and print it as JSON"),
    ("cut-boundary", "print what of each line may become a task, as JSON"),
    ("facebook-standin", "play Facebook's server, for tests and the demo"),
)


def _help() -> str:
    width = max(len(name) for name, _words in COMMANDS)
    lines = [f"  {name.ljust(width)}  {words}" for name, words in COMMANDS]
    return "\n".join(["nhipcau COMMAND [--help]", "", *lines])


if __name__ == "__main__":
    main()
