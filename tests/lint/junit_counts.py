# Prints "passed failed skipped names-of-failures" of a JUnit file that ctest wrote.
import sys
import xml.etree.ElementTree as tree


def counts(path):
    """How many passed, the names of those that failed, how many were skipped."""
    passed, failed, skipped = 0, [], 0
    for case in tree.parse(path).getroot().iter("testcase"):
        status = case.get("status")
        note = case.find("skipped")
        reason = (note.get("message") or "") if note is not None else ""
        if status == "run" and case.find("failure") is None:
            passed += 1
        elif status == "disabled" or (status == "notrun" and reason.startswith("SKIP")):
            skipped += 1
        else:
            # a test whose program was not built is "notrun" as well, and that is a failure
            failed.append(case.get("name"))
    return passed, failed, skipped


if __name__ == "__main__":
    good, bad, left_out = counts(sys.argv[1])
    print(good, len(bad), left_out, ",".join(bad))
