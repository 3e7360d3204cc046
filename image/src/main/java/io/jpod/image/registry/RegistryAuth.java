package io.jpod.image.registry;

import io.jpod.api.JpodException;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers a registry's challenges: basic, or a token for each scope, which is kept while it lasts. Thread-safe. */
final class RegistryAuth {
    private static final int MAX_TOKEN_ANSWER = 1 << 20;
    private static final int DEFAULT_SECONDS = 60;
    private static final int MARGIN_SECONDS = 10;

    private record Token(String value, long expires) {}

    private final HttpTransport http;
    private final RegistryAccess access;
    private final boolean secureRegistry;
    private final Clock clock;
    private final List<Challenge> challenges;
    private final Map<String, Token> tokens = new HashMap<>(); // guarded by this

    RegistryAuth(
            HttpTransport http,
            RegistryAccess access,
            boolean secureRegistry,
            Clock clock,
            List<Challenge> challenges) {
        this.http = http;
        this.access = access;
        this.secureRegistry = secureRegistry;
        this.clock = clock;
        this.challenges = challenges;
    }

    /** The header that a request with this scope needs; empty when the registry asks for nothing, or we have nothing to give. */
    synchronized Optional<String> authorization(String scope) throws IOException {
        for (Challenge challenge : challenges) {
            if (challenge.scheme().equals("bearer")) {
                return Optional.of("Bearer " + token(challenge, scope));
            }
            if (challenge.scheme().equals("basic")) {
                return access.credentials().filter(c -> !c.isToken()).map(Credentials::basic);
            }
        }
        return Optional.empty();
    }

    /** Forgets a token that was refused. */
    synchronized void forget(String scope) {
        tokens.keySet().removeIf(of -> covers(of, scope));
    }

    /** One for this scope, or for this one and others. */
    private Token known(String scope, long now) {
        for (Map.Entry<String, Token> token : tokens.entrySet()) {
            if (covers(token.getKey(), scope) && token.getValue().expires() > now) {
                return token.getValue();
            }
        }
        return null;
    }

    private static boolean covers(String scopes, String scope) {
        return scopes.equals(scope) || !scope.isEmpty() && scopes.startsWith(scope + " ");
    }

    private String token(Challenge challenge, String scope) throws IOException {
        long now = clock.instant().getEpochSecond();
        Token known = known(scope, now);
        if (known == null) {
            JsonObject answer = request(challenge, scope);
            String value = answer.getString("token", answer.getString("access_token", ""));
            if (value.isEmpty()) {
                throw new IOException("the token server's answer holds no token");
            }
            long seconds = Math.max(DEFAULT_SECONDS, answer.getLong("expires_in", DEFAULT_SECONDS));
            known = new Token(value, now + seconds - MARGIN_SECONDS);
            tokens.put(scope, known);
        }
        return known.value();
    }

    private JsonObject request(Challenge challenge, String scope) throws IOException {
        URI realm = realm(challenge);
        String service = challenge.parameter("service");
        Optional<Credentials> credentials = access.credentials();
        HttpRequest request;
        if (credentials.isPresent() && credentials.get().isToken()) {
            String form =
                    "grant_type=refresh_token&client_id=jpod&service=" + encoded(service) + "&scope=" + encoded(scope)
                            + "&refresh_token=" + encoded(credentials.get().secret());
            byte[] bytes = form.getBytes(StandardCharsets.US_ASCII);
            request = new HttpRequest("POST", realm)
                    .body("application/x-www-form-urlencoded", bytes.length, () -> new ByteArrayInputStream(bytes));
        } else {
            String query = (realm.getRawQuery() == null ? "" : realm.getRawQuery() + "&")
                    + scopes(scope)
                    + (service.isEmpty() ? "" : (scope.isEmpty() ? "" : "&") + "service=" + encoded(service))
                    + credentials.map(c -> "&account=" + encoded(c.user())).orElse("");
            request = HttpRequest.get(URI.create(withoutQuery(realm) + "?" + query));
            if (credentials.isPresent()) {
                request.header("Authorization", credentials.get().basic());
            }
        }
        request.header("User-Agent", RegistryClient.USER_AGENT);
        try (HttpResponse response = http.send(request)) {
            if (!response.succeeded()) {
                throw refused(response);
            }
            byte[] body = response.body().readNBytes(MAX_TOKEN_ANSWER);
            return Json.parseObject(body);
        } catch (JpodException e) {
            throw new IOException("the token server's answer is no JSON", e);
        }
    }

    private static IOException refused(HttpResponse response) {
        IOException reason = RegistryErrors.of(response);
        if (reason instanceof TemporaryFailure) {
            return reason;
        }
        return new RegistryRefusal(
                response.status() == 401 || response.status() == 403
                        ? "unable to retrieve auth token: invalid username/password: " + reason.getMessage()
                        : "requesting bearer token: invalid status code from registry " + response.status(),
                response.status());
    }

    /** Credentials must not leave a protected registry over an unprotected line. */
    private URI realm(Challenge challenge) throws IOException {
        try {
            URI realm = new URI(challenge.parameter("realm"));
            boolean http = "http".equals(realm.getScheme());
            if (realm.getHost() == null || !http && !"https".equals(realm.getScheme())) {
                throw new IOException("the registry names an invalid token server");
            }
            if (http && secureRegistry && !access.insecure()) {
                throw new IOException("the registry names a token server without TLS: " + realm.getHost());
            }
            return realm;
        } catch (URISyntaxException e) {
            throw new IOException("the registry names an invalid token server", e);
        }
    }

    private static String withoutQuery(URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return uri.getScheme() + "://" + HttpConnection.hostHeader(uri) + path;
    }

    /** Several scopes are one parameter each. */
    private static String scopes(String scope) {
        StringBuilder text = new StringBuilder();
        for (String one : scope.split(" ", 0)) {
            if (one.isEmpty()) {
                continue;
            }
            text.append(text.length() == 0 ? "" : "&").append("scope=").append(encoded(one));
        }
        return text.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
