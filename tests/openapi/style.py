# The style of our OpenAPI document: what a reader of the API relies on beyond a valid document.
import json
import re
import sys

METHODS = ("get", "put", "post", "patch", "delete", "head", "options")
# sign-in, refresh and devices that enrol have no key; every other POST is ordered once
KEYLESS = re.compile(r"^(/api/v1)?/(sessions?|auth|agent)\b|sign-in|signin|refresh|token")


def references(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def resolve(document, node):
    while isinstance(node, dict) and isinstance(node.get("$ref"), str):
        target = document
        for part in node["$ref"].lstrip("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def check_operation(document, path, method, shared, operation, seen):
    where = "%s %s" % (method.upper(), path)
    name = operation.get("operationId", "")
    if not name:
        yield where, "has no operationId"
    elif name in seen:
        yield where, "has the operationId of " + seen[name]
    seen[name] = where
    if not operation.get("summary"):
        yield where, "has no summary"
    if not operation.get("tags"):
        yield where, "has no tag"
    if "security" not in operation and "security" not in document:
        yield where, "says nothing about security"

    parameters = [resolve(document, p) for p in shared + operation.get("parameters", [])]
    for parameter in parameters:
        if not parameter.get("description"):
            yield where, "parameter %s has no description" % parameter.get("name")
    declared = {p.get("name") for p in parameters if p.get("in") == "path"}
    for missing in set(re.findall(r"\{(\w+)\}", path)) ^ declared:
        yield where, "path parameter %s is not both used and declared" % missing
    headers = {p.get("name", "").lower() for p in parameters if p.get("in") == "header"}
    if method == "post" and "idempotency-key" not in headers and not KEYLESS.search(path):
        yield where, "is a POST without Idempotency-Key"

    answers = operation.get("responses", {})
    if not any(re.match(r"[123]", status) for status in answers):
        yield where, "has no answer for success"
    errors = {status: resolve(document, answer) for status, answer in answers.items() if not re.match(r"[123]", status)}
    if not errors:
        yield where, "has no answer for an error"
    for status, answer in errors.items():
        if answer.get("content") and "application/problem+json" not in answer["content"]:
            yield where, "answer %s is not application/problem+json" % status


def check(document):
    if not str(document.get("openapi", "")).startswith("3.1"):
        yield "document", "is not OpenAPI 3.1"
    information = document.get("info", {})
    for key in ("title", "version", "description", "license"):
        if not information.get(key):
            yield "info", "has no " + key
    seen = {}
    for path, item in document.get("paths", {}).items():
        if path != "/" and path.endswith("/"):
            yield path, "ends in a slash"
        if not re.fullmatch(r"(/([a-z0-9][a-z0-9.\-]*|\{\w+\}))+", path):
            yield path, "is not lower case words with dashes"
        for method in METHODS:
            if method in item:
                yield from check_operation(document, path, method, item.get("parameters", []), item[method], seen)
    if not seen:
        yield "document", "has no operation"
    used = set(references(document))
    for kind, entries in document.get("components", {}).items():
        for name in entries if kind != "securitySchemes" else ():
            if "#/components/%s/%s" % (kind, name) not in used:
                yield "components/%s/%s" % (kind, name), "is not used"
    for reference in used:
        try:
            resolve(document, {"$ref": reference})
        except (KeyError, TypeError):
            yield reference, "leads nowhere"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        findings = list(check(json.load(file)))
    for where, what in findings:
        print("%s: %s" % (where, what))
    print("style of the OpenAPI document: %d findings" % len(findings))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
