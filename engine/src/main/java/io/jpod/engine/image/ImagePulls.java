package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.engine.layer.ContentLimit;
import io.jpod.image.content.Lease;
import io.jpod.image.encryption.DecryptionKeys;
import io.jpod.image.foreign.ForeignImages;
import io.jpod.image.manifest.Platform;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.reference.RegistriesConfig;
import io.jpod.image.registry.DockerDaemon;
import io.jpod.image.registry.RegistryClient;
import io.jpod.image.registry.RegistrySource;
import io.jpod.image.registry.RegistryTags;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.image.store.ImageStore;
import io.jpod.image.transport.DaemonDestination;
import io.jpod.image.transport.ImageSource;
import io.jpod.image.transport.LocalSources;
import io.jpod.image.transport.TransportName;
import io.jpod.image.trust.SourceTrust;
import io.jpod.image.trust.TrustPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides where an image comes from, and fetches it. */
final class ImagePulls {
    /** Makes the listing form of an image. */
    interface Lister {
        Images.Image list(ImageRunConfig config);
    }

    private final EngineContext context;
    private final ImageStore store;
    private final ImageFetch fetch;
    private final RegistriesConfig config;
    private final RegistryPlaces places;
    private final Lister lister;
    private final ForeignImages others;

    ImagePulls(
            EngineContext context,
            ImageStore store,
            ImageFetch fetch,
            RegistriesConfig config,
            RegistryPlaces places,
            Lister lister,
            ForeignImages others) {
        this.context = context;
        this.store = store;
        this.fetch = fetch;
        this.config = config;
        this.places = places;
        this.lister = lister;
        this.others = others;
    }

    List<Images.Image> pull(String reference, PullOptions options, Images.Progress progress) {
        progress.transferring();
        boolean transport = TransportName.isTransport(reference);
        TransportName place = transport ? TransportName.parse(reference) : new TransportName("docker", reference);
        if (place.transport().equals("docker")) {
            ImageReference parsed = ImageReference.parse(place.rest());
            return options.allTags()
                    ? pullAllTags(parsed, options, progress)
                    : List.of(lister.list(pullFromRegistry(parsed, options, progress)));
        }
        if (options.allTags()) {
            throw JpodException.usage("pulling all tags is not supported for " + place.transport() + " transport");
        }
        Platform platform = platform(options);
        ImageRunConfig image = fetch.leased(lease -> {
            try (ImageSource source = open(place, lease)) {
                SourceTrust trust = trust(place, options);
                return fetch.fetch(lease, source, trust, platform, keys(options), names(place, source), progress);
            }
        });
        return List.of(lister.list(image));
    }

    private ImageSource open(TransportName place, Lease lease) {
        if (place.transport().equals("docker-daemon")) {
            Path archive = lease.directory().resolve("docker.tar");
            boolean byId = place.rest().startsWith("sha256:");
            String name = byId
                    ? place.rest()
                    : DaemonDestination.reference(place.rest()).toString();
            DockerDaemon.of(context.host().environment()).fetch(name, archive);
            return LocalSources.open(
                    new TransportName("docker-archive", archive.toString()), lease.directory(), limit());
        }
        if (!place.transport().equals("containers-storage")) {
            return LocalSources.open(place, lease.directory(), limit());
        }
        ImageStore.Found found =
                others.search(place.toString()).orElseThrow(() -> JpodException.notFound(place + ": image not known"));
        ForeignImages.Place there =
                others.find(found.id()).orElseThrow(() -> JpodException.notFound(place + ": image not known"));
        return others.source(there);
    }

    private List<ImageReference> names(TransportName place, ImageSource source) {
        if (place.transport().equals("docker-daemon") && !place.rest().startsWith("sha256:")) {
            return List.of(DaemonDestination.reference(place.rest()));
        }
        if (place.transport().equals("containers-storage")) {
            Optional<ImageReference> name = others.search(place.toString()).flatMap(ImageStore.Found::name);
            return name.isPresent() ? List.of(name.get()) : PulledNames.ofSource(source);
        }
        return PulledNames.of(place, source);
    }

    private SourceTrust trust(TransportName place, PullOptions options) {
        if (place.transport().equals("containers-storage") || place.transport().equals("docker-daemon")) {
            return SourceTrust.ofPlace(
                    new PolicyFiles(context).policy(options.signaturePolicy()),
                    place.transport(),
                    List.of(),
                    place.toString());
        }
        return localTrust(place.transport(), Path.of(place.path()), place.reference(), options);
    }

