// LoadingPage: the shape of rows to come, without motion.
#pragma once

#include <QWidget>

namespace belvedere {

class Label;

class LoadingPage : public QWidget {
    Q_OBJECT
public:
    explicit LoadingPage(QWidget *parent = nullptr);
    void setText(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Label *m_text;
};

} // namespace belvedere
