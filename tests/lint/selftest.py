# The checks of the source are tested themselves: each finds what it is for, and leaves good code alone.
import os
import sys
import tempfile
import unittest

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__)),
                os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "openapi")]
import files  # noqa: E402
import junit_counts  # noqa: E402
import layering  # noqa: E402
import style  # noqa: E402

GOOD = "// The one reason of this file.\n#pragma once\n"


def names(path, text):
    return [name for _, _, name, _ in files.check_file(path, text)]


class Files(unittest.TestCase):
    def test_good_code_is_left_alone(self):
        self.assertEqual(names("models/base/x.h", GOOD), [])
        self.assertEqual(names("tests/unit/tst_x.cpp", GOOD + "QVERIFY(QTest::qWaitFor(done));\nQEventLoop loop;\n"), [])
        self.assertEqual(names("ui/x.cpp", GOOD + "if (a<b) f(reply->ignoreSslErrors(expected), \"a < b\");\n"), [])

    def test_first_line(self):
        self.assertEqual(names("models/base/x.h", "#pragma once\n"), ["first-line"])
        self.assertEqual(names("models/base/x.h", ""), ["first-line"])
        self.assertEqual(names("tests/x.py", "#!/usr/bin/env python3\n# Says why it exists.\n"), [])

    def test_length(self):
        self.assertEqual(names("app/x.cpp", GOOD + "\n" * 798), [])
        self.assertEqual(names("app/x.cpp", GOOD + "\n" * 799), ["length"])
        self.assertEqual(names("ui/shell/mainwindow.cpp", GOOD + "\n" * 399), ["length"])

    def test_forbidden(self):
        for path, line, name in (
                ("tests/unit/tst_x.cpp", "QTest::qWait(50);", "bare-wait"),
                ("app/x.cpp", "QCoreApplication::processEvents();", "nested-loop"),
                ("ui/x.cpp", "QEventLoop loop;", "nested-loop"),
                ("tests/gui/tst_x.cpp", "qApp->processEvents();", "nested-loop"),
                ("models/rest/x.cpp", "reply->ignoreSslErrors();", "tls"),
                ("ui/x.cpp", "label->setTextFormat(Qt::RichText);", "rich-text"),
                ("ui/x.cpp", 'label->setText(tr("<b>Danger</b>"));', "rich-text"),
                ("models/x.cpp", "// TO" + "DO: later", "left-over")):
            self.assertEqual(names(path, GOOD + line + "\n"), [name], line)
        self.assertEqual(names("tests/tst_x.cpp", GOOD + "QTest::qWait(5); // UNAVOIDABLE: the clock itself\n"), [])

    def test_sizes(self):
        self.assertEqual(list(files.check_sizes({"a": 10, "b": 150})), [])
        self.assertTrue(list(files.check_sizes({"a": 151})))
        self.assertTrue(list(files.check_sizes({str(i): 10 if i < 8 else 401 for i in range(10)})))
        self.assertTrue(list(files.check_sizes({})))


class Layering(unittest.TestCase):
    allowed = layering.closure(layering.DIRECT)
    layers = {"b": "base", "d": "domain", "q": "query", "r": "rest", "s": "server", "u": "ui"}

    def links(self, edges):
        return list(layering.check_links(edges, self.layers, self.allowed))

    def test_arrows(self):
        self.assertEqual(self.links({"q": {"d", "b", "Qt6::Core"}, "u": {"q", "Qt6::Widgets"}}), [])
        self.assertTrue(self.links({"b": {"d"}}))
        self.assertTrue(self.links({"s": {"r"}}))
        self.assertTrue(self.links({"s": {"u"}}))
        self.assertTrue(self.links({"q": {"Qt6::Widgets"}}))
        self.assertTrue(self.links({"q": {"other"}, "other": {"Qt6::Charts"}}), "also through another library")

    def test_circles(self):
        self.assertEqual(list(layering.check_circles({"q": {"d"}, "d": {"b"}}, self.layers)), [])
        self.assertEqual(len(list(layering.check_circles({"q": {"d"}, "d": {"q"}}, self.layers))), 2)

    def test_the_plan_itself_has_no_circle(self):
        for layer, below in layering.DIRECT.items():
            for one in below:
                self.assertNotIn(layer, self.allowed[one])

    def test_graph(self):
        dot = '"node0" [ label = "belvedere_a", shape = octagon ];\n"node1" [ label = "Core\\n(Qt6::Core)" ];\n' \
              '"node0" -> "node1" [ style = dotted ] // belvedere_a -> Core\n'
        self.assertEqual(layering.read_graph(dot)["belvedere_a"], {"Core", "Qt6::Core"})

    def test_includes(self):
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(root + "/models/query")
            with open(root + "/models/query/x.h", "w", encoding="utf-8") as file:
                file.write('#include "query/y.h"\n#include "domain/field.h"\n#include "ui/shell/w.h"\n#include <QString>\n')
            pairs = list(layering.included_layers(root))
            self.assertEqual([p[3] for p in pairs], ["domain", "ui"])
            self.assertEqual(len(list(layering.check_arrows(pairs, self.allowed))), 1)


class Counts(unittest.TestCase):
    def test_counts(self):
        xml = """<testsuite><testcase name="a" status="run"/><testcase name="b" status="fail"><failure message="x"/></testcase>
            <testcase name="c" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/></testcase>
            <testcase name="d" status="notrun"><skipped message="Unable to find executable"/></testcase>
            <testcase name="e" status="disabled"><skipped message="Disabled"/></testcase></testsuite>"""
        with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
            file.write(xml)
            file.flush()
            self.assertEqual(junit_counts.counts(file.name), (1, ["b", "d"], 2))


class Style(unittest.TestCase):
    def document(self, **operation):
        operation = {"operationId": "listDevices", "summary": "List", "tags": ["Device"], "security": [], "responses": {
            "200": {"description": "ok"}, "default": {"content": {"application/problem+json": {}}}}, **operation}
        return {"openapi": "3.1.0", "info": dict.fromkeys(("title", "version", "description", "license"), "x"),
                "paths": {"/api/v1/devices": {"get": operation}}}

    def test_good(self):
        self.assertEqual(list(style.check(self.document())), [])

    def test_bad(self):
        for change in ({"operationId": ""}, {"summary": ""}, {"tags": []}, {"responses": {}},
                       {"responses": {"200": {}, "404": {"content": {"application/json": {}}}}},
                       {"parameters": [{"name": "id", "in": "path", "description": "x"}]},
                       {"parameters": [{"name": "limit", "in": "query"}]},
                       {"requestBody": {"$ref": "#/components/schemas/Nothing"}}):
            self.assertTrue(list(style.check(self.document(**change))), change)

    def test_post_needs_a_key(self):
        document = self.document()
        document["paths"]["/api/v1/devices"] = {"post": document["paths"]["/api/v1/devices"]["get"]}
        self.assertTrue(list(style.check(document)))


if __name__ == "__main__":
    unittest.main()
