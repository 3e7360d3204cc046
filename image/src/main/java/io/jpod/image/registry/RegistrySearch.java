package io.jpod.image.registry;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.reference.ImageReference;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for repositories: by docker's old search where a registry has it, else in the catalog. */
public final class RegistrySearch {
    /** What was found; most registries know only the name. */
    public record Match(String name, String description, long stars, boolean official, boolean automated) {}

    private static final String CATALOG_SCOPE = "registry:catalog:*";
    private static final int MAX_PAGE = 8 << 20;
    private static final int MAX_PAGES = 1000;
    private static final int CATALOG_PAGE = 1000;

    private final RegistryClient client;

    /** @param client of any repository of the registry; not closed here */
    public RegistrySearch(RegistryClient client) {
        this.client = client;
    }

    /** @param term part of a name; empty for everything */
    public List<Match> find(String term, int limit) {
        String registry = client.reference().registry();
        try {
            List<Match> found = old(term, limit);
            return found != null ? found : catalog(term, limit);
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "couldn't search registry \"" + registry + "\"", e);
        } catch (JpodException e) {
            throw new JpodException(e.code(), "couldn't search registry \"" + registry + "\"", e);
        }
    }

    /** @return null when the registry has no such thing */
    private List<Match> old(String term, int limit) throws IOException {
        boolean hub = client.reference().registry().equals(ImageReference.DOCKER_HUB);
        String query = "q=" + URLEncoder.encode(withoutLibrary(term, hub), StandardCharsets.UTF_8) + "&n=" + limit;
        String path = "v1/search?" + query;
        URI uri = hub ? URI.create("https://index.docker.io/" + path) : client.root(path);
        try (HttpResponse response =
                hub ? client.fetchElsewhere(uri) : client.sendWithScope(HttpRequest.get(uri), "")) {
            if (response.status() != 200) {
                if (hub) {
                    throw RegistryErrors.of(response);
                }
                return null;
            }
            List<Match> result = new ArrayList<>();
            for (JsonObject item :
                    Json.parseObject(response.body().readNBytes(MAX_PAGE)).getObjects("results")) {
                result.add(new Match(
                        item.getString("name", ""),
                        item.getString("description", ""),
                        item.getLong("star_count", 0),
                        item.getBoolean("is_official", false),
                        item.getBoolean("is_automated", false)));
            }
            return result;
        } catch (JpodException e) {
            if (hub) {
                throw e;
            }
            // Some page for people.
            return null;
        }
    }

    private static String withoutLibrary(String term, boolean hub) {
        return hub && term.startsWith("library/") ? term.substring("library/".length()) : term;
    }

    private List<Match> catalog(String term, int limit) throws IOException {
        List<Match> result = new ArrayList<>();
        Optional<URI> next = Optional.of(client.root("v2/_catalog?n=" + CATALOG_PAGE));
        for (int page = 0; next.isPresent() && page < MAX_PAGES && result.size() < limit; page++) {
            try (HttpResponse response = client.sendWithScope(HttpRequest.get(next.get()), CATALOG_SCOPE)) {
                if (response.status() != 200) {
                    throw RegistryErrors.of(response);
                }
                for (String name :
                        Json.parseObject(response.body().readNBytes(MAX_PAGE)).getStrings("repositories")) {
                    if (name.contains(term) && result.size() < limit) {
                        result.add(new Match(name, "", 0, false, false));
                    }
                }
                next = RegistryTags.next(response);
            }
        }
        return result;
    }
}
