// The form before an order for updates.
#include "ui/actions/updateform.h"

#include "api/actions.h"
#include "ui/common/formsheet.h"
#include "ui/common/label.h"

#include <QCoreApplication>
#include <QLocale>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int pause = 400; // milliseconds after the last key

QString dayName(const QString &token)
{
    for (const Choice &day : weekdays()) {
        if (token == QLatin1StringView(day.token))
            return QCoreApplication::translate("UpdateWindow", day.label);
    }
    return token;
}

// In the order of the week, which is not that of the words.
QStringList inOrder(const QStringList &days)
{
    QStringList names;
    for (const Choice &day : weekdays()) {
        if (days.contains(QLatin1StringView(day.token)))
            names.append(dayName(QString::fromLatin1(day.token)));
    }
    return names;
}

} // namespace

UpdateForm::UpdateForm(const QString &query, const QStringList &patches, QWidget *parent)
    : QWidget(parent)
    , m_patches(patches)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::m);
    const auto clock = std::make_shared<SystemClock>();
    if (!query.isEmpty()) {
        ActionOrder initial;
        initial.query = query;
        EditorHints hints;
        EditorHint &devices = hints[u"query"_s];
        devices.style = EditorHint::Style::Query;
        devices.placeholder = tr("Which devices, e.g. tag:pilot platform:linux");
        devices.context = "Device";
        devices.fields = fields<Device>();
        m_devices = new FormSheet(fields<ActionOrder>(), Display("ActionOrder", clock), {u"query"_s}, this, hints);
        m_devices->load(&initial);
        layout->addWidget(m_devices);
    }
    const QString which = patches.isEmpty()
        ? tr("Everything that is approved is installed.")
        : tr("The %n chosen patch(es) are installed.", nullptr, int(patches.size()));
    auto *meant = new Label(which, Label::Style::Body, Tone::Text, this);
    meant->setWordWrap(true);
    meant->setContentsMargins(space::l, 0, space::l, 0);
    layout->addWidget(meant);
    EditorHints hints;
    EditorHint &notBefore = hints[u"not_before"_s];
    notBefore.placeholder = tr("At once");
    notBefore.note = tr("your time", "a moment is told in the time of this computer");
    EditorHint &days = hints[u"days"_s];
    days.style = EditorHint::Style::Boxes;
    days.choices = weekdays();
    days.context = "UpdateWindow";
    days.note = tr("No day ticked: every day");
    hints[u"from"_s].placeholder = tr("At any time, or e.g. 22:00");
    hints[u"until"_s].placeholder = tr("e.g. 05:00");
    for (const QString &name : {u"from"_s, u"until"_s})
        hints[name].note = tr("the device's time", "by the clock of the device");
    m_window = new FormSheet(fields<UpdateWindow>(), Display("UpdateWindow", clock),
        {u"not_before"_s, u"days"_s, u"from"_s, u"until"_s}, this, hints);
    const UpdateWindow atOnce;
    m_window->load(&atOnce);
    layout->addWidget(m_window);
    m_pause.setSingleShot(true);
    m_pause.setInterval(pause);
    for (FormSheet *form : {m_devices, m_window}) {
        if (!form)
            continue;
        form->setEditable(true);
        connect(form, &FormSheet::edited, this, &UpdateForm::touched);
        connect(form, &FormSheet::edited, &m_pause, qOverload<>(&QTimer::start));
    }
    connect(&m_pause, &QTimer::timeout, this, &UpdateForm::edited);
}

QString UpdateForm::query() const
{
    return m_devices ? m_devices->values().value("query"_L1).toString().trimmed() : QString();
}

QJsonObject UpdateForm::parameters() const
{
    QJsonObject window = m_window->values();
    if (!m_patches.isEmpty())
        window.insert(u"patches"_s, QJsonArray::fromStringList(m_patches));
    return window;
}

QWidget *UpdateForm::firstField() const { return findChild<FieldEditor *>(); }

// The fields of an order are those of two forms. Which patches are meant is no field: the sheet says what is wrong
// there.
UpdateForm::Errors UpdateForm::sorted(const QList<FieldError> &errors) const
{
    Errors sorted;
    for (FieldError error : errors) {
        if (error.field == "parameters.patches"_L1)
            continue;
        if (error.field == "query"_L1 && m_devices) {
            if (m_devices->isAcceptable(u"query")) // otherwise the field itself says what it does not understand
                sorted.ofDevices.append(error);
            continue;
        }
        // how long an order waits follows from when it begins
        if (error.field == "expires"_L1)
            error.field = u"not_before"_s;
        else if (error.field.startsWith("parameters."_L1))
            error.field = error.field.mid(11);
        sorted.ofWindow.append(error);
    }
    return sorted;
}

void UpdateForm::setErrors(const QList<FieldError> &errors)
{
    const Errors sorted = this->sorted(errors);
    m_window->setErrors(sorted.ofWindow);
    if (m_devices)
        m_devices->setErrors(sorted.ofDevices); // the upper one last: its field has the keyboard in the end
}

void UpdateForm::markErrors(const QList<FieldError> &errors)
{
    const Errors sorted = this->sorted(errors);
    m_window->markErrors(sorted.ofWindow);
    if (m_devices)
        m_devices->markErrors(sorted.ofDevices);
}

QString windowText(const UpdateWindow &window)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("UpdateForm", text); };
    QStringList parts;
    if (!window.days.isEmpty())
        parts.append(tr(QT_TRANSLATE_NOOP("UpdateForm", "on %1")).arg(inOrder(window.days).join(u", "_s)));
    if (!window.from.isEmpty())
        parts.append(tr(QT_TRANSLATE_NOOP("UpdateForm", "from %1 to %2")).arg(window.from, window.until));
    const QString recurring = parts.join(u", "_s);
    if (!window.notBefore.isValid())
        return recurring.isEmpty()
            ? QString()
            : tr(QT_TRANSLATE_NOOP("UpdateForm", "Installed %1, by the device's own clock.")).arg(recurring);
    const QString moment = QLocale().toString(window.notBefore.toLocalTime(), QLocale::ShortFormat);
    if (recurring.isEmpty())
        return tr(QT_TRANSLATE_NOOP("UpdateForm", "Installed not before %1, your time.")).arg(moment);
    return tr(
        QT_TRANSLATE_NOOP("UpdateForm", "Installed not before %1, your time, and then %2, by the device's own clock."))
        .arg(moment, recurring);
}

} // namespace belvedere
