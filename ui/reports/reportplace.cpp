// The compliance report, kept up to date.
#include "ui/reports/reportplace.h"

#include "api/operations.h"
#include "reports/compliance.h"
#include "reports/writers.h"
#include "rest/requestscope.h"
#include "sites/site.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/pageheader.h"
#include "ui/common/statestack.h"
#include "ui/common/toasts.h"
#include "ui/common/usertext.h"
#include "ui/reports/reportview.h"

#include <QAction>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int pause = 1'000; // ms between two counts, at least: many changes come together

class CompliancePlace final : public Place {
    Q_DECLARE_TR_FUNCTIONS(CompliancePlace)
public:
    explicit CompliancePlace(PlaceContext &context)
        : m_context(context)
        , m_header(new PageHeader(compliancePlace.titleText()))
        , m_notice(new InlineMessage)
        , m_view(new ReportView)
        , m_states(new StateStack(scrolled(m_view)))
    {
        auto *notice = new QHBoxLayout;
        notice->setContentsMargins(space::l, 0, space::l, 0);
        notice->addWidget(m_notice);
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        layout->addWidget(m_header);
        layout->addLayout(notice);
        layout->addWidget(m_states, 1);
        addExport(tr("Export CSV…"), u"csv"_s, &reportCsv);
        addExport(tr("Export JSON…"), u"json"_s, &reportJson);
        m_notice->setAction(tr("Try again"));
        m_pause.setSingleShot(true);
        connect(&m_pause, &QTimer::timeout, this, [this] {
            if (m_isStale && isVisible())
                load();
        });
        connect(&m_context.site, &Site::eventArrived, this, [this](const ChangeEvent &event) { onEvent(event); });
        connect(&m_context.site, &Site::stateChanged, this, [this](Site::State state) {
            if (state == Site::State::Online && m_isStale && isVisible())
                load();
        });
        connect(m_states, &StateStack::retryRequested, this, [this] { load(); });
        connect(m_notice, &InlineMessage::actionTriggered, this, [this] { load(); });
        connect(m_states, &StateStack::emptyActionTriggered, this, [this] { m_context.navigator.go(u"policies"_s); });
        connect(m_view, &ReportView::chosen, this, [this](const QString &place, const QString &query) {
            m_context.navigator.go(place, {{u"query"_s, query}});
        });
        m_states->showLoading(tr("Counting…"));
    }
    void shown(const QVariantMap &) override
    {
        if (m_isStale)
            load();
    }
    bool isSettled() const override { return !m_isLoading && !m_isStale; }

private:
    static QWidget *scrolled(QWidget *content)
    {
        auto *scroll = new QScrollArea;
        scroll->setWidget(content);
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setFocusPolicy(Qt::NoFocus); // the tables take the keyboard, and are scrolled to
        return scroll;
    }

    void addExport(const QString &text, const QString &suffix, QByteArray (*write)(const Report &))
    {
        auto *action = new QAction(icon(Icon::Download), text, this);
        connect(action, &QAction::triggered, this, [this, suffix, write] { exportAs(suffix, write); });
        addAction(action);
        m_header->addAction(action);
        action->setEnabled(false);
        m_exports.append(action);
    }

    void onEvent(const ChangeEvent &event)
    {
        static constexpr QLatin1StringView concerned[] = {"device"_L1, "result"_L1, "rule"_L1, "policy"_L1};
        if (std::find(std::begin(concerned), std::end(concerned), event.kind) == std::end(concerned))
            return;
        m_isStale = true;
        if (!m_pause.isActive())
            m_pause.start(pause);
    }

    void load()
    {
        if (m_isLoading)
            return;
        m_isLoading = true;
        m_isStale = false;
        if (!m_report)
            m_states->showLoading(tr("Counting…"));
        m_scope.add(m_context.site.send(GetComplianceReport{}))
            .then(this, [this](const Result<ComplianceReport> &numbers) {
                m_isLoading = false;
                m_pause.start(pause);
                if (numbers)
                    show(numbers.value());
                else
                    fail(numbers.error());
            });
    }

