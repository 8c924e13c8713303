// The list of types with what each is for and needs.
#include "ui/policies/profiletypesheet.h"

#include "profiles/import.h"
#include "ui/common/buttonrow.h"
#include "ui/common/buttons.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/prompts.h"
#include "ui/common/readfile.h"
#include "ui/policies/settingwords.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QFileInfo>
#include <QFrame>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

ProfileTypeSheet::ProfileTypeSheet(Prompts &prompts, QWidget *window)
    : Overlay(window)
    , m_prompts(prompts)
    , m_platform(new QComboBox)
    , m_types(new QTreeWidget)
    , m_about(new Label({}, Label::Style::Body, Tone::Muted))
    , m_message(new InlineMessage)
    , m_import(plainButton(tr("Import a file…")))
    , m_continue(primaryButton(tr("Continue")))
{
    setAccessibleName(tr("New configuration profile"));
    setRoomy(true);
    auto *layout = new QVBoxLayout(card());
    layout->setContentsMargins(space::xl, space::l + space::xs, space::xl, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(new Label(tr("New configuration profile"), Label::Style::Heading));
    layout->addWidget(m_message);
    auto *top = new QHBoxLayout;
    auto *name = new Label(tr("For devices with"), Label::Style::Body, Tone::Muted);
    name->setBuddy(m_platform);
    top->addWidget(name);
    top->addWidget(m_platform, 1);
    layout->addLayout(top);
    layout->addWidget(m_types, 1);
    m_about->setWordWrap(true);
    m_about->setMinimumHeight(fontMetrics().lineSpacing() * 4);
    m_about->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    layout->addWidget(m_about);
    QPushButton *cancel = plainButton(tr("Cancel"));
    layout->addLayout(buttonRow({cancel, m_continue}, {m_import}));

    m_platform->setAccessibleName(tr("Platform"));
    for (const Platform platform :
        {Platform::Linux, Platform::Windows, Platform::MacOs, Platform::Ios, Platform::Android}) {
        const Choice &choice = choices<Platform>()[size_t(platform)];
        m_platform->addItem(
            platform == Platform::Ios ? tr("iOS and iPadOS") : QCoreApplication::translate("Device", choice.label),
            int(platform));
    }
    m_types->setAccessibleName(tr("Types of profiles"));
    m_types->setHeaderLabels({tr("Type"), tr("Needs")});
    m_types->setRootIsDecorated(false);
    m_types->setItemsExpandable(false);
    m_types->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    connect(m_platform, &QComboBox::currentIndexChanged, this, &ProfileTypeSheet::fill);
    connect(m_types, &QTreeWidget::currentItemChanged, this, &ProfileTypeSheet::showCurrent);
    connect(m_types, &QTreeWidget::itemActivated, this, &ProfileTypeSheet::proceed);
    connect(m_continue, &QPushButton::clicked, this, &ProfileTypeSheet::proceed);
    connect(m_import, &QPushButton::clicked, this, &ProfileTypeSheet::importFile);
    connect(cancel, &QPushButton::clicked, this, &ProfileTypeSheet::dismiss);
    fill();
}

QWidget *ProfileTypeSheet::firstFocus() const { return m_types; }

Platform ProfileTypeSheet::platform() const { return Platform(m_platform->currentData().toInt()); }

void ProfileTypeSheet::choose(Platform platform, const QString &type)
{
    m_platform->setCurrentIndex(m_platform->findData(int(platform)));
    for (int i = 0; i < m_types->topLevelItemCount(); ++i) {
        QTreeWidgetItem *group = m_types->topLevelItem(i);
        for (int j = 0; j < group->childCount(); ++j) {
            if (group->child(j)->data(0, Qt::UserRole).toString() == type)
                m_types->setCurrentItem(group->child(j));
        }
    }
}

const ProfileType *ProfileTypeSheet::current() const
{
    const QTreeWidgetItem *item = m_types->currentItem();
    return item ? catalogue().find(platform(), item->data(0, Qt::UserRole).toString()) : nullptr;
}

void ProfileTypeSheet::fill()
{
    m_types->clear();
    for (const ProfileWord &category : profileCategories()) {
        auto *group = new QTreeWidgetItem({catalogueText(QString::fromLatin1(category.label))});
        group->setFlags(Qt::ItemIsEnabled);
        for (const ProfileType *type : catalogue().types(platform())) {
            if (type->category != QLatin1StringView(category.key))
                continue;
            const bool available = type->unavailable.isEmpty();
            auto *item = new QTreeWidgetItem(group,
                {catalogueText(type->name),
                    available ? needsInWords(type->needs, type->minimumOs, type->platform)
                              : tr("Not on this platform")});
            item->setData(0, Qt::UserRole, type->key);
            if (!available) {
                for (const int column : {0, 1})
                    item->setForeground(column, palette().brush(QPalette::Disabled, QPalette::Text));
            }
        }
        if (group->childCount() == 0) {
            delete group;
            continue;
        }
        m_types->addTopLevelItem(group);
    }
    m_types->expandAll();
    if (m_types->topLevelItemCount() > 0)
        m_types->setCurrentItem(m_types->topLevelItem(0)->child(0));
    m_import->setVisible(catalogue().find(platform(), u"custom") && platform() != Platform::Linux);
    m_message->hide();
    showCurrent();
}

void ProfileTypeSheet::showCurrent()
{
    const ProfileType *type = current();
    m_continue->setEnabled(type && type->unavailable.isEmpty());
    if (!type) {
        m_about->setText(tr("Choose what the profile is about."));
        return;
    }
    QStringList sentences{catalogueText(type->unavailable.isEmpty() ? type->help : type->unavailable)};
    if (type->many)
        sentences.append(tr("A device may have several of this type."));
    else if (type->unavailable.isEmpty())
        sentences.append(tr("A device has one profile of this type."));
    sentences.removeAll(QString());
    m_about->setText(sentences.join(u'\n'));
}

void ProfileTypeSheet::proceed()
{
    const ProfileType *type = current();
    if (!type || !type->unavailable.isEmpty())
        return;
    ConfigurationProfile profile;
    profile.platform = platform();
    profile.type = type->key;
    dismiss();
    Q_EMIT chosen(profile);
}

void ProfileTypeSheet::importFile()
{
    FileRequest request;
    request.title = tr("Import a profile");
    m_prompts.openFile(this, request, [this](const QString &path) {
        if (path.isEmpty())
            return;
        m_import->setEnabled(false);
        // one byte more shows that there is too much
        readFileBeside(this, path, maximumImportBytes,
            [this, name = QFileInfo(path).completeBaseName()](const Result<QByteArray> &bytes) {
                m_import->setEnabled(true);
                if (bytes)
                    takeFile(name, bytes.value());
                else
                    m_message->showMessage(Severity::Danger,
                        bytes.error().code == "file.too-large"_L1
                            ? tr("“%1” is too large: at most %2.")
                                  .arg(name, QLocale().formattedDataSize(maximumImportBytes))
                            : tr("“%1” cannot be read.").arg(name));
            });
    });
}

void ProfileTypeSheet::takeFile(const QString &name, const QByteArray &bytes)
{
    const Result<ImportedProfile> imported = importProfile(platform(), bytes);
    if (!imported) {
        const QString &code = imported.error().code;
        m_message->showMessage(Severity::Danger,
            code == "import.property-list"_L1 ? tr("“%1” is not a configuration profile of Apple.").arg(name)
                : code == "import.json"_L1    ? tr("“%1” is not a JSON object.").arg(name)
                : code == "import.syncml"_L1  ? tr("“%1” holds no SyncML commands.").arg(name)
                : code == "import.empty"_L1   ? tr("“%1” is empty.").arg(name)
                : code == "import.too-large"_L1
                ? tr("“%1” is too large: at most %2.").arg(name, QLocale().formattedDataSize(maximumImportBytes))
                : code == "import.platform"_L1 ? tr("There are no files to import for this platform.")
                                               : tr("“%1” cannot be imported.").arg(name));
        return;
    }
    ConfigurationProfile profile;
    profile.platform = platform();
    profile.type = imported.value().type;
    profile.settings = imported.value().settings;
    profile.name = imported.value().name.isEmpty() ? name : imported.value().name;
    dismiss();
    Q_EMIT chosen(profile);
}

} // namespace belvedere
