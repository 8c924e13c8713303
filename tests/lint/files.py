# Checks of the text of our own files: length, first line, and things that the house does not do.
import os
import re
import statistics
import subprocess
import sys

LONGEST, NINE_IN_TEN, MEDIAN, MAIN_WINDOW = 800, 400, 150, 400
CODE = (".cpp", ".h")
# written in two parts so that this file does not find itself
LEFT_OVER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
RULES = (
    # name, where it applies, pattern, what to do instead
    ("bare-wait", r"^tests/", r"\bqWait\s*\(", "wait for a condition: QTRY_*, QSignalSpy::wait, qWaitFor"),
    ("nested-loop", r"^(app/(?!bench/)|models/|ui/)", r"\bprocessEvents\b|\bQEventLoop\b", "no nested event loops"),
    ("nested-loop", r"^tests/", r"\bprocessEvents\b", "wait for a condition instead"),
    ("tls", r"", r"\bignoreSslErrors\s*\(\s*\)", "name the errors that are accepted"),
    ("rich-text", r"^(app|models|ui)/",
     r"Qt::(RichText|AutoText|MarkdownText)\b|\b(setHtml|insertHtml|appendHtml|setMarkdown)\s*\(",
     "text from a server is never rendered as rich text"),
    ("rich-text", r"^(ui|app/console)/", r'"[^"\n]*<(b|i|u|p|br|a|h[1-6]|ul|li|table|span|font|html)(\s[^>"]*)?/?>',
     "no markup in texts"),
)
EXCUSE = re.compile(r"// UNAVOIDABLE: \S+")  # on the line itself, with the reason


def our_files(root):
    try:
        listed = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=root,
            check=True, capture_output=True, text=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        listed = []
        for folder, folders, names in os.walk(root):
            folders[:] = [f for f in folders if f not in ("build", ".git")]
            listed += [os.path.relpath(os.path.join(folder, name), root) for name in names]
    return sorted(f for f in listed if f and os.path.isfile(os.path.join(root, f)))


def first_line_says_why(path, lines):
    if path.endswith(CODE):
        return bool(lines) and re.match(r"// \S.{5,}", lines[0]) is not None
    index = 1 if lines and lines[0].startswith("#!") else 0
    return len(lines) > index and re.match(r"# \S.{5,}", lines[index]) is not None


def check_file(path, text):
    lines = text.splitlines()
    if path.endswith(CODE + (".py", ".sh")) and not first_line_says_why(path, lines):
        yield path, 1, "first-line", "the first line says the one reason of the file to exist"
    if path.endswith(CODE) and len(lines) > LONGEST:
        yield path, len(lines), "length", "longer than %d lines" % LONGEST
    if re.match(r"ui/shell/mainwindow\.(cpp|h)$", path) and len(lines) > MAIN_WINDOW:
        yield path, len(lines), "length", "the main window is longer than %d lines" % MAIN_WINDOW
    if path.endswith(CODE + (".py", ".sh", ".cmake", "CMakeLists.txt")):
        for number, line in enumerate(lines, 1):
            if LEFT_OVER.search(line):
                yield path, number, "left-over", "finish it, or write an issue"
    if path.endswith(CODE):
        for number, line in enumerate(lines, 1):
            for name, where, pattern, instead in RULES:
                if re.search(where, path) and re.search(pattern, line) and not EXCUSE.search(line):
                    yield path, number, name, instead


def check_sizes(sizes):
    """sizes: path -> lines, of sources without tests."""
    if not sizes:
        yield "", 0, "nothing", "no source file was found"
        return
    ordered = sorted(sizes.values())
    median = statistics.median(ordered)
    ninth = ordered[min(len(ordered) - 1, int(len(ordered) * 0.9))]
    print("sources: %d files, median %d lines, nine in ten at most %d, longest %d" % (
        len(ordered), median, ninth, ordered[-1]))
    if median > MEDIAN:
        yield "", 0, "length", "the median of the sources is above %d lines" % MEDIAN
    if ninth > NINE_IN_TEN:
        yield "", 0, "length", "more than one source in ten is longer than %d lines" % NINE_IN_TEN


def check(root):
    sizes, tests = {}, 0
    for path in our_files(root):
        if not path.endswith(CODE + (".py", ".sh", ".cmake", ".txt")):
            continue
        with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
            text = file.read()
        yield from check_file(path, text)
        if path.endswith(CODE) and path.startswith("tests/"):
            tests += text.count("\n")
        elif path.endswith(CODE) and path.startswith(("app/", "models/", "ui/")):
            sizes[path] = text.count("\n")
    if sizes:
        print("tests : source = %.2f (at least 0.40 is wanted)" % (tests / sum(sizes.values())))
    yield from check_sizes(sizes)


def main():
    findings = list(check(sys.argv[1]))
    for path, line, name, what in findings:
        print("%s:%d: %s: %s" % (path, line, name, what))
    print("%d findings" % len(findings))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
