// Making transports from accepted sockets; for the two files that see Boost.Asio.
#pragma once

#include "server/http/identity.h"
#include "server/http/transport.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

namespace belvedere::http {

// A socket whose executor is known at compile time: the type-erased one costs an allocation per operation.
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

std::unique_ptr<Transport> makeTransport(Socket socket, boost::asio::ssl::context *tls);

// TLS 1.2 and newer with forward secrecy, HTTP/1.1 by ALPN. Error `tls.certificate` when OpenSSL refuses it.
Result<std::shared_ptr<boost::asio::ssl::context>> makeTlsContext(const Identity &identity);

} // namespace belvedere::http
