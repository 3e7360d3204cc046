package io.jpod.engine.image;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.image.content.Lease;
import io.jpod.image.manifest.Platform;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.reference.RegistriesConfig;
import io.jpod.image.registry.RegistryClient;
import io.jpod.image.registry.RegistrySource;
import io.jpod.image.registry.RegistryTags;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.image.store.ImageStore;
import io.jpod.image.transport.ImageSource;
import io.jpod.image.transport.LocalSources;
import io.jpod.image.transport.TransportName;
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

    ImagePulls(
            EngineContext context,
            ImageStore store,
            ImageFetch fetch,
            RegistriesConfig config,
            RegistryPlaces places,
            Lister lister) {
        this.context = context;
        this.store = store;
        this.fetch = fetch;
        this.config = config;
        this.places = places;
        this.lister = lister;
    }

    List<Images.Image> pull(String reference, PullOptions options, Images.Progress progress) {
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
            try (ImageSource source = LocalSources.open(place, lease.directory())) {
                return fetch.fetch(lease, source, platform, PulledNames.of(place, source), progress);
            }
        });
        return List.of(lister.list(image));
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
        for (ImageReference candidate : candidates(parsed, progress)) {
            ImageReference complete = candidate.withDefaultTag();
            progress.message("Trying to pull " + complete + "...");
            try {
                return fetch.leased(lease ->
                        new Retries(context, options).run(() -> pullFromPlaces(lease, complete, options, progress)));
            } catch (JpodException e) {
                failures.add(e);
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

    private ImageRunConfig pullFromPlaces(
            Lease lease, ImageReference reference, PullOptions options, Images.Progress progress) {
        ImageReference name = reference.digest().isEmpty() ? reference : reference.withTag("");
        JpodException failure = null;
        for (RegistriesConfig.Endpoint endpoint : places.endpoints(reference, true)) {
            try (ImageSource source = new RegistrySource(places.open(endpoint, options))) {
                return fetch.fetch(lease, source, platform(options), List.of(name), progress);
            } catch (JpodException e) {
                if (failure != null) {
                    context.log().debug("mirror failed: " + Retries.joined(failure));
                }
                failure = e;
            }
        }
        if (failure == null) {
            throw new JpodException(ErrorCode.INTERNAL, "no place for " + reference);
        }
        throw failure;
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
        RegistriesConfig.Endpoint endpoint = places.endpoints(name, true).get(0);
        try (ImageSource source = new RegistrySource(places.open(endpoint, options))) {
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
        Platform platform = Platform.parse("", context.host().architecture());
        return fetch.leased(lease -> {
            List<String> result = new ArrayList<>();
            List<ImageSource> sources = LocalSources.openAll(archive, lease.directory());
            try {
                boolean directory = Files.isDirectory(archive);
                for (ImageSource source : sources) {
                    List<ImageReference> names = directory && sources.size() == 1
                            ? PulledNames.ofPath(archive.toString())
                            : PulledNames.ofSource(source);
                    ImageRunConfig image = fetch.fetch(lease, source, platform, names, progress);
                    for (ImageReference name : names) {
                        result.add(name.toString());
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
}
