package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.image.manifest.Platform;
import io.jpod.image.reference.ImageReference;
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
    private final Lister lister;

    ImagePulls(EngineContext context, ImageStore store, ImageFetch fetch, Lister lister) {
        this.context = context;
        this.store = store;
        this.fetch = fetch;
        this.lister = lister;
    }

    List<Images.Image> pull(String reference, PullOptions options, Images.Progress progress) {
        if (!TransportName.isTransport(reference)) {
            return pullFromRegistry(reference, options, progress);
        }
        TransportName place = TransportName.parse(reference);
        if (place.transport().equals("docker")) {
            return pullFromRegistry(place.rest(), options, progress);
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

    private List<Images.Image> pullFromRegistry(String reference, PullOptions options, Images.Progress progress) {
        throw JpodException.unsupported("pulling " + reference + " from a registry");
    }

    /** For {@code run}: the stored image unless policy or platform ask for another. */
    Images.Image pullUnlessPresent(
            String reference, Optional<ImageStore.Found> found, PullOptions options, Images.Progress progress) {
        if (found.isPresent() && !options.policy().equals("newer")) {
            ImageRunConfig config = store.config(found.get().id());
            Platform wanted = platform(options);
            boolean fits = config.os().equals(wanted.os())
                    && config.architecture().equals(wanted.architecture())
                    && (wanted.variant().isEmpty() || wanted.variant().equals(config.variant()));
            if (fits) {
                return lister.list(config);
            }
            if (options.policy().equals("never")) {
                throw JpodException.notFound(reference + ": image not known");
            }
        }
        return pull(reference, options, progress).get(0);
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
