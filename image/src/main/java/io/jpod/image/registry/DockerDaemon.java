package io.jpod.image.registry;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import io.jpod.support.json.Json;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The images of a docker daemon, by its HTTP API: archives go out and in. Thread-safe. */
public final class DockerDaemon {
    private static final String USUAL = "unix:///var/run/docker.sock";
    private static final int CONNECT_MILLIS = 30_000;

    private final String place;

    private DockerDaemon(String place) {
        this.place = place;
    }

    /**
     * The daemon that docker's own programs would ask: {@code DOCKER_HOST}.
     *
     * @throws JpodException UNSUPPORTED for other ways than a socket
     */
    public static DockerDaemon of(Map<String, String> environment) {
        String host = environment.getOrDefault("DOCKER_HOST", "");
        String place = host.isEmpty() ? USUAL : host;
        boolean tls = !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty() && place.startsWith("tcp://");
        if (tls || !place.startsWith("unix://") && !place.startsWith("tcp://")) {
            throw JpodException.unsupported(
                            "docker daemon at " + place + (tls ? " with TLS" : "") + ": is not supported")
                    .withRemedy("use unix:///PATH, for example of a socket that ssh -L forwards");
        }
        return new DockerDaemon(place);
    }

    /** Writes an image, as {@code docker save} has it, to a file. */
    public void fetch(String image, Path file) {
        HttpRequest request = HttpRequest.get(URI.create("http://docker/images/" + image + "/get"));
        try (Exchange exchange = send(request)) {
            HttpResponse response = exchange.response;
            if (response.status() == 404) {
                throw JpodException.notFound(
                        "loading image from docker engine: " + message(response, "No such image: " + image));
            }
            require(response, "loading image from docker engine");
            Files.copy(response.body(), file);
        } catch (IOException e) {
            throw failed("loading image from docker engine", e);
        }
    }

    /** Gives it an archive in {@code docker load}'s format. */
    public void load(Path archive) {
        try {
            HttpRequest request = new HttpRequest("POST", URI.create("http://docker/images/load?quiet=1"))
                    .body("application/x-tar", Files.size(archive), () -> Files.newInputStream(archive));
            try (Exchange exchange = send(request)) {
                require(exchange.response, "saving image to docker engine");
                refuseErrors(exchange.response.text());
            }
        } catch (IOException e) {
            throw failed("saving image to docker engine", e);
        }
    }

    /** A success may still be told to have failed, in one of the JSON objects that follow each other. */
    private static void refuseErrors(String answer) {
        for (String line : answer.split("[\r\n]+")) {
            String error;
            try {
                error = Json.parseObject(line).getString("error", "");
            } catch (JpodException e) {
                // Not every answer is JSON.
                continue;
            }
            if (!error.isEmpty()) {
                throw JpodException.external("saving image to docker engine: " + plain(error));
            }
        }
    }

    private static void require(HttpResponse response, String what) {
        if (!response.succeeded()) {
            throw JpodException.external(what + ": " + message(response, "unexpected status " + response.status()));
        }
    }

    private static String message(HttpResponse response, String otherwise) {
        try {
            String message = Json.parseObject(response.text()).getString("message", "");
            return message.isEmpty() ? otherwise : plain(message);
        } catch (JpodException e) {
            return otherwise;
        }
    }

    private static String plain(String text) {
        String quoted = Digest.printable(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    private JpodException failed(String what, IOException cause) {
        return new JpodException(ErrorCode.EXTERNAL, what + ": " + place, cause)
                .withRemedy("DOCKER_HOST names another daemon, for example unix:///run/user/1000/docker.sock");
    }

    /** One request and its answer, on a connection of its own. */
    private static final class Exchange implements AutoCloseable {
        private final HttpConnection connection;
        private final HttpResponse response;

        Exchange(HttpConnection connection, HttpRequest request, String target) throws IOException {
            this.connection = connection;
            this.response = connection.exchange(request, target, (done, reusable) -> {});
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    private Exchange send(HttpRequest request) throws IOException {
        URI uri = request.uri();
        String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        HttpConnection connection = connect();
        boolean sent = false;
        try {
            Exchange exchange = new Exchange(connection, request.header("Connection", "close"), target);
            sent = true;
            return exchange;
        } finally {
            if (!sent) {
                connection.close();
            }
        }
    }

    private HttpConnection connect() throws IOException {
        if (place.startsWith("unix://")) {
            Path socket = Path.of(place.substring("unix://".length()));
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            return opened(channel, () -> {
                channel.connect(UnixDomainSocketAddress.of(socket));
                InputStream in = Channels.newInputStream(channel);
                return new HttpConnection(channel, in, Channels.newOutputStream(channel));
            });
        }
        URI uri = URI.create(place);
        Socket socket = new Socket();
        return opened(socket, () -> {
            int port = uri.getPort() < 0 ? 2375 : uri.getPort();
            socket.connect(new InetSocketAddress(uri.getHost(), port), CONNECT_MILLIS);
            return new HttpConnection(socket);
        });
    }

    private interface Opening {
        HttpConnection open() throws IOException;
    }

    private static HttpConnection opened(Closeable line, Opening opening) throws IOException {
        boolean done = false;
        try {
            HttpConnection connection = opening.open();
            done = true;
            return connection;
        } finally {
            if (!done) {
                line.close();
            }
        }
    }
}
