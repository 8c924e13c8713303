# What public readers say of the golden files: property lists by plistlib, SyncML by xmllint, policies by json.
import base64
import json
import os
import plistlib
import re
import subprocess
import sys

UUID = re.compile(r"^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$")


def payload_findings(payload, uuids, identifiers):
    for key, kind in (("PayloadType", str), ("PayloadIdentifier", str), ("PayloadUUID", str), ("PayloadVersion", int)):
        if not isinstance(payload.get(key), kind):
            yield "%s is missing" % key
    if not UUID.match(payload.get("PayloadUUID", "")):
        yield "PayloadUUID is no UUID"
    if payload.get("PayloadUUID") in uuids:
        yield "a UUID stands twice"
    if payload.get("PayloadIdentifier") in identifiers:
        yield "an identifier stands twice"
    uuids.add(payload.get("PayloadUUID"))
    identifiers.add(payload.get("PayloadIdentifier"))


def references(value):
    """Values of keys that name another payload by its UUID."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key.endswith("CertificateUUID") or key == "EncryptCertPayloadUUID":
                yield inner
            elif key == "PayloadCertificateAnchorUUID":
                yield from inner
            else:
                yield from references(inner)


def single_application_findings(payload):
    """What Apple's own description of the payload (device-management, com.apple.asam.yaml) asks for."""
    ours = set(key for key in payload if not key.startswith("Payload"))
    if ours != {"AllowedApplications"}:
        yield "com.apple.asam has one key: %s" % sorted(ours)
    applications = payload.get("AllowedApplications")
    if not isinstance(applications, list) or not applications:
        yield "com.apple.asam names no application"
        return
    for application in applications:
        if set(application) != {"BundleIdentifier", "TeamIdentifier"}:
            yield "an application is a bundle and a team: %s" % sorted(application)
        if not all(isinstance(value, str) and value for value in application.values()):
            yield "bundle and team are texts"


def apple_findings(path, platform, made_by_us):
    with open(path, "rb") as file:
        root = plistlib.load(file)
    if root.get("PayloadType") != "Configuration" or not isinstance(root.get("PayloadContent"), list):
        yield "no configuration profile"
        return
    if not made_by_us:
        return
    uuids, identifiers = set(), set()
    yield from payload_findings(root, uuids, identifiers)
    for payload in root["PayloadContent"]:
        yield from payload_findings(payload, uuids, identifiers)
        if payload.get("PayloadType") == "com.apple.asam":
            yield from single_application_findings(payload)
    inside = {payload["PayloadUUID"] for payload in root["PayloadContent"]}
    for reference in references({"all": {str(i): p for i, p in enumerate(root["PayloadContent"])}}):
        if reference not in inside:
            yield "a payload is named that is not there: %s" % reference
    if ("PayloadScope" in root) != (platform == "macos"):
        yield "PayloadScope belongs to macOS, and only there"
    if "PayloadRemovalDisallowed" in root:
        yield "nothing asks for PayloadRemovalDisallowed"


def xml_findings(path):
    checked = subprocess.run(["xmllint", "--noout", "--nonet", path], capture_output=True, text=True, check=False)
    if checked.returncode != 0:
        yield checked.stderr.strip().splitlines()[0]


def case_bytes(path):
    with open(path, encoding="utf-8") as file:
        settings = json.load(file)
    return base64.b64decode(settings.get("content") or settings["data"])  # a document whole, or a file at a path


def findings_of(folder, cases, platform, name):
    path = os.path.join(folder, platform, name)
    custom = name.startswith("custom.")
    if custom:
        with open(path, "rb") as file:
            if file.read() != case_bytes(os.path.join(cases, platform, "custom.json")):
                yield "what was imported came out changed"
    if name.endswith(".mobileconfig"):
        yield from xml_findings(path)
        yield from apple_findings(path, platform, not custom)
    elif name.endswith(".xml"):
        yield from xml_findings(path)
    elif name.endswith(".json"):
        with open(path, encoding="utf-8") as file:
            if not isinstance(json.load(file), dict):
                yield "no object"


def main():
    folder, cases = (os.path.join(sys.argv[1], name) for name in ("golden", "cases"))
    count, found = 0, 0
    for platform in sorted(os.listdir(folder)):
        for name in sorted(os.listdir(os.path.join(folder, platform))):
            count += 1
            try:
                findings = list(findings_of(folder, cases, platform, name))
            except Exception as error:  # whatever a reader says is a finding
                findings = [str(error)]
            for finding in findings:
                print("%s/%s: %s" % (platform, name, finding))
            found += len(findings)
    print("golden: %d files, %d findings" % (count, found))
    return 1 if found or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
