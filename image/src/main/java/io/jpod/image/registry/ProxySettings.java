package io.jpod.image.registry;

import io.jpod.api.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code HTTP_PROXY}, {@code HTTPS_PROXY} and {@code NO_PROXY}, in either case, as curl and Go read them. */
final class ProxySettings {
    /**
     * A proxy.
     *
     * @param authorization value of the header {@code Proxy-Authorization}
     */
    record Proxy(String host, int port, Optional<String> authorization) {
        /** Asks the proxy to connect through to a host. */
        void tunnel(Socket socket, String targetHost, int targetPort) throws IOException {
            String place = targetHost + ":" + targetPort;
            String head = "CONNECT " + place + " HTTP/1.1\r\nHost: " + place + "\r\n"
                    + authorization
                            .map(value -> "Proxy-Authorization: " + value + "\r\n")
                            .orElse("") + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            String answer = head(socket.getInputStream());
            if (!answer.startsWith("HTTP/1.") || answer.length() < 12 || answer.charAt(9) != '2') {
                throw new IOException("proxy " + host + ":" + port + " refused to connect to " + place);
            }
        }

        /** Byte by byte: what follows the head belongs to the tunnel. */
        private static String head(InputStream in) throws IOException {
            StringBuilder text = new StringBuilder();
            while (text.length() < 1 << 14) {
                int c = in.read();
                if (c < 0) {
                    throw new IOException("the proxy closed the connection");
                }
                text.append((char) c);
                if (text.indexOf("\r\n\r\n", Math.max(0, text.length() - 4)) >= 0) {
                    return text.toString();
                }
            }
            throw new IOException("the proxy's answer has no end");
        }
    }

    private final Map<String, String> environment;

    ProxySettings(Map<String, String> environment) {
        this.environment = environment;
    }

    Optional<Proxy> proxyFor(URI uri) {
        String host = uri.getHost();
        String value = variable(uri.getScheme() + "_proxy");
        if (value.isEmpty() || host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]")) {
            return Optional.empty();
        }
        if (excluded(host, uri.getPort())) {
            return Optional.empty();
        }
        try {
            URI proxy = new URI(value.contains("://") ? value : "http://" + value);
            if (proxy.getHost() == null || !"http".equals(proxy.getScheme())) {
                throw unusable(uri, proxy.getScheme() + "://" + proxy.getHost());
            }
            Optional<String> authorization = Optional.ofNullable(proxy.getUserInfo())
                    .map(user -> "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
            return Optional.of(new Proxy(proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort(), authorization));
        } catch (URISyntaxException e) {
            throw unusable(uri, "the value");
        }
    }

    /** Going round a proxy in silence would not be what its owner wants. */
    private static JpodException unusable(URI uri, String value) {
        return JpodException.unsupported("proxy for " + uri.getScheme() + "://" + uri.getHost() + ": " + value
                        + " is no proxy that is supported")
                .withRemedy("give http://HOST:PORT, or name " + uri.getHost() + " in NO_PROXY");
    }

    private String variable(String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            value = environment.get(name.toUpperCase(Locale.ROOT));
        }
        return value == null ? "" : value;
    }

    private boolean excluded(String host, int port) {
        for (String entry : variable("no_proxy").split(",")) {
            String pattern = entry.trim();
            if (pattern.equals("*")) {
                return true;
            }
            String bare = pattern.startsWith("*.") ? pattern.substring(1) : pattern;
            String suffix = bare.startsWith(".") ? bare : "." + bare;
            boolean matches =
                    host.equals(bare) || (host + ":" + port).equals(bare) || !bare.isEmpty() && host.endsWith(suffix);
            if (matches) {
                return true;
            }
        }
        return false;
    }
}
