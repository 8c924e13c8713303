# Writes the texts of the data files as C++ for the translators: models/profiles/texts_<platform>.cpp.
import json
import os
import sys

PLATFORMS = ("android", "ios", "linux", "macos", "windows")
HEAD = """// Texts of %(name)s.json for the translators; written by resources/profiles/texts.py.
#include "profiles/texts.h"

#include <QtGlobal>

namespace belvedere {

// clang-format off
std::span<const char *const> %(name)sProfileTexts()
{
    static constexpr const char *texts[] = {
%(lines)s
    };
    return texts;
}
// clang-format on

} // namespace belvedere
"""
KEYS = ("name", "help", "unavailable", "label", "unit", "pattern_help", "message")


def texts_of(value):
    if isinstance(value, list):
        for one in value:
            yield from texts_of(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key in KEYS and isinstance(one, str):
                yield one
            elif key in ("types", "settings", "choices", "columns", "checks"):
                yield from texts_of(one)


def literal(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


def lines_of(texts):
    for text in texts:
        line = '        QT_TRANSLATE_NOOP("Profiles", %s),' % literal(text)
        if len(line) <= 120:
            yield line
            continue
        words, part, parts = text.split(" "), "", []
        for word in words:
            if len(part) + len(word) > 90:
                parts.append(part)
                part = ""
            part += word + " "
        parts.append(part[:-1])
        yield '        QT_TRANSLATE_NOOP("Profiles",'
        for one in parts:
            yield "            " + literal(one) + ("" if one is not parts[-1] else "),")


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else "."
    for name in PLATFORMS:
        with open(os.path.join(root, "resources/profiles", name + ".json"), encoding="utf-8") as file:
            texts = list(dict.fromkeys(texts_of(json.load(file))))
        path = os.path.join(root, "models/profiles", "texts_%s.cpp" % name)
        with open(path, "w", encoding="utf-8") as out:
            out.write(HEAD % {"name": name, "lines": "\n".join(lines_of(texts))})


if __name__ == "__main__":
    main()