    private SourceTrust localTrust(String transport, Path path, String inside, PullOptions options) {
        List<String> scopes = transport.equals("docker-archive") ? List.of() : TrustPolicy.scopes(path, inside);
        return SourceTrust.ofPlace(
                new PolicyFiles(context).policy(options.signaturePolicy()), transport, scopes, transport + ":" + path);
    }

    private Optional<DecryptionKeys> keys(PullOptions options) {
        return options.decryptionKeys().isEmpty()
                ? Optional.empty()
                : Optional.of(DecryptionKeys.of(options.decryptionKeys(), new PolicyFiles(context).gpg()));
    }

    private Platform platform(PullOptions options) {
        return Platform.parse(options.platform(), context.host().architecture());
    }

    private List<Images.Image> pullAllTags(ImageReference parsed, PullOptions options, Images.Progress progress) {
        if (!parsed.tag().isEmpty() || !parsed.digest().isEmpty()) {
            throw JpodException.usage("pulling all tags: the reference \"" + parsed + "\" names one already");
        }
        ImageReference repository = candidates(parsed, progress).get(0);
        RegistriesConfig.Endpoint endpoint = places.endpoints(repository, false).get(0);
        List<String> tags = new Retries(context, options).run(() -> {
            try (RegistryClient client = places.open(endpoint, options)) {
                return new RegistryTags(client).list();
            }
        });
        List<Images.Image> result = new ArrayList<>();
        for (String tag : tags) {
            result.add(lister.list(pullFromRegistry(repository.withTag(tag), options, progress)));
        }
        return result;
    }

    private ImageRunConfig pullFromRegistry(ImageReference parsed, PullOptions options, Images.Progress progress) {
        List<JpodException> failures = new ArrayList<>();
        List<ImageReference> possible = candidates(parsed, progress);
        List<ImageReference> candidates = chosen(parsed, possible, progress);
        for (ImageReference candidate : candidates) {
            ImageReference complete = candidate.withDefaultTag();
            progress.message("Trying to pull " + complete + "...");
            try {
                ImageRunConfig image = fetch.leased(lease ->
                        new Retries(context, options).run(() -> pullFromPlaces(lease, complete, options, progress)));
                if (candidates.size() < possible.size()) {
                    StoredImages.aliases(context).record(parsed, candidate);
                }
                return image;
            } catch (JpodException e) {
                failures.add(RegistryRemedies.explained(e, complete));
            }
        }
        if (failures.size() == 1) {
            throw failures.get(0);
        }
        StringBuilder text = new StringBuilder(failures.size() + " errors occurred while pulling:");
        for (JpodException failure : failures) {
            text.append("\n * ").append(Retries.joined(failure));
        }
        throw new JpodException(failures.get(0).code(), text.toString());
    }

    /** A short name that names a present image means that image's name. */
    private List<ImageReference> candidates(ImageReference parsed, Images.Progress progress) {
        if (!parsed.isShort()) {
            return List.of(parsed);
        }
        if (parsed.digest().isEmpty()) {
            Optional<ImageStore.Found> found = store.search(parsed.toString());
            if (found.isPresent() && found.get().name().isPresent()) {
                return List.of(found.get().name().get());
            }
        }
        if (config.alias(parsed).isPresent()) {
            progress.message("Resolved \"" + parsed.path() + "\" as an alias");
        }
        return config.pullCandidates(parsed);
    }

    /** Of several registries that a short name may be in, the one that the user says. */
    private List<ImageReference> chosen(
            ImageReference parsed, List<ImageReference> candidates, Images.Progress progress) {
        String mode = config.shortNameMode();
        if (candidates.size() < 2 || mode.equals("disabled")) {
            return candidates;
        }
        List<String> choices = new ArrayList<>();
        for (ImageReference candidate : candidates) {
            choices.add(candidate.withDefaultTag().toString());
        }
        int choice = progress.choose("Please select an image:", choices);
        if (choice >= 0) {
            return List.of(candidates.get(choice));
        }
        if (mode.equals("enforcing")) {
            throw JpodException.usage("short-name resolution enforced but cannot prompt without a TTY")
                    .withRemedy("write the registry's name, for example " + choices.get(0));
        }
        return candidates;
    }

