// WizardFixture: the policy wizard over a small scripted server that has two profiles and a rule.
#pragma once

#include "gui/placefixture.h"
#include "support/accessibility.h"
#include "support/pictures.h"
#include "ui/policies/checklist.h"
#include "ui/policies/policywizard.h"

#include <QJsonArray>
#include <QLabel>
#include <QPointer>

namespace belvedere::test {

class WizardFixture {
protected:
    PlaceFixture m_fixture;
    QPointer<PolicyWizard> m_wizard;

    void startSite()
    {
        using namespace Qt::StringLiterals;
        m_fixture.start();
        m_fixture.fillList(u"profiles"_s,
            {{{u"id"_s, u"prf-1"_s}, {u"name"_s, u"Safe browsing"_s}, {u"platform"_s, u"linux"_s},
                 {u"type"_s, u"browser"_s}, {u"version"_s, 1}},
                {{u"id"_s, u"prf-2"_s}, {u"name"_s, u"Kiosk"_s}, {u"platform"_s, u"linux"_s}, {u"type"_s, u"browser"_s},
                    {u"version"_s, 1}}});
        m_fixture.fillList(u"rules"_s, {encrypted()});
    }
    static QJsonObject encrypted()
    {
        using namespace Qt::StringLiterals;
        return {{u"id"_s, u"rul-1"_s}, {u"name"_s, u"Encrypted"_s}, {u"check"_s, u"storage.encrypted:yes"_s},
            {u"severity"_s, u"high"_s}, {u"version"_s, 1}};
    }
    // `values`: that it gives the parameters of its rule.
    static QJsonObject policy(
        int version, const QString &state = QStringLiteral("draft"), const QJsonObject &values = {})
    {
        using namespace Qt::StringLiterals;
        QJsonObject pin{{u"rule"_s, u"rul-1"_s}, {u"revision"_s, 1}, {u"name"_s, u"Encrypted"_s}, {u"hash"_s, u"1b"_s}};
        if (!values.isEmpty())
            pin.insert(u"params"_s, values);
        return {{u"id"_s, u"pol-1"_s}, {u"name"_s, u"Browsers"_s}, {u"scope"_s, u"platform:linux"_s},
            {u"all_devices"_s, false}, {u"profiles"_s, QJsonArray{u"prf-1"_s}}, {u"rules"_s, QJsonArray{u"rul-1"_s}},
            {u"items"_s,
                QJsonArray{QJsonObject{{u"item"_s, u"prf-1"_s}, {u"after"_s, QJsonArray()}, {u"revision"_s, 2},
                    {u"name"_s, u"Safe browsing"_s}, {u"hash"_s, u"1a"_s}}}},
            {u"rule_pins"_s, QJsonArray{pin}}, {u"state"_s, state}, {u"version"_s, version}};
    }
    void open(const BusinessPolicy &policy, PolicyWizard::Step step = PolicyWizard::Name)
    {
        m_wizard = new PolicyWizard(*m_fixture.site, m_fixture.prompts, policy, m_fixture.window.get());
        if (step != PolicyWizard::Name)
            m_wizard->go(step);
        m_wizard->open();
    }
    QPushButton *button(const QString &text) { return PlaceFixture::button(m_wizard, text); }
    CheckList *list(const QString &entity) { return m_wizard->findChild<CheckList *>(entity); }
    QString texts() const
    {
        QStringList all;
        for (const QLabel *label : m_wizard->findChildren<QLabel *>()) {
            if (label->isVisible())
                all.append(label->text());
        }
        return all.join(u'\n');
    }
    // `where`: of the picture.
    void checkNames(const QString &where)
    {
        QCoreApplication::sendPostedEvents();
        const QStringList unnamed = unnamedWidgets(m_wizard);
        QVERIFY2(unnamed.isEmpty(), qPrintable(QString(where + unnamed.join(u';'))));
        const QStringList clipped = clippedTexts(m_wizard);
        QVERIFY2(clipped.isEmpty(), qPrintable(QString(where + clipped.join(u';'))));
        QVERIFY(richLabels(m_wizard).isEmpty());
        picture(m_fixture.window.get(), where);
    }
};

} // namespace belvedere::test
