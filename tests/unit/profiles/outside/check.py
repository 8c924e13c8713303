# Checks renderings with tools that are not ours: check.py FOLDER, with android/*.json and windows/*.xml in it.
import glob
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import jsonschema

HERE = os.path.dirname(os.path.abspath(__file__))
SYNCML = "{SYNCML:SYNCML1.2}"


def schema(name):
    with open(os.path.join(HERE, "android.schema.json"), encoding="utf-8") as file:
        document = json.load(file)
    return jsonschema.Draft7Validator({"$ref": "#/definitions/" + name, "definitions": document["definitions"]},
                                      format_checker=jsonschema.FormatChecker())


def certificates_are_named(policy):
    """A reference to a certificate that is not there is something that a schema cannot see."""
    configuration = policy.get("openNetworkConfiguration", {})
    known = {entry["GUID"] for entry in configuration.get("Certificates", [])}
    for network in configuration.get("NetworkConfigurations", []):
        for reference in network["WiFi"].get("EAP", {}).get("ServerCARefs", []):
            if reference not in known:
                yield "no certificate " + reference


def lists_are_json(policy):
    for entry in policy.get("applications", []):
        for key, value in entry.get("managedConfiguration", {}).items():
            if key in ("URLBlocklist", "URLAllowlist", "ManagedBookmarks") and not isinstance(json.loads(value), list):
                yield key + " holds no list"


def check_android(folder):
    policy, web_app = schema("policy"), schema("webApp")
    for path in sorted(glob.glob(os.path.join(folder, "android", "*.json"))):
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        of_web = os.path.basename(path).startswith("web_shortcut")
        for error in (web_app if of_web else policy).iter_errors(document):
            yield path, "%s: %s" % ("/".join(map(str, error.absolute_path)), error.message)
        for problem in list(certificates_are_named(document)) + list(lists_are_json(document)):
            yield path, problem


def relax_ng(grammar, paths):
    if not paths:
        yield grammar, "nothing to check"
        return
    result = subprocess.run(["xmllint", "--nonet", "--noout", "--relaxng", os.path.join(HERE, grammar)] + paths,
                            capture_output=True, text=True, check=False)
    if result.returncode != 0:
        lines = [line for line in result.stderr.splitlines() if not line.endswith("validates")]
        yield grammar, "\n".join(lines) or "xmllint failed"


def inner_documents(path):
    """The XML that stands as text in the data of commands."""
    for number, item in enumerate(ElementTree.parse(path).iter(SYNCML + "Item")):
        data = item.findtext(SYNCML + "Data", "").strip()
        if not data.startswith("<"):
            continue
        if data.startswith(("<enabled/>", "<disabled/>")):
            # U+F000 separates the members of a list
            data = "<values>" + data + "</values>"
        out = "%s.inner%d" % (path, number)
        with open(out, "w", encoding="utf-8") as file:
            file.write(data)
        yield out


def check_windows(folder):
    paths = sorted(glob.glob(os.path.join(folder, "windows", "*.xml")))
    yield from relax_ng("syncml.rng", paths)
    yield from relax_ng("windows.rng", [inner for path in paths for inner in inner_documents(path)])


def main():
    problems = list(check_android(sys.argv[1])) + list(check_windows(sys.argv[1]))
    for path, message in problems:
        print("%s: %s" % (path, message))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
