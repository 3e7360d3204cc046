package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.PullOptions;
import io.jpod.engine.Trust;
import io.jpod.image.content.Lease;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageIndex;
import io.jpod.image.manifest.Manifest;
import io.jpod.image.manifest.Platform;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.reference.RegistriesConfig;
import io.jpod.image.registry.RegistrySource;
import io.jpod.image.trust.PolicyEdit;
import io.jpod.image.trust.SignatureStores;
import io.jpod.image.trust.TrustListing;
import io.jpod.support.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Trust as the policy files say. */
public final class StoredTrust implements Trust {
    private final EngineContext context;
    private final ImageFetch fetch;
    private final Supplier<JsonObject> registries;

    StoredTrust(EngineContext context, ImageFetch fetch, Supplier<JsonObject> registries) {
        this.context = context;
        this.fetch = fetch;
        this.registries = registries;
    }

    @Override
    public Path policyFile() {
        return new PolicyFiles(context).file();
    }

    @Override
    public List<Entry> show(String registry) {
        PolicyFiles files = new PolicyFiles(context);
        List<Entry> result = new ArrayList<>();
        fetch.leased(lease -> {
            TrustListing listing = new TrustListing(files.policy(""), files.stores(), files.gpg(), lease.directory());
            for (TrustListing.Line line : listing.lines(registry)) {
                result.add(new Entry(
                        line.transport(), line.name(), line.scope(), line.type(), line.identities(), line.store()));
            }
            return true;
        });
        return result;
    }

    @Override
    public void set(String scope, String type, List<String> keyFiles) {
        PolicyFiles files = new PolicyFiles(context);
        Path target = context.host().rootless() ? files.userFile() : PolicyFiles.machineFile();
        Path start = Files.exists(target) ? target : files.file();
        new PolicyEdit(start, target).set(scope, type, keyFiles);
    }

    @Override
    public List<Path> sign(SignRequest request) {
        String text = request.reference();
        if (!text.startsWith("docker://")) {
            throw JpodException.usage("Invalid image name \"" + text + "\": only images in registries can be signed")
                    .withRemedy("write docker://REGISTRY/REPOSITORY:TAG");
        }
        ImageReference reference =
                ImageReference.parse(text.substring("docker://".length())).withDefaultTag();
        RegistryPlaces places = new RegistryPlaces(context, new RegistriesConfig(registries.get()));
        RegistriesConfig.Endpoint endpoint = places.endpoints(reference, true).get(0);
        List<Path> written = new ArrayList<>();
        try (RegistrySource source = new RegistrySource(places.open(endpoint, request.options()))) {
            Manifest manifest = source.manifest();
            List<Digest> digests = new ArrayList<>();
            if (manifest instanceof ImageIndex index && request.all()) {
                digests.add(index.digest());
                for (Descriptor entry : index.manifests()) {
                    digests.add(entry.digest());
                }
            } else if (manifest instanceof ImageIndex index) {
                Platform platform = Platform.parse("", context.host().architecture());
                digests.add(index.choose(platform).digest());
            } else {
                digests.add(manifest.digest());
            }
            fetch.leased(lease -> {
                for (Digest digest : digests) {
                    written.add(sign(lease, reference, digest, request.key(), request.directory(), request.options()));
                }
                return true;
            });
        } catch (JpodException e) {
            throw RegistryRemedies.explained(e, reference);
        }
        return written;
    }

    /** Signs one manifest and keeps the signature. */
    Path sign(Lease lease, ImageReference reference, Digest digest, String key, String directory, PullOptions options) {
        PolicyFiles files = new PolicyFiles(context);
        SignatureStores stores = files.stores();
        byte[] signature = stores.signed(
                files.gpg(),
                reference,
                digest,
                key,
                options.passphraseFile(),
                context.clock().instant().getEpochSecond(),
                lease.directory());
        return stores.add(reference, digest, signature, directory);
    }
}
