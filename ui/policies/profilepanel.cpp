// Reading a profile with its settings, which its list form lacks.
#include "ui/policies/profilepanel.h"

#include "api/operations.h"
#include "ui/common/propertylist.h"
#include "ui/common/statestack.h"
#include "ui/policies/policyuse.h"
#include "ui/policies/profilesheet.h"
#include "ui/policies/settingwords.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

ProfilePanel::ProfilePanel(Site &site, QWidget *parent)
    : QWidget(parent)
    , m_site(site)
    , m_list(new PropertyList)
    , m_states(new StateStack(m_list))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_states);
    connect(m_states, &StateStack::retryRequested, this, &ProfilePanel::read);
    open(std::nullopt);
}

void ProfilePanel::open(const std::optional<ConfigurationProfile> &row)
{
    if (row && row->id == m_id && row->version == m_version)
        return;
    m_scope.abortAll();
    m_profile.reset();
    m_waiting = false;
    m_id = row ? row->id : Id<ConfigurationProfile>();
    m_version = row ? row->version : 0;
    if (row) {
        read();
        return;
    }
    m_states->showEmpty(Icon::Profile, tr("No profile chosen"), tr("Choose one to see its settings."));
    Q_EMIT loaded();
}

void ProfilePanel::read()
{
    m_states->showLoading(tr("Loading the profile…"));
    m_waiting = true;
    Get<ConfigurationProfile> operation;
    operation.id = m_id;
    m_scope.add(m_site.send(operation)).then(this, [this](const Result<ConfigurationProfile> &profile) {
        if (!profile && profile.error().kind == ApiError::Kind::Cancelled)
            return; // for another one, which is being read by now
        m_waiting = false;
        if (profile)
            show(profile.value());
        else
            m_states->showError(profile.error());
        Q_EMIT loaded();
    });
}

void ProfilePanel::show(const ConfigurationProfile &profile)
{
    m_profile = profile;
    const Display display("ConfigurationProfile", std::make_shared<SystemClock>());
    QList<Property> rows{{tr("Settings"), {}, false, true}};
    for (const auto &[label, value] : settingsInWords(profile))
        rows.append({label, value});
    rows.append({tr("Use"), {}, false, true});
    const QStringList users = usersOf(m_site, u"profiles", profile.id.text);
    rows.append({tr("Business policies"), users.isEmpty() ? tr("None") : users.join(u'\n')});
    rows.append({tr("Profile"), {}, false, true});
    for (const char *name : {"description", "platform", "type", "revision", "created", "edited"}) {
        const Field &field = *findField(fields<ConfigurationProfile>(), QString::fromLatin1(name));
        const Cell cell = field.get(&profile);
        if (QLatin1StringView(name) == "type"_L1)
            rows.append({display.label(field), profileTypeName(profile.platform.value(), profile.type)});
        else if (isKnown(cell))
            rows.append({display.label(field), display.detail(cell, field)});
    }
    m_list->set(rows);
    m_states->showContent();
}

} // namespace belvedere
