# The arrows of the house: which library may stand on which, read from the build and from the includes.
import os
import re
import sys

# What each layer stands on directly; whatever those stand on is allowed as well.
MODELS = {
    "base": (),
    "domain": ("base",),
    "profiles": ("domain",),
    "query": ("domain",),
    "table": ("query",),
    "compliance": ("table",),
    "reports": ("table",),
    "audit": ("domain",),
    "privacy": ("query", "audit"),
    "api": ("domain",),
    "rest": ("api",),
    # a site's offline cache is a table
    "sites": ("rest", "table"),
}
SERVER_STANDS_ON = ("base", "domain", "api", "query", "table", "compliance", "audit", "reports", "privacy",
                    "profiles")
DIRECT = dict(
    MODELS,
    ui=tuple(MODELS),
    server=SERVER_STANDS_ON,
    agent=("rest", "audit", "query", "profiles"),
    # the same jobs as the window, without it
    cli=tuple(MODELS),
    # the server is measured as a process beside it; one program of it is the window, to measure how that starts
    bench=tuple(MODELS) + ("server", "console", "ui"),
    # `belvedere --demo` runs the server and simulated devices beside the window
    console=tuple(MODELS) + ("ui", "server", "agent"),
)
WINDOW = re.compile(r"Qt6?::(Widgets|Charts|SvgWidgets|OpenGLWidgets|PrintSupport)$")
# not bench: where it can, it measures with a real table view
HEADLESS = tuple(MODELS) + ("server", "agent", "cli")
TARGET = re.compile(r"^\s*(?:belvedere_library|belvedere_program|(?:qt_)?add_(?:library|executable))\s*\(\s*([\w-]+)", re.M)
NODE = re.compile(r'^\s*"(node\d+)"\s*\[\s*label\s*=\s*"([^"]*)"', re.M)
EDGE = re.compile(r'^\s*"(node\d+)"\s*->\s*"(node\d+)"', re.M)
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)


def layer_of(path):
    parts = path.split("/")
    if parts[0] == "models" and len(parts) > 1 and parts[1] != "CMakeLists.txt":
        return parts[1]
    if parts[0] == "app" and len(parts) > 2:
        return parts[1]
    return "ui" if parts[0] == "ui" else None


def layer_of_include(name):
    first = name.split("/")[0]
    if "/" not in name:
        return None
    return first if first in DIRECT else None


def closure(direct):
    allowed = {}
    for layer in direct:
        seen, todo = {layer}, [layer]
        while todo:
            for below in direct[todo.pop()]:
                if below not in seen:
                    seen.add(below)
                    todo.append(below)
        allowed[layer] = seen
    return allowed


def walk(source, wanted):
    for top in ("app", "models", "ui"):
        for folder, _, names in os.walk(os.path.join(source, top)):
            for name in sorted(names):
                path = os.path.join(folder, name)
                if wanted(name):
                    with open(path, encoding="utf-8", errors="replace") as file:
                        yield os.path.relpath(path, source).replace(os.sep, "/"), file.read()


def targets_by_layer(source):
    return {
        target: layer_of(path)
        for path, text in walk(source, lambda name: name == "CMakeLists.txt")
        for target in TARGET.findall(text)
    }


def read_graph(dot):
    """The edges of a file that `cmake --graphviz` wrote, as target -> set of targets."""
    # a label holds the target's name and, on a line of its own, its aliases
    names = {node: label.split("\\n")[0] for node, label in NODE.findall(dot)}
    aliases = {node: re.findall(r"\(([\w:]+)\)", label) for node, label in NODE.findall(dot)}
    edges = {name: set() for name in names.values()}
    for above, below in EDGE.findall(dot):
        edges[names[above]].add(names[below])
        edges[names[above]].update(aliases[below])
    return edges


def check_arrows(pairs, allowed):
    """pairs: (who, layer above, what, layer below)"""
    for who, above, what, below in pairs:
        if above not in allowed:
            yield "%s lies in %s, which is no layer of the house" % (who, above)
        elif below is not None and below not in allowed[above]:
            yield "%s (%s) must not stand on %s (%s)" % (who, above, what, below)


def check_links(edges, layers, allowed):
    yield from check_arrows(
        ((above, layers[above], below, layers.get(below)) for above in sorted(edges) if above in layers
         for below in sorted(edges[above])), allowed)
    for target in sorted(edges):
        if layers.get(target) in HEADLESS:
            for reached in sorted(reachable(target, edges)):
                if WINDOW.search(reached):
                    yield "%s links %s, and nothing below the window may" % (target, reached)


def reachable(target, edges):
    seen, todo = set(), [target]
    while todo:
        for below in edges.get(todo.pop(), ()):
            if below not in seen:
                seen.add(below)
                todo.append(below)
    return seen


def check_circles(edges, layers):
    for target in sorted(edges):
        if target in layers and target in reachable(target, edges):
            yield "%s stands on itself, by a circle" % target


def included_layers(source):
    for path, text in walk(source, lambda name: name.endswith((".h", ".cpp"))):
        above = layer_of(path)
        for name in INCLUDE.findall(text):
            below = layer_of_include(name)
            if above is not None and below is not None and below != above:
                yield path, above, name, below


def main():
    source, dot = sys.argv[1:3]
    allowed = closure(DIRECT)
    layers = targets_by_layer(source)
    with open(dot, encoding="utf-8") as file:
        edges = read_graph(file.read())
    ours = [target for target in edges if target in layers]
    findings = list(check_links(edges, layers, allowed))
    findings += check_circles(edges, layers)
    findings += check_arrows(included_layers(source), allowed)
    if "belvedere_base" not in ours:
        findings.append("the graph holds none of our libraries, so nothing was checked")
    for finding in findings:
        print(finding)
    print("layering: %d of our targets, %d links, %d findings" % (
        len(ours), sum(len(edges[t]) for t in ours), len(findings)))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
