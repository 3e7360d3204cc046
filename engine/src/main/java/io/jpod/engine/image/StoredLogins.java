package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.PullOptions;
import io.jpod.engine.Registries;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.reference.RegistriesConfig;
import io.jpod.image.registry.CredentialFiles;
import io.jpod.image.registry.CredentialStore;
import io.jpod.image.registry.Credentials;
import io.jpod.image.registry.RegistryClient;
import io.jpod.image.registry.RegistryRefusal;
import io.jpod.image.registry.RegistrySearch;
import io.jpod.image.registry.RegistryTags;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Logins in podman's and docker's files and in credential helpers. */
public final class StoredLogins implements Registries {
    private final EngineContext context;
    private final Supplier<JsonObject> registries;

    /** @param registries {@code registries.conf}, merged over all its files */
    public StoredLogins(EngineContext context, Supplier<JsonObject> registries) {
        this.context = context;
        this.registries = registries;
    }

    @Override
    public String key(Login login) {
        String name = login.name();
        if (name.isEmpty()) {
            List<String> search = new RegistriesConfig(registries.get()).searchRegistries();
            if (search.isEmpty()) {
                throw JpodException.usage("no registries found in registries.conf, a registry must be provided");
            }
            return search.get(0);
        }
        if (name.startsWith("https://") || name.startsWith("http://")) {
            String bare = name.substring(name.indexOf("//") + 2);
            int slash = bare.indexOf('/');
            name = slash < 0 ? bare : bare.substring(0, slash);
        }
        if (!login.dockerFile().isEmpty() && name.indexOf('/') >= 0) {
            throw JpodException.usage("\"" + name + "\" is not a registry: docker's file has no keys below one");
        }
        ImageReference reference = reference(name);
        String host = reference.registry();
        return name.indexOf('/') < 0 ? host : host + name.substring(name.indexOf('/'));
    }

    private static ImageReference reference(String key) {
        int slash = key.indexOf('/');
        String path = slash < 0 ? "login" : key.substring(slash + 1);
        try {
            return ImageReference.parse("login")
                    .atRegistry(slash < 0 ? key : key.substring(0, slash))
                    .inPath(path);
        } catch (JpodException e) {
            throw new JpodException(e.code(), "invalid registry \"" + key + "\"", e);
        }
    }

    private CredentialStore store(Login login) {
        CredentialFiles files = new RegistryPlaces(context, new RegistriesConfig(registries.get())).credentialFiles();
        if (login.dockerFile().isEmpty()) {
            return CredentialStore.of(files, login.options().authFile());
        }
        if (!login.options().authFile().isEmpty()) {
            throw JpodException.usage("options for paths to the credential file and to the Docker-compatible credential"
                    + " file can not be set simultaneously");
        }
        return CredentialStore.docker(files, login.dockerFile());
    }

    @Override
    public List<Found> search(String term, int limit, PullOptions options) {
        RegistriesConfig config = new RegistriesConfig(registries.get());
        int slash = term.indexOf('/');
        String first = slash < 0 ? "" : term.substring(0, slash);
        boolean named = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
        List<String> places = named ? List.of(first) : searched(config, term);
        List<Found> result = new ArrayList<>();
        List<JpodException> failures = new ArrayList<>();
        for (String place : places) {
            try {
                result.addAll(searchOne(config, place, named ? term.substring(slash + 1) : term, limit, options));
            } catch (JpodException e) {
                failures.add(RegistryRemedies.explained(e, reference(place)));
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return result;
    }

    private static List<String> searched(RegistriesConfig config, String term) {
        List<String> places = config.searchRegistries();
        if (places.isEmpty()) {
            throw JpodException.usage("no registries to search: no unqualified-search registries are defined in"
                            + " registries.conf")
                    .withRemedy("write the registry's name before the term, for example docker.io/" + term);
        }
        return places;
    }

    private List<Found> searchOne(
            RegistriesConfig config, String registry, String term, int limit, PullOptions options) {
        RegistryPlaces places = new RegistryPlaces(context, config);
        List<Found> result = new ArrayList<>();
        try (RegistryClient client =
                places.open(config.endpoints(reference(registry), false).get(0), options)) {
            for (RegistrySearch.Match match : new RegistrySearch(client).find(term, limit)) {
                boolean hub = registry.equals(ImageReference.DOCKER_HUB);
                String path = hub && match.name().indexOf('/') < 0 ? "library/" + match.name() : match.name();
                result.add(new Found(
                        registry,
                        registry + "/" + path,
                        match.description(),
                        match.stars(),
                        match.official(),
                        match.automated()));
            }
        }
        return result.size() > limit ? result.subList(0, limit) : result;
    }

    @Override
    public List<Tags> tags(String repository, int limit, PullOptions options) {
        ImageReference parsed = ImageReference.parse(repository);
        if (!parsed.tag().isEmpty() || !parsed.digest().isEmpty()) {
            throw JpodException.usage("reference \"" + repository + "\" must not have a tag or digest");
        }
        RegistriesConfig config = new RegistriesConfig(registries.get());
        List<Tags> result = new ArrayList<>();
        if (!parsed.isShort()) {
            result.add(tagsOf(config, parsed, limit, options));
            return result;
        }
        for (String registry : searched(config, repository)) {
            result.add(tagsOf(config, parsed.atRegistry(registry), limit, options));
        }
        return result;
    }

    private Tags tagsOf(RegistriesConfig config, ImageReference reference, int limit, PullOptions options) {
        RegistryPlaces places = new RegistryPlaces(context, config);
        try (RegistryClient client =
                places.open(config.endpoints(reference, false).get(0), options)) {
            List<String> all = new RegistryTags(client).list();
            return new Tags(reference.repository(), all.size() > limit ? all.subList(0, limit) : all);
        } catch (JpodException e) {
            JpodException failure = new JpodException(e.code(), "getting repository tags", e);
            throw RegistryRefusal.statusOf(e) == 404 ? failure : RegistryRemedies.explained(failure, reference);
        }
    }

    @Override
    public JsonObject describe() {
        return new RegistriesConfig(registries.get()).describe();
    }

    @Override
    public Optional<Credentials> known(Login login) {
        return store(login).find(key(login));
    }

    @Override
    public boolean accepts(Login login, Credentials credentials) {
        String key = key(login);
        RegistriesConfig config = new RegistriesConfig(registries.get());
        RegistriesConfig.Endpoint endpoint =
                config.endpoints(reference(key), false).get(0);
        try (RegistryClient client =
                new RegistryPlaces(context, config).open(endpoint, login.options(), Optional.of(credentials))) {
            return client.accepts();
        } catch (JpodException e) {
            throw RegistryRemedies.explained(
                    new JpodException(e.code(), "authenticating creds for \"" + key + "\"", e), reference(key));
        }
    }

    @Override
    public String keep(Login login, Credentials credentials) {
        return store(login).set(key(login), credentials);
    }

    @Override
    public void forget(Login login) {
        CredentialStore store = store(login);
        String key = key(login);
        if (!store.remove(key)) {
            throw store.dockerKnows(key)
                    ? JpodException.notFound("not logged into " + key
                            + " with current tool. Existing credentials were established via docker login. Please use"
                            + " docker logout instead")
                    : JpodException.notFound("not logged into " + key);
        }
    }

    @Override
    public void forgetAll(Login login) {
        store(login).removeAll();
    }
}
