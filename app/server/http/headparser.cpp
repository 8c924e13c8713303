// The head of a request, parsed by Boost.Beast.
#include "server/http/headparser.h"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

namespace belvedere::http {

namespace beast = boost::beast;

namespace {

QByteArray bytes(beast::string_view text) { return QByteArray(text.data(), qsizetype(text.size())); }

// "HTTP/2.0" and the like are a version that we do not speak; anything else in its place is noise.
bool namesVersion(QByteArrayView data)
{
    const qsizetype end = data.indexOf('\r');
    const QByteArrayView line = end < 0 ? data : data.first(end);
    const qsizetype space = line.lastIndexOf(' ');
    if (space < 0)
        return false;
    const QByteArrayView version = line.sliced(space + 1);
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return version.size() == 8 && version.startsWith("HTTP/") && digit(version[5]) && version[6] == '.'
        && digit(version[7]);
}

} // namespace

struct HeadParser::Private {
    beast::http::request_parser<beast::http::empty_body> parser;
    quint32 left;
};

HeadParser::HeadParser(quint32 maximumBytes)
    : d(new Private{{}, maximumBytes})
{
    d->parser.header_limit(maximumBytes);
    d->parser.skip(true); // bodies are not read here
}

HeadParser::~HeadParser() = default;

HeadParser::State HeadParser::feed(QByteArrayView data, qsizetype &consumed)
{
    beast::error_code error;
    consumed = qsizetype(d->parser.put(boost::asio::const_buffer(data.data(), size_t(data.size())), error));
    if (quint64(consumed) > d->left)
        return State::TooLarge;
    d->left -= quint32(consumed);
    if (error == beast::http::error::need_more)
        return quint64(data.size() - consumed) >= d->left ? State::TooLarge : State::More;
    if (error == beast::http::error::header_limit)
        return State::TooLarge;
    if (error == beast::http::error::bad_version)
        return namesVersion(data) ? State::Version : State::Malformed;
    if (error)
        return State::Malformed;
    return d->parser.is_header_done() ? State::Done : State::More;
}

Head HeadParser::takeHead()
{
    const auto &message = d->parser.get();
    Head head{
        bytes(message.method_string()), bytes(message.target()), int(message.version()), message.keep_alive(), {}};
    for (const auto &field : message)
        head.headers.append({bytes(field.name_string()).toLower(), bytes(field.value())});
    return head;
}

} // namespace belvedere::http
