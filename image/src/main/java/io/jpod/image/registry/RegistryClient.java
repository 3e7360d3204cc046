package io.jpod.image.registry;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.reference.ImageReference;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One repository of one registry. The registry is first talked to when something is asked of it. Thread-safe. */
public final class RegistryClient implements AutoCloseable {
    static final String USER_AGENT = "jpod";
    private static final int MAX_REDIRECTS = 10;

    private final ImageReference reference;
    private final RegistryAccess access;
    private final Clock clock;
    private final HttpTransport http;
    private String scheme; // guarded by this
    private RegistryAuth auth; // guarded by this

    /** @param reference names registry and repository */
    public RegistryClient(ImageReference reference, RegistryAccess access, Clock clock) {
        this.reference = reference;
        this.access = access;
        this.clock = clock;
        this.http = new HttpTransport(
                new TlsSettings(!access.insecure(), access.certDirs()), new ProxySettings(access.environment()));
    }

    ImageReference reference() {
        return reference;
    }

    private String host() {
        return reference.registry().equals(ImageReference.DOCKER_HUB) ? "registry-1.docker.io" : reference.registry();
    }

    /**
     * Finds scheme and challenges. Where both are allowed on one port, http is tried first: a server with TLS refuses it at once, and
     * making ready for TLS takes longer than the rest of most commands. Ports that are not named differ: there, https is first.
     */
    private synchronized void ping() {
        if (auth != null) {
            return;
        }
        List<String> schemes =
                !access.insecure() ? List.of("https") : hasPort() ? List.of("http", "https") : List.of("https", "http");
        Map<String, IOException> failures = new HashMap<>();
        for (String tried : schemes) {
            try {
                ping(tried);
                return;
            } catch (IOException e) {
                failures.put(tried, e);
            }
        }
        IOException failure = failures.get("https");
        if (access.insecure()) {
            failure = failures.get("http");
            failure.addSuppressed(failures.get("https"));
        }
        throw new JpodException(ErrorCode.EXTERNAL, "pinging container registry " + reference.registry(), failure);
    }

    private boolean hasPort() {
        return host().matches(".*:[0-9]+");
    }

    private void ping(String newScheme) throws IOException {
        HttpRequest request =
                HttpRequest.get(URI.create(newScheme + "://" + host() + "/v2/")).header("User-Agent", USER_AGENT);
        try (HttpResponse response = http.send(request)) {
            if (response.status() != 200 && response.status() != 401) {
                throw RegistryErrors.of(response);
            }
            response.text();
            scheme = newScheme;
            auth = new RegistryAuth(http, access, newScheme.equals("https"), clock, Challenge.of(response));
        }
    }

    /**
     * Asks the registry whether it knows us.
     *
     * @return false when it refuses the credentials
     * @throws JpodException EXTERNAL when it cannot be asked
     */
    public boolean accepts() {
        ping();
        try {
            HttpRequest request = HttpRequest.get(URI.create(scheme() + "://" + host() + "/v2/"))
                    .header("User-Agent", USER_AGENT);
            try (HttpResponse response = authorized(request, "")) {
                if (response.status() == 401) {
                    return false;
                }
                if (response.status() != 200) {
                    throw RegistryErrors.of(response);
                }
                return true;
            }
        } catch (RegistryRefusal e) {
            if (e.status() == 401 || e.status() == 403) {
                return false;
            }
            throw new JpodException(ErrorCode.EXTERNAL, "asking container registry " + reference.registry(), e);
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "asking container registry " + reference.registry(), e);
        }
    }

    private synchronized String scheme() {
        return scheme;
    }

    /** The address of something in the repository. */
    URI uri(String rest) {
        ping();
        synchronized (this) {
            return URI.create(scheme + "://" + host() + "/v2/" + reference.path() + "/" + rest);
        }
    }

    /** The address that a header names, relative to the answer it came in. */
    URI location(HttpResponse response) throws IOException {
        String location = response.header("Location").orElseThrow(() -> new IOException("answer without a location"));
        try {
            URI target = response.uri().resolve(new URI(location));
            boolean secure = "https".equals(target.getScheme());
            if (target.getHost() == null || !secure && !"http".equals(target.getScheme())) {
                throw new IOException("the registry names an invalid location");
            }
            if (!secure && response.uri().getScheme().equals("https") && !access.insecure()) {
                throw new IOException("the registry names a location without TLS");
            }
            return target;
        } catch (URISyntaxException e) {
            throw new IOException("the registry names an invalid location", e);
        }
    }

    /** Sends with authorization; a refused token is asked for once more. Redirects of reading requests are followed. */
    HttpResponse send(HttpRequest request, String actions) throws IOException {
        return sendScoped(request, "repository:" + reference.path() + ":" + actions);
    }

    /** As {@link #send}, with permission to read another repository of the registry too. */
    HttpResponse sendMounting(HttpRequest request, String actions, String otherRepository) throws IOException {
        return sendScoped(
                request, "repository:" + reference.path() + ":" + actions + " repository:" + otherRepository + ":pull");
    }

    /** As {@link #send}, with a scope that is no repository's. */
    HttpResponse sendWithScope(HttpRequest request, String scope) throws IOException {
        return sendScoped(request, scope);
    }

    /** An address of the registry as a whole. */
    URI root(String rest) {
        ping();
        return URI.create(scheme() + "://" + host() + "/" + rest);
    }

    private HttpResponse sendScoped(HttpRequest request, String scope) throws IOException {
        request.header("User-Agent", USER_AGENT);
        HttpResponse response = authorized(request, scope);
        if (response.status() == 401) {
            auth().forget(scope);
            response.close();
            response = authorized(request, scope);
        }
        boolean reading = request.method().equals("GET") || request.method().equals("HEAD");
        for (int i = 0; reading && isRedirect(response.status()); i++) {
            if (i == MAX_REDIRECTS) {
                response.close();
                throw new IOException(request.describe() + ": stopped after " + MAX_REDIRECTS + " redirects");
            }
            URI target = location(response);
            response.close();
            HttpRequest next = request.redirected(target);
            response = isOwn(target) ? authorized(next, scope) : http.send(next);
        }
        return response;
    }

    /** Reads from somewhere else, without credentials. */
    HttpResponse fetchElsewhere(URI uri) throws IOException {
        HttpRequest request = HttpRequest.get(uri).header("User-Agent", USER_AGENT);
        HttpResponse response = http.send(request);
        for (int i = 0; isRedirect(response.status()) && i < MAX_REDIRECTS; i++) {
            URI target = location(response);
            response.close();
            response = http.send(request.redirected(target));
        }
        return response;
    }

    /** A small document from a web server, read without credentials; empty when there is none. */
    public Optional<byte[]> document(URI uri, int limit) throws IOException {
        try (HttpResponse response = fetchElsewhere(uri)) {
            if (response.status() == 404) {
                return Optional.empty();
            }
            if (response.status() != 200) {
                throw RegistryErrors.of(response);
            }
            return Optional.of(response.body().readNBytes(limit));
        }
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private HttpResponse authorized(HttpRequest request, String scope) throws IOException {
        if (isOwn(request.uri())) {
            Optional<String> value = auth().authorization(scope);
            value.ifPresent(text -> request.header("Authorization", text));
        }
        return http.send(request);
    }

    private synchronized RegistryAuth auth() {
        return auth;
    }

    /** True for the registry itself: the only place that gets our authorization. */
    private boolean isOwn(URI uri) {
        synchronized (this) {
            return uri.getScheme().equals(scheme)
                    && HttpConnection.hostHeader(uri).equals(host());
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
