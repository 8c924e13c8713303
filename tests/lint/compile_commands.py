# Reads compile_commands.json: our own translation units, commands that only read them, or their preprocessing.
import json
import os
import shlex
import sys


def own_entries(path):
    root = os.getcwd()
    for entry in json.load(open(path, encoding="utf-8")):
        relative = os.path.relpath(os.path.join(entry["directory"], entry["file"]), root)
        if not relative.startswith(("..", "build" + os.sep)):
            yield relative, entry


def command(entry, *instead_of_compiling):
    arguments = shlex.split(entry["command"])
    # a launcher such as ccache stands before the compiler
    start = next(i for i, argument in enumerate(arguments) if os.path.basename(argument).startswith("clang"))
    kept = [arguments[start], *instead_of_compiling]
    rest = iter(arguments[start + 1:])
    for argument in rest:
        if argument == "-o":
            next(rest)
        elif argument != "-c":
            kept.append(argument)
    return "cd %s && %s" % (shlex.quote(entry["directory"]), shlex.join(kept))


def main():
    path, mode, named = sys.argv[1], "".join(sys.argv[2:3]), sys.argv[3:]
    entries = dict(own_entries(path))
    for relative in named if mode else entries:
        if mode == "--syntax-only":
            complaint = shlex.quote("clang refuses " + relative)
            print("%s || { echo %s >&2; exit 1; }" % (command(entries[relative], "-fsyntax-only", "-Werror"), complaint))
        elif mode == "--preprocess":
            print(command(entries[relative], "-E", "-C"))  # with comments, because NOLINT is one
        else:
            print(relative)


main()
