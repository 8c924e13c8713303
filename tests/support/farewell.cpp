// Linked into every test: leaks are counted only when the threads that ended have really gone.
// QThread::wait() returns before the system has run the thread's own clean-up, and OpenSSL keeps memory until then.
#ifdef __linux__
#include <chrono>
#include <filesystem>
#include <thread>

namespace {

struct Farewell {
    ~Farewell()
    {
        using namespace std::chrono_literals;
        const std::filesystem::path threads("/proc/self/task");
        for (auto waited = 0ms; waited < 1s; waited += 2ms) {
            std::error_code error;
            const std::filesystem::directory_iterator list(threads, error);
            if (error || std::distance(begin(list), end(list)) <= 1)
                return;
            std::this_thread::sleep_for(2ms);
        }
    }
} farewell; // built before main, so it goes after everything that main made

} // namespace
#endif
