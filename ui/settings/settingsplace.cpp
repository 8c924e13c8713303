// Choices of theme and text size, effective at once.
#include "ui/settings/settingsplace.h"

#include "ui/common/label.h"
#include "ui/common/pageheader.h"
#include "ui/common/theme.h"
#include "ui/settings/sitesettings.h"

#include "sites/site.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QCoreApplication>
#include <QLocale>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class SettingsPlace final : public Place {
    Q_DECLARE_TR_FUNCTIONS(SettingsPlace)
public:
    explicit SettingsPlace(PlaceContext &context)
        : m_theme(context.theme)
        , m_site(context.site)
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(new PageHeader(settingsPlace.titleText()));
        auto *content = new QWidget;
        auto *body = new QVBoxLayout(content);
        body->setContentsMargins(space::l, 0, space::l, space::l);
        body->setSpacing(space::s);
        body->addWidget(new Label(tr("Theme"), Label::Style::Heading));
        addThemes(body);
        body->addSpacing(space::l);
        body->addWidget(new Label(tr("Text size"), Label::Style::Heading));
        addSizes(body);
        auto *hint = new Label(
            tr("Ctrl+Plus, Ctrl+Minus and Ctrl+0 change the text size everywhere."), Label::Style::Body, Tone::Muted);
        hint->setWordWrap(true);
        body->addWidget(hint);
        body->addSpacing(space::l);
        body->addWidget(new Label(tr("Kept on this computer"), Label::Style::Heading));
        addKept(body);
        if (context.allowed(Permission::AccountsWrite)) {
            body->addSpacing(space::l);
            m_shared = new SiteSettings(context.site, context.toasts);
            body->addWidget(m_shared);
        }
        body->addStretch(1);
        auto *area = new QScrollArea;
        area->setWidget(content);
        area->setWidgetResizable(true);
        area->setFrameShape(QFrame::NoFrame);
        area->setFocusPolicy(Qt::NoFocus); // its controls take the keyboard, and are scrolled to
        layout->addWidget(area, 1);
        connect(&m_theme, &Theme::changed, this, [this] { refresh(); });
        refresh();
    }

    void shown(const QVariantMap &) override
    {
        measure();
        if (m_shared)
            m_shared->load();
    }
    bool isSettled() const override { return !m_shared || m_shared->isSettled(); }

private:
    void addKept(QVBoxLayout *layout)
    {
        auto *what =
            new Label(tr("The lists of this site, encrypted, so that they open at once and without the server. "
                         "They are kept while you stay signed in on this computer."),
                Label::Style::Body, Tone::Muted);
        what->setWordWrap(true);
        layout->addWidget(what);
        m_kept = new Label;
        m_kept->setObjectName(u"kept-size"_s);
        layout->addWidget(m_kept);
        m_erase = new QPushButton(tr("Erase"));
        m_erase->setObjectName(u"erase-kept-now"_s);
        m_erase->setAccessibleName(tr("Erase what is kept on this computer"));
        layout->addWidget(m_erase, 0, Qt::AlignLeft);
        connect(m_erase, &QPushButton::clicked, this, [this] {
            m_site.eraseKept();
            m_erased = true;
            measure();
        });
    }
    void measure()
    {
        m_site.measureKept(this, [this](qint64 bytes) {
            m_erase->setEnabled(bytes > 0);
            m_kept->setText(bytes > 0 ? QLocale().formattedDataSize(bytes)
                    : m_erased        ? tr("Erased. Lists are kept again from the next start on.")
                                      : tr("Nothing"));
        });
    }
    void addThemes(QVBoxLayout *layout)
    {
        const std::pair<QString, Theme::Mode> modes[] = {{tr("Same as the system"), Theme::Mode::System},
            {tr("Light", "theme"), Theme::Mode::Light}, {tr("Dark", "theme"), Theme::Mode::Dark}};
        for (const auto &[text, mode] : modes) {
            auto *button = new QRadioButton(text);
            button->setAccessibleName(text);
            m_modes.addButton(button, int(mode));
            layout->addWidget(button);
        }
        connect(&m_modes, &QButtonGroup::idClicked, &m_theme, [this](int id) { m_theme.setMode(Theme::Mode(id)); });
    }
    void addSizes(QVBoxLayout *layout)
    {
        m_sizes = new QComboBox;
        m_sizes->setAccessibleName(tr("Text size"));
        for (const int percent : {80, 90, 100, 110, 125, 150, 175, 200, 250})
            m_sizes->addItem(tr("%1 %", "text size").arg(percent), percent);
        layout->addWidget(m_sizes, 0, Qt::AlignLeft);
        connect(m_sizes, &QComboBox::activated, &m_theme,
            [this] { m_theme.setTextScale(m_sizes->currentData().toInt() / 100.0); });
    }
    void refresh()
    {
        m_modes.button(int(m_theme.mode()))->setChecked(true);
        // the keyboard's steps may lie between those of the list
        const int percent = qRound(m_theme.textScale() * 100);
        int nearest = 0;
        for (int i = 1; i < m_sizes->count(); ++i) {
            if (std::abs(m_sizes->itemData(i).toInt() - percent)
                < std::abs(m_sizes->itemData(nearest).toInt() - percent))
                nearest = i;
        }
        m_sizes->setCurrentIndex(nearest);
    }

    Theme &m_theme;
    Site &m_site;
    SiteSettings *m_shared = nullptr; // null for those who may not change it
    Label *m_kept = nullptr;
    QPushButton *m_erase = nullptr;
    bool m_erased = false;
    QButtonGroup m_modes;
    QComboBox *m_sizes = nullptr;
};

} // namespace

const PlaceEntry settingsPlace{.id = "settings",
    .title = QT_TRANSLATE_NOOP("Place", "Settings"),
    .group = PlaceGroup::System,
    .icon = Icon::Settings,
    .needed = Permission::Self,
    .make = [](PlaceContext &context) -> Place * { return new SettingsPlace(context); }};

} // namespace belvedere