    void fail(const ApiError &error)
    {
        if (error.kind == ApiError::Kind::Cancelled)
            return;
        if (m_report) {
            // what was counted last stays readable, with its time
            m_notice->showMessage(Severity::Warning,
                tr("%1 These are the numbers of %2.")
                    .arg(userText(error), QLocale().toString(m_report->generated.toLocalTime(), QLocale::ShortFormat)));
        } else if (error.kind == ApiError::Kind::Transport || error.kind == ApiError::Kind::Timeout) {
            m_states->showOffline(userText(error));
        } else {
            m_states->showError(error);
        }
    }

    void show(const ComplianceReport &numbers)
    {
        m_notice->hide();
        m_report = complianceReport(numbers);
        const bool any = numbers.assessed() > 0 || !numbers.rules.empty();
        for (QAction *action : m_exports)
            action->setEnabled(any);
        if (!any) {
            m_header->setCounts({});
            m_states->showEmpty(Icon::Report, tr("No policy is active yet"),
                tr("A business policy says which devices must meet which rules. Once one is active, this report counts "
                   "how they stand."),
                m_context.allowed(Permission::PoliciesRead) ? tr("Go to the policies") : QString());
            return;
        }
        m_header->setCounts(
            tr("As of %1").arg(QLocale().toString(numbers.generated.toLocalTime(), QLocale::ShortFormat)));
        m_view->show(*m_report, sentence(numbers), remarks(numbers));
        m_states->showContent();
    }

    static QString sentence(const ComplianceReport &numbers)
    {
        return tr("%1 of %n device(s) that a rule applies to are compliant.", nullptr, int(numbers.assessed()))
            .arg(QLocale().toString(numbers.compliant));
    }

    static QString remarks(const ComplianceReport &numbers)
    {
        QStringList sentences;
        if (numbers.notAssigned > 0)
            sentences.append(tr("%n device(s) are in no policy and do not count.", nullptr, int(numbers.notAssigned)));
        if (numbers.notApplicable > 0)
            sentences.append(
                tr("To %n device(s) no rule applies; they do not count.", nullptr, int(numbers.notApplicable)));
        if (numbers.simulated > 0)
            sentences.append(tr("%n device(s) are simulated.", nullptr, int(numbers.simulated)));
        sentences.append(tr("Each number leads to what it counts."));
        return sentences.join(u' ');
    }

    void exportAs(const QString &suffix, QByteArray (*write)(const Report &))
    {
        FileRequest request;
        request.title = tr("Export the compliance report");
        request.suggested =
            u"compliance-%1.%2"_s.arg(m_report->generated.toLocalTime().toString(u"yyyy-MM-dd"), suffix);
        request.filters = {suffix == "csv"_L1 ? tr("CSV (*.csv)") : tr("JSON (*.json)")};
        // the numbers of the moment when the person asked, not those of when the dialog is answered
        m_context.prompts.saveFile(this, request, [this, bytes = write(*m_report)](const QString &path) {
            if (path.isEmpty())
                return;
            const Result<Done> written = writeReportFile(path, bytes);
            if (written)
                m_context.toasts.show(Severity::Ok, tr("Written to %1.").arg(path));
            else
                m_context.toasts.show(Severity::Danger, userText(written.error()));
        });
    }

    PlaceContext m_context;
    PageHeader *m_header;
    InlineMessage *m_notice;
    ReportView *m_view;
    StateStack *m_states;
    QList<QAction *> m_exports;
    QTimer m_pause;
    RequestScope m_scope;
    std::optional<Report> m_report;
    bool m_isLoading = false;
    bool m_isStale = true; // something changed since the numbers were asked for
};

} // namespace

const PlaceEntry compliancePlace{"compliance", QT_TRANSLATE_NOOP("Place", "Compliance report"), PlaceGroup::Evidence,
    Icon::Report, Permission::ReportsRead,
    [](PlaceContext &context) -> Place * { return new CompliancePlace(context); }};

} // namespace belvedere
