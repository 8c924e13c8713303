// Sockets, plain and TLS, over Boost.Asio.
#include "server/http/asiotransport.h"

#include <boost/asio/post.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/container/static_vector.hpp>
#include <openssl/err.h>

namespace belvedere::http {

namespace asio = boost::asio;
using boost::system::error_code;

using namespace Qt::StringLiterals;

namespace {

TransportUser::Input inputOf(const error_code &error)
{
    if (!error)
        return TransportUser::Input::Bytes;
    const bool end = error == asio::error::eof || error == asio::ssl::error::stream_truncated;
    return end ? TransportUser::Input::End : TransportUser::Input::Failed;
}

// Copied by Asio with each operation, so it is small and owns nothing.
using Buffers = boost::container::static_vector<asio::const_buffer, 16>;

Buffers buffersOf(std::span<const Piece> pieces)
{
    Buffers buffers;
    for (const Piece &piece : pieces)
        buffers.emplace_back(piece.data, piece.size);
    return buffers;
}

template<class Stream> void readFrom(Stream &stream, std::shared_ptr<TransportUser> user, char *to, size_t size)
{
    stream.async_read_some(asio::mutable_buffer(to, size),
        [user = std::move(user)](const error_code &error, size_t count) { user->onRead(inputOf(error), count); });
}

template<class Stream> void writeTo(Stream &stream, std::shared_ptr<TransportUser> user, std::span<const Piece> pieces)
{
    stream.async_write_some(buffersOf(pieces),
        [user = std::move(user)](const error_code &error, size_t count) { user->onWritten(!error, count); });
}

class PlainTransport final : public Transport {
public:
    explicit PlainTransport(Socket socket)
        : m_socket(std::move(socket))
    {
    }

    void handshake(std::shared_ptr<TransportUser> user) override
    {
        asio::post(m_socket.get_executor(), [user = std::move(user)] { user->onHandshake(true); });
    }
    void readSome(std::shared_ptr<TransportUser> user, char *to, size_t size) override
    {
        readFrom(m_socket, std::move(user), to, size);
    }
    void writeSome(std::shared_ptr<TransportUser> user, std::span<const Piece> pieces) override
    {
        writeTo(m_socket, std::move(user), pieces);
    }
    void shutdownSend(std::shared_ptr<TransportUser>) override
    {
        error_code ignored;
        m_socket.shutdown(Socket::shutdown_send, ignored);
    }
    void close() override
    {
        error_code ignored;
        m_socket.close(ignored);
    }

private:
    Socket m_socket;
};

class TlsTransport final : public Transport {
public:
    TlsTransport(Socket socket, asio::ssl::context &context)
        : m_stream(std::move(socket), context)
    {
    }

    void handshake(std::shared_ptr<TransportUser> user) override
    {
        m_stream.async_handshake(asio::ssl::stream_base::server,
            [user = std::move(user)](const error_code &error) { user->onHandshake(!error); });
    }
    void readSome(std::shared_ptr<TransportUser> user, char *to, size_t size) override
    {
        readFrom(m_stream, std::move(user), to, size);
    }
    void writeSome(std::shared_ptr<TransportUser> user, std::span<const Piece> pieces) override
    {
        writeTo(m_stream, std::move(user), pieces);
    }
    void shutdownSend(std::shared_ptr<TransportUser> user) override
    {
        // its notice goes to the kernel at once, unless the send buffer is full to the brim; then the peer sees a
        // truncated stream, which is safe: the answer itself is framed
        m_stream.async_shutdown([user = std::move(user)](const error_code &) {});
        error_code ignored;
        m_stream.next_layer().shutdown(Socket::shutdown_send, ignored);
    }
    void close() override
    {
        error_code ignored;
        m_stream.next_layer().close(ignored);
    }

private:
    asio::ssl::stream<Socket> m_stream;
};

int chooseProtocol(
    SSL *, const unsigned char **out, unsigned char *outLength, const unsigned char *in, unsigned inLength, void *)
{
    static constexpr unsigned char ours[] = "\x08http/1.1";
    unsigned char *chosen = nullptr;
    const int found = SSL_select_next_proto(&chosen, outLength, ours, sizeof ours - 1, in, inLength);
    *out = chosen;
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

} // namespace

std::unique_ptr<Transport> makeTransport(Socket socket, asio::ssl::context *tls)
{
    if (tls)
        return std::make_unique<TlsTransport>(std::move(socket), *tls);
    return std::make_unique<PlainTransport>(std::move(socket));
}

Result<std::shared_ptr<asio::ssl::context>> makeTlsContext(const Identity &identity)
{
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    SSL_CTX *native = context->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_options(native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS); // an idle connection keeps no record buffers
    SSL_CTX_set_alpn_select_cb(native, chooseProtocol, nullptr);
    const QByteArray &chain = identity.certificatePem;
    const QByteArray &key = identity.keyPem.bytes();
    error_code error;
    if (SSL_CTX_set_cipher_list(native, "ECDHE+AESGCM:ECDHE+CHACHA20") != 1)
        error = error_code(int(ERR_get_error()), asio::error::get_ssl_category());
    if (!error)
        context->use_certificate_chain(asio::const_buffer(chain.constData(), size_t(chain.size())), error);
    if (!error)
        context->use_private_key(
            asio::const_buffer(key.constData(), size_t(key.size())), asio::ssl::context::pem, error);
    ERR_clear_error();
    if (!error)
        return context;
    ApiError refused;
    refused.kind = ApiError::Kind::Tls;
    refused.code = u"tls.certificate"_s;
    refused.detail = u"The certificate cannot be used: %1."_s.arg(QString::fromStdString(error.message()));
    return refused;
}

} // namespace belvedere::http
