package io.jpod.cli;

import io.jpod.api.JpodException;
import io.jpod.engine.PullOptions;
import io.jpod.engine.Registries;
import io.jpod.image.registry.Credentials;
import io.jpod.support.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Registries that accept the user {@code joe}. */
public final class FakeRegistries implements Registries {
    public final Map<String, Credentials> kept = new LinkedHashMap<>();

    @Override
    public List<Found> search(String term, int limit, PullOptions options) {
        return List.of(
                new Found("a.io", "a.io/" + term, "a description of more than forty-four letters, cut", 7, true, false),
                new Found("a.io", "a.io/" + term + "2", "", 0, false, false));
    }

    @Override
    public List<Tags> tags(String repository, int limit, PullOptions options) {
        return List.of(new Tags(repository, List.of("1", "2")));
    }

    @Override
    public String key(Login login) {
        return login.name().isEmpty() ? "first.example" : login.name();
    }

    @Override
    public JsonObject describe() {
        return new JsonObject().put("search", List.of("docker.io"));
    }

    @Override
    public Optional<Credentials> known(Login login) {
        return Optional.ofNullable(kept.get(key(login)));
    }

    @Override
    public boolean accepts(Login login, Credentials credentials) {
        return credentials.user().equals("joe");
    }

    @Override
    public String keep(Login login, Credentials credentials) {
        kept.put(key(login), credentials);
        return "/auth.json";
    }

    @Override
    public void forget(Login login) {
        if (kept.remove(key(login)) == null) {
            throw JpodException.notFound("not logged into " + key(login));
        }
    }

    @Override
    public void forgetAll(Login login) {
        kept.clear();
    }
}
