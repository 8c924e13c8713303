// The rules of the style sheet; %name% stands for a token.
#include "ui/common/stylesheet.h"

#include "ui/common/tokens.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr auto rules = R"(
QWidget { font-size: %points%pt; }
QLabel[textStyle="strong"] { font-weight: 600; }
QLabel[textStyle="small"] { font-size: %small%pt; }
QLabel[textStyle="heading"] { font-size: %heading%pt; font-weight: 600; }
QLabel[textStyle="title"] { font-size: %title%pt; font-weight: 600; }
QLabel[textStyle="mono"] { font-family: "DejaVu Sans Mono", "Consolas", "Menlo", monospace; }
QLabel[tone="muted"] { color: %muted%; }
QLabel[tone="accent"] { color: %accent%; }
QLabel[tone="ok"] { color: %ok%; }
QLabel[tone="warning"] { color: %warning%; }
QLabel[tone="danger"] { color: %danger%; }
QLabel[tone="info"] { color: %info%; }

QPushButton { background: %raised%; border: 1px solid %border%; border-radius: 5px; padding: 5px 12px; }
QPushButton:hover { background: %hover%; }
QPushButton:pressed { background: %selected%; }
QPushButton:focus { border: 1px solid %accent%; }
QPushButton:disabled { color: %faint%; background: %surface%; }
QPushButton:flat { background: transparent; border: 1px solid transparent; color: %accent%; padding: 5px 8px; }
QPushButton:flat:hover { background: %hover%; }
QPushButton:flat:focus { border: 1px solid %accent%; }
QPushButton[chip="true"] { background: %sunken%; border-radius: 9px; padding: 1px 8px; font-size: %small%pt; }
QPushButton[chip="true"]:hover { background: %hover%; }
QPushButton[primary="true"] { background: %accent%; color: %onAccent%; border: 1px solid %accent%; }
QPushButton[primary="true"]:hover { background: %accentHover%; }
QPushButton[primary="true"]:focus { border: 2px solid %text%; padding: 4px 11px; }
QPushButton[primary="true"]:disabled { background: %border%; border-color: %border%; color: %muted%; }
QPushButton[danger="true"] { background: %danger%; color: %raised%; border: 1px solid %danger%; }
QPushButton[danger="true"]:focus { border: 2px solid %text%; padding: 4px 11px; }
QPushButton[danger="true"]:disabled { background: %border%; border-color: %border%; color: %muted%; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 4px 6px; }
QToolButton:hover { background: %hover%; }
QToolButton:pressed, QToolButton:checked { background: %selected%; }
QToolButton:focus { border: 1px solid %accent%; }
QToolButton:disabled { color: %faint%; }
QToolButton[popupMode="2"]::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QSpinBox, QDateTimeEdit, QComboBox {
    background: %raised%; border: 1px solid %strongBorder%; border-radius: 5px; padding: 4px 8px;
    selection-background-color: %accent%; selection-color: %onAccent%; }
QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QDateTimeEdit:focus, QComboBox:focus { border: 1px solid %accent%; }
QLineEdit:disabled, QComboBox:disabled { color: %faint%; border: 1px solid %border%; }
QLineEdit[readOnly="true"] { background: %surface%; border: 1px solid %border%; }
QLineEdit[invalid="true"], QComboBox[invalid="true"], QPlainTextEdit[invalid="true"] { border: 1px solid %danger%; border-bottom: 2px solid %danger%; }
QComboBox::drop-down, QDateTimeEdit::drop-down { border: none; width: 22px; }
QComboBox::down-arrow, QDateTimeEdit::down-arrow { image: url(:/belvedere/icons/chevron-down-%shade%.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: %raised%; border: 1px solid %border%; selection-background-color: %selected%; selection-color: %text%; }

QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QListView::indicator, QTreeView::indicator { width: 14px; height: 14px; background: %raised%;
    border: 1px solid %strongBorder%; border-radius: 3px; }
QCheckBox::indicator:checked, QListView::indicator:checked, QTreeView::indicator:checked { background: %accent%; border: 1px solid %accent%;
    image: url(:/belvedere/icons/tick-%shade%.svg); }
QRadioButton::indicator { width: 14px; height: 14px; background: %raised%; border: 1px solid %strongBorder%;
    border-radius: 8px; }
QRadioButton::indicator:checked { width: 6px; height: 6px; background: %raised%; border: 5px solid %accent%; }
QCheckBox::indicator:focus { border: 1px solid %accent%; }
QCheckBox:focus { color: %accent%; }
QRadioButton { border: 1px solid transparent; border-radius: 5px; padding: 2px 4px; }
QRadioButton:focus { border: 1px solid %accent%; }

QTableView, QListView, QTreeView { background: %raised%; alternate-background-color: %surface%; border: none;
    outline: none; selection-background-color: %selected%; selection-color: %text%; }
QTableView::item { padding: 0 5px; border: none; }
QTableView::item:selected { background: %selected%; color: %text%; }
QListView::item { padding: 4px 8px; border-radius: 4px; }
QListView::item:hover { background: %hover%; }
QListView::item:selected { background: %selected%; color: %text%; }
QTreeView::item { padding: 6px 8px; border: none; }
QTreeView::item:hover { background: %hover%; }
QTreeView::item:selected { background: %selected%; color: %text%; }
QTreeView[role="facets"]::item { padding: 2px 8px; border: none; }
QHeaderView { background: %raised%; }
QHeaderView::section { background: %raised%; color: %muted%; border: none; border-bottom: 1px solid %border%;
    padding: 5px 8px; }
QHeaderView::section:hover { background: %hover%; color: %text%; }
QTableCornerButton::section { background: %raised%; border: none; }

QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: %scroll%; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: %strongBorder%; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QTabWidget::pane { border: none; border-top: 1px solid %border%; }
QTabWidget::tab-bar { left: 4px; }
QTabBar::tab { background: transparent; color: %muted%; border: none; border-bottom: 2px solid transparent;
    padding: 6px 12px; }
QTabBar::tab:hover { color: %text%; }
QTabBar::tab:selected { color: %text%; border-bottom: 2px solid %accent%; }
QTabBar::tab:focus { color: %accent%; }

QMenu { background: %raised%; border: 1px solid %border%; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 10px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: %selected%; color: %text%; }
QMenu::item:disabled { color: %faint%; }
QMenu::separator { height: 1px; background: %border%; margin: 4px 6px; }
QToolTip { background: %raised%; color: %text%; border: 1px solid %border%; padding: 4px 6px; }
QProgressBar { background: %border%; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: %accent%; border-radius: 2px; }
QSplitter::handle { background: %border%; }
QSplitter::handle:horizontal { width: 1px; }

QFrame[role="card"], QWidget[role="card"] { background: %raised%; border: 1px solid %border%; border-radius: 8px; }
QWidget[role="bar"] { background: %sunken%; }
QFrame[role="line"] { background: %border%; border: none; }
QListView[role="navigation"] { background: %sunken%; padding: 4px 0; }
QListView[role="dropdown"] { background: %raised%; border: 1px solid %border%; border-radius: 6px; padding: 4px 0; }
QWidget[role="selection"] { background: %selected%; }
QWidget[role="panel"] { background: %raised%; }
)";

} // namespace

QString styleSheetFrom(const Tokens &t, double points)
{
    const std::pair<QString, QColor> colours[] = {{u"surface"_s, t.surface}, {u"sunken"_s, t.sunken},
        {u"raised"_s, t.raised}, {u"border"_s, t.border}, {u"strongBorder"_s, t.strongBorder}, {u"hover"_s, t.hover},
        {u"selected"_s, t.selected}, {u"text"_s, t.text}, {u"muted"_s, t.muted}, {u"accent"_s, t.accent},
        {u"onAccent"_s, t.onAccent}, {u"ok"_s, t.ok}, {u"warning"_s, t.warning}, {u"danger"_s, t.danger},
        {u"info"_s, t.info}, {u"faint"_s, mixed(t.surface, t.muted, 0.7)},
        {u"accentHover"_s, mixed(t.accent, t.text, 0.15)}, {u"scroll"_s, mixed(t.raised, t.strongBorder, 0.5)}};
    QString sheet = QString::fromLatin1(rules);
    for (const auto &[name, colour] : colours)
        sheet.replace(u"%"_s + name + u"%"_s, colour.name());
    const std::pair<QString, double> sizes[] = {
        {u"points"_s, points}, {u"small"_s, points * 0.9}, {u"heading"_s, points * 1.15}, {u"title"_s, points * 1.45}};
    for (const auto &[name, size] : sizes)
        sheet.replace(u"%"_s + name + u"%"_s, QString::number(size, 'f', 2));
    // pictures in a style sheet cannot be tinted, so the one that is needed comes in two shades
    sheet.replace(u"%shade%"_s, t.dark ? u"light"_s : u"dark"_s);
    return sheet;
}

} // namespace belvedere
