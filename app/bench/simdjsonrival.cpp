// Reading lines with simdjson On-Demand.
#include "bench/simdjsonrival.h"

#include <cstring>

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

namespace od = simdjson::ondemand;

quint64 readValue(od::value value, Kind kind)
{
    switch (kind) {
    case Kind::Int:
    case Kind::Bytes:
    case Kind::Duration: {
        int64_t number = 0;
        return value.get_int64().get(number) ? 0 : quint64(number);
    }
    case Kind::Bool: {
        bool truth = false;
        return !value.get_bool().get(truth) && truth ? 1 : 0;
    }
    case Kind::Set: {
        quint64 sum = 0;
        od::array array;
        if (value.get_array().get(array))
            return 0;
        for (auto item : array) {
            std::string_view text;
            if (!item.get_string().get(text))
                sum += text.size();
        }
        return sum;
    }
    default: {
        std::string_view text;
        return value.get_string().get(text) ? 0 : text.size();
    }
    }
}

} // namespace

RivalSum readWithSimdjson(const QByteArray &lines, std::span<const Field> fields)
{
    RivalSum result;
    od::parser parser(1 << 20);
    std::vector<std::string_view> names;
    for (const Field &field : fields)
        names.emplace_back(field.name);
    // In the order in which they came last time, which is what spares looking a key up.
    std::vector<size_t> order(names.size() + 1, 0);
    const auto readLine = [&](const char *at, size_t size) {
        od::document document;
        od::object object;
        if (parser.iterate(simdjson::padded_string_view(at, size, size + simdjson::SIMDJSON_PADDING)).get(document)
            || document.get_object().get(object))
            return;
        size_t previous = names.size();
        bool hasId = false;
        for (auto item : object) {
            od::field field;
            if (std::move(item).get(field))
                return;
            size_t key = order[previous];
            for (int step = 0; step < 6 && !field.key().unsafe_is_equal(names[key]); ++step)
                key = order[key];
            if (!field.key().unsafe_is_equal(names[key])) {
                key = 0;
                while (key < names.size() && !field.key().unsafe_is_equal(names[key]))
                    ++key;
                if (key == names.size())
                    continue;
                order[previous] = key;
            }
            previous = key;
            hasId |= names[key] == "id";
            result.sum += readValue(field.value(), fields[key].kind);
        }
        result.rows += hasId;
    };
    const char *at = lines.constData();
    const char *const end = at + lines.size();
    std::string last;
    while (at < end) {
        const auto *newline = static_cast<const char *>(std::memchr(at, '\n', size_t(end - at)));
        const auto size = size_t((newline ? newline : end) - at);
        if (size_t(end - at) < size + simdjson::SIMDJSON_PADDING) {
            last.assign(at, size);
            last.append(simdjson::SIMDJSON_PADDING, ' ');
            readLine(last.data(), size);
        } else {
            readLine(at, size);
        }
        at += size + 1;
    }
    return result;
}

QString simdjsonImplementation()
{
    return QString::fromStdString(simdjson::builtin_implementation()->name()) + u", structure: "_s
        + QString::fromStdString(simdjson::get_active_implementation()->name());
}

} // namespace belvedere::bench
