// The person at the terminal, if there is one.
#pragma once

#include <QString>

namespace belvedere {

// Whether somebody reads the messages and can answer them.
bool canAsk();
// Whether the output itself goes to a person's screen.
bool showsOutput();
// Whether a line of progress reaches a person.
bool showsProgress();
// Shows the question beside the output and reads a line; true for "yes".
bool askYes(const QString &question);
// Replaces the line of progress; an empty one clears it. Does nothing where nobody sees it.
void progress(const QString &text);
void say(const QString &text); // a line beside the output

} // namespace belvedere
