package io.jpod.image.registry;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.json.Json;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists the tags of a repository (distribution-spec, listing tags). */
public final class RegistryTags {
    private static final int MAX_PAGE = 8 << 20;
    private static final int MAX_PAGES = 1000;

    private final RegistryClient client;

    public RegistryTags(RegistryClient client) {
        this.client = client;
    }

    /** All tags, in the registry's order. */
    public List<String> list() {
        List<String> result = new ArrayList<>();
        Optional<URI> next = Optional.of(client.uri("tags/list"));
        try {
            for (int page = 0; next.isPresent() && page < MAX_PAGES; page++) {
                next = page(next.get(), result);
            }
        } catch (IOException e) {
            throw new JpodException(
                    ErrorCode.EXTERNAL,
                    "fetching tags list of " + client.reference().repository(),
                    e);
        }
        return result;
    }

    private Optional<URI> page(URI uri, List<String> result) throws IOException {
        try (HttpResponse response = client.send(HttpRequest.get(uri), "pull")) {
            if (response.status() != 200) {
                throw RegistryErrors.of(response);
            }
            byte[] body = response.body().readNBytes(MAX_PAGE);
            result.addAll(Json.parseObject(body).getStrings("tags"));
            return next(response);
        }
    }

    /** The page after an answer (RFC 8288). */
    static Optional<URI> next(HttpResponse response) {
        String link = response.header("Link").orElse("");
        int end = link.indexOf('>');
        return link.startsWith("<") && end > 0 && link.contains("rel=\"next\"")
                ? Optional.of(response.uri().resolve(link.substring(1, end)))
                : Optional.empty();
    }
}