    private ImageRunConfig pullFromPlaces(
            Lease lease, ImageReference reference, PullOptions options, Images.Progress progress) {
        ImageReference name = reference.digest().isEmpty() ? reference : reference.withTag("");
        List<RegistriesConfig.Endpoint> endpoints = places.endpoints(reference, true);
        StringBuilder mirrors = new StringBuilder();
        for (int i = 0; ; i++) {
            RegistriesConfig.Endpoint endpoint = endpoints.get(i);
            RegistryClient client = places.open(endpoint, options);
            try (ImageSource source = new RegistrySource(client)) {
                PolicyFiles files = new PolicyFiles(context);
                SourceTrust trust = SourceTrust.ofRegistry(
                        files.policy(options.signaturePolicy()), reference, files.stores(), client, files.gpg());
                return fetch.fetch(lease, source, trust, platform(options), keys(options), List.of(name), progress);
            } catch (JpodException e) {
                if (i == endpoints.size() - 1) {
                    throw mirrors.length() == 0
                            ? e
                            : new JpodException(e.code(), "(Mirrors also failed: " + mirrors + ")", e);
                }
                context.log().debug("mirror failed: " + Retries.joined(e));
                mirrors.append(mirrors.length() == 0 ? "[" : "; [")
                        .append(endpoint.reference())
                        .append(": ")
                        .append(Retries.joined(e))
                        .append(']');
            }
        }
    }

    /** For {@code run}: the stored image unless policy or platform ask for another. */
    Images.Image pullUnlessPresent(
            String reference, Optional<ImageStore.Found> found, PullOptions options, Images.Progress progress) {
        if (found.isEmpty()) {
            return pull(reference, options, progress).get(0);
        }
        ImageRunConfig present = store.config(found.get().id());
        if (options.policy().equals("newer")) {
            return newer(reference, found.get(), present, options, progress);
        }
        Platform wanted = platform(options);
        boolean fits = present.os().equals(wanted.os())
                && present.architecture().equals(wanted.architecture())
                && (wanted.variant().isEmpty() || wanted.variant().equals(present.variant()));
        if (fits) {
            return lister.list(present);
        }
        if (options.policy().equals("never")) {
            throw JpodException.notFound(reference + ": image not known");
        }
        return pull(reference, options, progress).get(0);
    }

    /** A registry that cannot be reached does not stop a command that has an image to work with. */
    private Images.Image newer(
            String reference,
            ImageStore.Found found,
            ImageRunConfig present,
            PullOptions options,
            Images.Progress progress) {
        if (found.name().isEmpty()) {
            return lister.list(present);
        }
        ImageReference name = found.name().get();
        progress.transferring();
        try (ImageSource source = places.openToRead(name, options)) {
            if (store.digests(present).contains(source.manifest().digest().toString())) {
                return lister.list(present);
            }
        } catch (JpodException e) {
            context.log().debug("no newer image: " + Retries.joined(e));
            return lister.list(present);
        }
        return lister.list(pullFromRegistry(name, options, progress));
    }

    /** Reads whatever {@code load} was given; returns names, or ids of nameless images. */
    List<String> load(Path archive, Images.Progress progress) {
        PullOptions options = PullOptions.builder().build();
        Platform platform = platform(options);
        return fetch.leased(lease -> {
            List<String> result = new ArrayList<>();
            List<ImageSource> sources = LocalSources.openAll(archive, lease.directory(), limit());
            try {
                boolean directory = Files.isDirectory(archive);
                for (ImageSource source : sources) {
                    SourceTrust trust = localTrust(source.transport(), archive, "", options);
                    boolean layout = directory
                            && sources.size() == 1
                            && source.transport().equals("oci");
                    List<ImageReference> names =
                            layout ? PulledNames.ofPath(archive.toString()) : PulledNames.ofSource(source);
                    ImageRunConfig image = fetch.fetch(lease, source, trust, platform, keys(options), names, progress);
                    for (ImageReference name : names) {
                        // A layout's tag is nobody's choice.
                        result.add(layout ? name.repository() : name.toString());
                    }
                    if (names.isEmpty()) {
                        result.add("sha256:" + image.id());
                    }
                }
            } finally {
                for (ImageSource source : sources) {
                    source.close();
                }
            }
            return result;
        });
    }

    /** How large a compressed archive may become. */
    private long limit() {
        return ContentLimit.of(context.host().environment());
    }
}
