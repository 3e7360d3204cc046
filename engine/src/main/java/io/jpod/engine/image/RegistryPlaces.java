package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.PullOptions;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.reference.RegistriesConfig;
import io.jpod.image.registry.CredentialFiles;
import io.jpod.image.registry.Credentials;
import io.jpod.image.registry.RegistryAccess;
import io.jpod.image.registry.RegistryClient;
import io.jpod.image.registry.RegistrySource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens registries as the command's options, {@code registries.conf} and the credential files say. */
final class RegistryPlaces {
    private final EngineContext context;
    private final RegistriesConfig config;

    RegistryPlaces(EngineContext context, RegistriesConfig config) {
        this.context = context;
        this.config = config;
    }

    /** The places of a reference, in the order in which to try them. */
    List<RegistriesConfig.Endpoint> endpoints(ImageReference reference, boolean reading) {
        return config.endpoints(reference, reading);
    }

    /** What a name may mean that is to be read from a registry: itself when it is whole. */
    List<ImageReference> candidates(ImageReference name) {
        return name.isShort() ? config.pullCandidates(name) : List.of(name);
    }

    /** Opens the first place of a reference that has it: its mirrors, then the registry itself. */
    RegistrySource openToRead(ImageReference reference, PullOptions options) {
        List<RegistriesConfig.Endpoint> endpoints = endpoints(reference, true);
        for (RegistriesConfig.Endpoint mirror : endpoints.subList(0, endpoints.size() - 1)) {
            RegistrySource source = new RegistrySource(open(mirror, options));
            try {
                source.manifest();
                return source;
            } catch (JpodException e) {
                context.log().debug("mirror failed: " + Retries.joined(e));
                source.close();
            }
        }
        return new RegistrySource(open(endpoints.get(endpoints.size() - 1), options));
    }

    RegistryClient open(RegistriesConfig.Endpoint endpoint, PullOptions options) {
        return open(endpoint, options, credentials(endpoint.reference(), options));
    }

    RegistryClient open(RegistriesConfig.Endpoint endpoint, PullOptions options, Optional<Credentials> credentials) {
        ImageReference reference = endpoint.reference();
        boolean insecure = options.tlsVerify().map(verify -> !verify).orElse(endpoint.insecure());
        List<Path> certDirs = new ArrayList<>();
        if (options.certDir().isEmpty()) {
            certDirs.addAll(RegistryAccess.certDirs(
                    reference.registry(), context.host().home(), context.host().rootless()));
        } else {
            certDirs.add(Path.of(options.certDir()));
        }
        RegistryAccess access = new RegistryAccess(
                insecure, certDirs, credentials, context.host().environment());
        return new RegistryClient(reference, access, context.clock());
    }

    private Optional<Credentials> credentials(ImageReference reference, PullOptions options) {
        String given = options.credentials();
        if (!given.isEmpty()) {
            int colon = given.indexOf(':');
            if (colon <= 0) {
                throw JpodException.usage("credentials must be given as user:password");
            }
            return Optional.of(Credentials.password(given.substring(0, colon), given.substring(colon + 1)));
        }
        return credentialFiles().find(reference.repository(), options.authFile());
    }

    CredentialFiles credentialFiles() {
        Map<String, String> environment = context.host().environment();
        String client = context.settings().getObject("engine").getString(EngineContext.CLIENT_CONFIG, "");
        if (!client.isEmpty()) {
            // A directory that the user names goes before what the environment says, for login as well.
            environment = new HashMap<>(environment);
            environment.put("REGISTRY_AUTH_FILE", Path.of(client, "config.json").toString());
        }
        return new CredentialFiles(
                environment,
                context.host().home(),
                context.host().userId(),
                context.processes(),
                config.credentialHelpers());
    }
}
