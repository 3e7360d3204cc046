package io.jpod.image.registry;

import io.jpod.image.reference.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** Sends requests, keeps connections for the next one. Thread-safe; closing it cuts what is going on. */
final class HttpTransport implements AutoCloseable {
    private static final int CONNECT_MILLIS = 30_000;
    private static final int READ_MILLIS = 60_000;
    private static final int HANDSHAKE_MILLIS = 10_000;

    private final TlsSettings tls;
    private final ProxySettings proxies;
    private final Map<String, Deque<HttpConnection>> idle = new HashMap<>(); // guarded by this
    private final Set<HttpConnection> open = new HashSet<>(); // guarded by this
    private boolean closed; // guarded by this

    HttpTransport(TlsSettings tls, ProxySettings proxies) {
        this.tls = tls;
        this.proxies = proxies;
    }

    /**
     * Sends a request and reads the answer's head. Redirects are the caller's business.
     *
     * @throws TemporaryFailure when no answer was had but may be later
     * @throws IOException otherwise, in the words that Go programs use
     */
    HttpResponse send(HttpRequest request) throws IOException {
        String key = key(request.uri());
        HttpConnection reused = takeIdle(key);
        if (reused != null) {
            try {
                return exchange(reused, request, key);
            } catch (IOException e) {
                // The server closed it meanwhile; a new connection decides.
                discard(reused);
            }
        }
        HttpConnection connection = null;
        try {
            connection = connect(request.uri());
            return exchange(connection, request, key);
        } catch (IOException e) {
            if (connection != null) {
                discard(connection);
            }
            throw translated(request, e);
        }
    }

    private HttpResponse exchange(HttpConnection connection, HttpRequest request, String key) throws IOException {
        URI uri = request.uri();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        if (uri.getScheme().equals("http") && proxies.proxyFor(uri).isPresent()) {
            target = "http://" + HttpConnection.hostHeader(uri) + target;
            proxies.proxyFor(uri)
                    .get()
                    .authorization()
                    .ifPresent(value -> request.header("Proxy-Authorization", value));
        }
        return connection.exchange(request, target, (used, reusable) -> release(used, reusable, key));
    }

    private static String key(URI uri) {
        return uri.getScheme() + "://" + HttpConnection.hostHeader(uri);
    }

    private synchronized HttpConnection takeIdle(String key) {
        Deque<HttpConnection> connections = idle.get(key);
        return connections == null ? null : connections.poll();
    }

    private void release(HttpConnection connection, boolean reusable, String key) {
        synchronized (this) {
            if (reusable && !closed) {
                idle.computeIfAbsent(key, k -> new ArrayDeque<>()).push(connection);
                return;
            }
        }
        discard(connection);
    }

    private void discard(HttpConnection connection) {
        synchronized (this) {
            open.remove(connection);
        }
        connection.close();
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
    }

    /** A connection to the server, through a proxy where there is one. */
    private Socket dial(URI uri) throws IOException {
        var proxy = proxies.proxyFor(uri);
        if (proxy.isEmpty()) {
            return dial(uri.getHost(), port(uri));
        }
        Socket socket = dial(proxy.get().host(), proxy.get().port());
        try {
            if (uri.getScheme().equals("https")) {
                proxy.get().tunnel(socket, uri.getHost(), port(uri));
            }
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private HttpConnection connect(URI uri) throws IOException {
        Socket socket = dial(uri);
        try {
            HttpConnection connection = new HttpConnection(
                    uri.getScheme().equals("https") ? secured(socket, uri.getHost(), port(uri)) : socket);
            synchronized (this) {
                if (closed) {
                    throw new IOException("cancelled");
                }
                open.add(connection);
            }
            return connection;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Tries all addresses of a host. */
    private static Socket dial(String host, int port) throws IOException {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        IOException last = null;
        for (InetAddress address : InetAddress.getAllByName(name)) {
            Socket socket = new Socket();
            try {
                socket.setSoTimeout(READ_MILLIS);
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
                return socket;
            } catch (IOException e) {
                socket.close();
                if (last == null) {
                    last = e instanceof SocketTimeoutException || e instanceof SocketException
                            ? new DialFailure(address, port, e)
                            : e;
                }
            }
        }
        throw last;
    }

    private Socket secured(Socket socket, String host, int port) throws IOException {
        SSLSocket secure = (SSLSocket) tls.factory().createSocket(socket, host, port, true);
        secure.setSSLParameters(tls.parameters(secure.getSSLParameters()));
        // A server that does not speak TLS may wait for more just as we do.
        secure.setSoTimeout(HANDSHAKE_MILLIS);
        secure.startHandshake();
        secure.setSoTimeout(READ_MILLIS);
        return secure;
    }

    private static IOException translated(HttpRequest request, IOException e) {
        String what = request.describe() + ": ";
        if (e instanceof DialFailure) {
            return new TemporaryFailure(what + e.getMessage(), null);
        }
        if (e instanceof UnknownHostException) {
            return new IOException(what + "dial tcp: lookup " + request.uri().getHost() + ": no such host", null);
        }
        if (e instanceof SSLException) {
            return new IOException(what + TlsSettings.describe((SSLException) e), null);
        }
        if (e instanceof SocketTimeoutException) {
            return new TemporaryFailure(what + "i/o timeout", null);
        }
        if (e instanceof SocketException || e instanceof EOFException) {
            return new TemporaryFailure(what + e.getMessage(), null);
        }
        return new IOException(what + Digest.printable(String.valueOf(e.getMessage())), e);
    }

    @Override
    public void close() {
        Set<HttpConnection> all;
        synchronized (this) {
            closed = true;
            all = new HashSet<>(open);
            open.clear();
            idle.clear();
        }
        for (HttpConnection connection : all) {
            connection.close();
        }
    }

    /** No connection could be made. */
    private static final class DialFailure extends IOException {
        private static final long serialVersionUID = 1L;

        DialFailure(InetAddress address, int port, IOException cause) {
            super(describe(address, port, cause));
        }

        private static String describe(InetAddress address, int port, IOException cause) {
            String host = address.getHostAddress();
            String place = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
            String reason = cause instanceof ConnectException
                    ? "connect: connection refused"
                    : cause instanceof NoRouteToHostException
                            ? "connect: no route to host"
                            : cause instanceof SocketTimeoutException
                                    ? "i/o timeout"
                                    : "connect: " + cause.getMessage();
            return "dial tcp " + place + ": " + reason;
        }
    }
}
