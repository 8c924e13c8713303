// The tables of the catalogue.
#include "agent/simulate/catalogue.h"

namespace belvedere {

std::span<const CatalogueModel> catalogueModels()
{
    using P = Platform;
    using F = FormFactor;
    static constexpr CatalogueModel list[] = {
        {90, P::Windows, F::Laptop, "LENOVO", "ThinkPad T14 Gen 4", "13th Gen Intel Core i5-1345U", 10, 16, 512},
        {60, P::Windows, F::Laptop, "LENOVO", "ThinkPad X1 Carbon Gen 11", "13th Gen Intel Core i7-1365U", 10, 32,
            1024},
        {80, P::Windows, F::Laptop, "Dell Inc.", "Latitude 5440", "13th Gen Intel Core i5-1335U", 10, 16, 256},
        {55, P::Windows, F::Laptop, "HP", "HP EliteBook 840 G10", "13th Gen Intel Core i5-1340P", 12, 16, 512},
        {70, P::Windows, F::Desktop, "Dell Inc.", "OptiPlex 7010", "13th Gen Intel Core i5-13500", 14, 16, 512},
        {40, P::Windows, F::Desktop, "HP", "HP ProDesk 400 G9", "12th Gen Intel Core i5-12500", 6, 8, 256},
        {15, P::Windows, F::Tablet, "Microsoft Corporation", "Surface Pro 9", "12th Gen Intel Core i5-1235U", 10, 8,
            256},
        {20, P::Windows, F::Virtual, "VMware, Inc.", "VMware20,1", "Intel Xeon Gold 6338", 4, 16, 120},
        {65, P::MacOs, F::Laptop, "Apple Inc.", "MacBook Air (M2, 2022)", "Apple M2", 8, 16, 256},
        {60, P::MacOs, F::Laptop, "Apple Inc.", "MacBook Pro (14-inch, M3, 2023)", "Apple M3", 8, 16, 512},
        {15, P::MacOs, F::Desktop, "Apple Inc.", "Mac mini (M2, 2023)", "Apple M2", 8, 16, 256},
        {25, P::Linux, F::Laptop, "LENOVO", "ThinkPad T14 Gen 4", "AMD Ryzen 7 PRO 7840U", 8, 32, 512},
        {20, P::Linux, F::Desktop, "Dell Inc.", "Precision 3660", "13th Gen Intel Core i7-13700", 16, 32, 1024},
        {20, P::Linux, F::Server, "Dell Inc.", "PowerEdge R650", "Intel Xeon Silver 4314", 16, 128, 1920},
        {10, P::Linux, F::Server, "HPE", "ProLiant DL360 Gen10", "Intel Xeon Gold 5218", 16, 64, 960},
        {25, P::Linux, F::Virtual, "QEMU", "Standard PC (Q35 + ICH9, 2009)", "Intel Xeon Processor (Icelake)", 4, 8,
            80},
        {90, P::Ios, F::Phone, "Apple Inc.", "iPhone 14", "", 0, 6, 128},
        {55, P::Ios, F::Phone, "Apple Inc.", "iPhone 15", "", 0, 6, 128},
        {30, P::Ios, F::Phone, "Apple Inc.", "iPhone SE (3rd generation)", "", 0, 4, 64},
        {40, P::IpadOs, F::Tablet, "Apple Inc.", "iPad (10th generation)", "", 0, 4, 64},
        {50, P::Android, F::Phone, "samsung", "Galaxy A54 5G", "", 0, 8, 128},
        {30, P::Android, F::Phone, "samsung", "Galaxy XCover7", "", 0, 6, 128},
        {20, P::Android, F::Phone, "Google", "Pixel 8", "", 0, 8, 128},
        {15, P::Android, F::Tablet, "samsung", "Galaxy Tab Active5", "", 0, 6, 128}};
    return list;
}

std::span<const CatalogueSystem> catalogueSystems()
{
    using P = Platform;
    static constexpr CatalogueSystem list[] = {{55, P::Windows, "Windows 11 Pro", "10.0.26100", ""},
        {25, P::Windows, "Windows 11 Pro", "10.0.22631", ""}, {20, P::Windows, "Windows 10 Pro", "10.0.19045", ""},
        {50, P::MacOs, "macOS", "15.5", "24.5.0"}, {35, P::MacOs, "macOS", "14.7.6", "23.6.0"},
        {15, P::MacOs, "macOS", "13.7.6", "22.6.0"}, {35, P::Linux, "Debian GNU/Linux", "12.11", "6.1.0-37-amd64"},
        {10, P::Linux, "Debian GNU/Linux", "11.11", "5.10.0-34-amd64"},
        {35, P::Linux, "Ubuntu", "24.04", "6.8.0-60-generic"}, {20, P::Linux, "Ubuntu", "22.04", "5.15.0-140-generic"},
        {55, P::Ios, "iOS", "18.5", ""}, {25, P::Ios, "iOS", "17.7.2", ""}, {20, P::Ios, "iOS", "16.7.11", ""},
        {60, P::IpadOs, "iPadOS", "18.5", ""}, {40, P::IpadOs, "iPadOS", "17.7.8", ""},
        {40, P::Android, "Android", "15", ""}, {40, P::Android, "Android", "14", ""},
        {20, P::Android, "Android", "13", ""}};
    return list;
}

std::span<const CataloguePackage> cataloguePackages()
{
    static constexpr CataloguePackage list[] = {{"apt", "2.6.1", "2.6.1"},
        {"base-files", "12.4+deb12u10", "12.4+deb12u11"}, {"bash", "5.2.15-2+b7", "5.2.15-2+b8"},
        {"bind9-host", "1:9.18.28-1~deb12u2", "1:9.18.33-1~deb12u2"},
        {"ca-certificates", "20230311", "20230311+deb12u1"},
        {"chromium", "136.0.7103.59-1~deb12u1", "137.0.7151.55-3~deb12u1"}, {"coreutils", "9.1-1", "9.1-1"},
        {"cups", "2.4.2-3+deb12u8", "2.4.2-3+deb12u8"}, {"curl", "7.88.1-10+deb12u8", "7.88.1-10+deb12u12"},
        {"dbus", "1.14.10-1~deb12u1", "1.14.10-1~deb12u1"}, {"dpkg", "1.21.22", "1.21.22"},
        {"firefox-esr", "128.9.0esr-1~deb12u1", "128.11.0esr-1~deb12u1"},
        {"git", "1:2.39.5-0+deb12u1", "1:2.39.5-0+deb12u2"}, {"gnupg", "2.2.40-1.1", "2.2.40-1.1"},
        {"grub-common", "2.06-13+deb12u1", "2.06-13+deb12u1"}, {"libc6", "2.36-9+deb12u9", "2.36-9+deb12u10"},
        {"libreoffice-core", "4:7.4.7-1+deb12u7", "4:7.4.7-1+deb12u8"},
        {"libssl3", "3.0.15-1~deb12u1", "3.0.16-1~deb12u1"}, {"linux-image-amd64", "6.1.129-1", "6.1.137-1"},
        {"network-manager", "1.42.4-1", "1.42.4-1"}, {"openssh-client", "1:9.2p1-2+deb12u5", "1:9.2p1-2+deb12u6"},
        {"openssh-server", "1:9.2p1-2+deb12u5", "1:9.2p1-2+deb12u6"},
        {"openssl", "3.0.15-1~deb12u1", "3.0.16-1~deb12u1"}, {"python3", "3.11.2-1+b1", "3.11.2-1+b1"},
        {"rsync", "3.2.7-1+deb12u1", "3.2.7-1+deb12u2"}, {"sudo", "1.9.13p3-1+deb12u1", "1.9.13p3-1+deb12u1"},
        {"systemd", "252.36-1~deb12u1", "252.38-1~deb12u1"},
        {"thunderbird", "1:128.9.0esr-1~deb12u1", "1:128.11.0esr-1~deb12u1"},
        {"tzdata", "2025a-0+deb12u1", "2025b-0+deb12u1"}, {"vim-tiny", "2:9.0.1378-2", "2:9.0.1378-2+deb12u2"},
        {"wget", "1.21.3-1+deb12u1", "1.21.3-1+deb12u1"}, {"xz-utils", "5.4.1-1", "5.4.1-1"},
        {"zlib1g", "1:1.2.13.dfsg-1", "1:1.2.13.dfsg-1"}};
    return list;
}

} // namespace belvedere
