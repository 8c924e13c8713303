// ByteSink and ByteSource: what a file format writes to and reads from, whatever lies beneath.
#pragma once

#include <QtGlobal>
#include <type_traits>

namespace belvedere {

class ByteSink {
public:
    virtual ~ByteSink() = default;
    virtual bool write(const void *bytes, size_t count) = 0; // false: it cannot take more
    template<class T> bool put(T value)
    {
        static_assert(std::is_trivially_copyable_v<T>);
        return write(&value, sizeof value);
    }
};

class ByteSource {
public:
    virtual ~ByteSource() = default;
    virtual bool read(void *bytes, size_t count) = 0; // false: so many are not there, or they are not genuine
    virtual qint64 left() const = 0; // at most; to be asked before anything is allocated
    template<class T> bool take(T &value)
    {
        static_assert(std::is_trivially_copyable_v<T>);
        return read(&value, sizeof value);
    }
};

} // namespace belvedere
