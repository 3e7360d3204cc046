package io.jpod.engine.artifact;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import io.jpod.engine.Artifacts;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.engine.image.PushSigning;
import io.jpod.engine.image.StoredImages;
import io.jpod.image.content.Lease;
import io.jpod.image.manifest.ArtifactManifest;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.registry.RegistryDestination;
import io.jpod.image.registry.RegistrySource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Artifacts below the engine's data root. */
@SuppressWarnings("try") // a lock is held by its variable, which nothing else uses
public final class StoredArtifacts implements Artifacts {
    private final EngineContext context;
    private final StoredImages images;
    private final ArtifactStore store;

    public StoredArtifacts(EngineContext context, StoredImages images) {
        this.context = context;
        this.images = images;
        this.store = new ArtifactStore(context.root());
    }

    private LockManager.Lock lock() {
        return context.locks().exclusive(new LockName(LockName.Scope.STORE, "artifacts"));
    }

    private static ImageReference reference(String name) {
        ImageReference parsed = ImageReference.parse(name);
        if (parsed.isShort()) {
            throw JpodException.usage("artifact name \"" + name + "\" must name its registry")
                    .withRemedy("for example localhost/" + name);
        }
        return parsed.withDefaultTag();
    }

    @Override
    public Artifact add(String name, List<Path> files, Addition addition) {
        String full = reference(name).toString();
        try (Lease lease = images.lease()) {
            List<Descriptor> layers = new ArrayList<>();
            for (Path file : files) {
                layers.add(copy(lease, file, addition));
            }
            try (LockManager.Lock lock = lock()) {
                List<Artifact> all = store.list();
                Optional<Artifact> present = find(all, full);
                if (present.isPresent() && !addition.append() && !addition.replace()) {
                    throw JpodException.conflict(full + ": artifact already exists")
                            .withRemedy("add to it with --append, or make it anew with --replace");
                }
                if (present.isEmpty() && addition.append()) {
                    throw JpodException.notFound(full + ": artifact does not exist");
                }
                Artifact made = new Artifact(full, manifest(present, layers, addition));
                for (Descriptor layer : layers) {
                    store.take(lease.directory().resolve(layer.digest().hex()), layer.digest());
                }
                keepEmpty(lease);
                present.ifPresent(all::remove);
                all.add(made);
                store.write(all);
                return made;
            }
        } catch (IOException e) {
            throw JpodException.host("adding to artifact " + full, e);
        }
    }

    private static ArtifactManifest manifest(Optional<Artifact> present, List<Descriptor> layers, Addition addition) {
        List<Descriptor> all = new ArrayList<>();
        Map<String, String> annotations = new LinkedHashMap<>();
        String type = addition.type();
        if (present.isPresent() && addition.append()) {
            ArtifactManifest old = present.get().manifest();
            if (!type.isEmpty()) {
                throw JpodException.usage("append option is not compatible with type option");
            }
            all.addAll(old.layers());
            annotations.putAll(old.annotations());
            type = old.type();
        }
        for (Descriptor layer : layers) {
            String title = layer.annotations().get(ArtifactManifest.TITLE);
            for (Descriptor other : all) {
                if (title.equals(other.annotations().get(ArtifactManifest.TITLE))) {
                    throw JpodException.conflict(title + ": file already exists in artifact");
                }
            }
            all.add(layer);
        }
        return ArtifactManifest.write(type, all, annotations);
    }

    /** What stands in for a configuration is a blob like any other. */
    private void keepEmpty(Lease lease) throws IOException {
        if (!Files.exists(store.blob(ArtifactManifest.EMPTY.digest()))) {
            Path file = lease.directory().resolve("empty");
            Files.writeString(file, "{}");
            store.take(file, ArtifactManifest.EMPTY.digest());
        }
    }

    private static Descriptor copy(Lease lease, Path file, Addition addition) throws IOException {
        if (!Files.exists(file)) {
            throw JpodException.notFound("open " + file + ": no such file or directory");
        }
        if (Files.isDirectory(file)) {
            throw JpodException.usage("read " + file + ": is a directory")
                    .withRemedy("add its files, or an archive of it");
        }
        Path copy = lease.directory().resolve("adding");
        Sha256 sha = new Sha256();
        long size = 0;
        byte[] buffer = new byte[1 << 16];
        byte[] head;
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = Files.newOutputStream(copy)) {
            head = in.readNBytes(ContentSniffer.LENGTH);
            out.write(head);
            sha.update(head, 0, head.length);
            size = head.length;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                sha.update(buffer, 0, n);
                size += n;
            }
        }
        Digest digest = sha.finish();
        Files.move(copy, lease.directory().resolve(digest.hex()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        String type = addition.fileType().isEmpty() ? ContentSniffer.type(head) : addition.fileType();
        Descriptor layer = Descriptor.of(type, digest, size)
                .annotated(ArtifactManifest.TITLE, file.getFileName().toString());
        for (Map.Entry<String, String> annotation : addition.annotations().entrySet()) {
            layer = layer.annotated(annotation.getKey(), annotation.getValue());
        }
        return layer;
    }

    @Override
    public List<Artifact> list() {
        return store.list();
    }

    private static Optional<Artifact> find(List<Artifact> all, String name) {
        for (Artifact artifact : all) {
            if (artifact.name().equals(name)) {
                return Optional.of(artifact);
            }
        }
        return Optional.empty();
    }

    @Override
    public Artifact get(String nameOrDigest) {
        return get(store.list(), nameOrDigest);
    }

    private static Artifact get(List<Artifact> all, String nameOrDigest) {
        String hex = nameOrDigest.startsWith("sha256:") ? nameOrDigest.substring(7) : nameOrDigest;
        for (Artifact artifact : all) {
            boolean named =
                    artifact.name().equals(nameOrDigest) || artifact.name().equals(nameOrDigest + ":latest");
            if (named || hex.length() >= 3 && artifact.manifest().digest().hex().startsWith(hex)) {
                return artifact;
            }
        }
        throw JpodException.notFound(nameOrDigest + ": artifact does not exist");
    }

    @Override
    public String remove(String nameOrDigest) {
        try (LockManager.Lock lock = lock()) {
            List<Artifact> all = store.list();
            Artifact gone = get(all, nameOrDigest);
            all.remove(gone);
            store.write(all);
            return gone.manifest().digest().hex();
        } catch (IOException e) {
            throw JpodException.host("removing artifact " + nameOrDigest, e);
        }
    }

    @Override
    public void extract(String nameOrDigest, Path target, String title, String digest) {
        new ArtifactExtraction(store).run(get(nameOrDigest), target, title, digest);
    }

    @Override
    public Artifact pull(String name, PullOptions options, Images.Progress progress) {
        return images.retrying(options, () -> pullOnce(name, options, progress));
    }

    private Artifact pullOnce(String name, PullOptions options, Images.Progress progress) {
        ImageReference reference = reference(name);
        try (Lease lease = images.lease();
                RegistrySource source = new RegistrySource(images.registry(reference, options, true))) {
            ArtifactManifest sent = source.artifact();
            progress.message("Getting image source signatures");
            for (Descriptor blob : sent.layers()) {
                fetch(lease, source, blob, progress.begin("blob", blob.digest().toString(), blob.size()));
            }
            Descriptor config = sent.config();
            fetch(
                    lease,
                    source,
                    config,
                    progress.begin("config", config.digest().toString(), config.size()));
            progress.message("Writing manifest to image destination");
            ArtifactManifest manifest = options.decryptionKeys().isEmpty()
                    ? sent
                    : new ArtifactDecryption(options.decryptionKeys(), context.processes())
                            .run(sent, lease.directory());
            List<Descriptor> blobs = new ArrayList<>(manifest.layers());
            blobs.add(manifest.config());
            try (LockManager.Lock lock = lock()) {
                for (Descriptor blob : blobs) {
                    Path file = lease.directory().resolve(blob.digest().hex());
                    if (Files.exists(file)) {
                        store.take(file, blob.digest());
                    }
                }
                List<Artifact> all = store.list();
                find(all, reference.toString()).ifPresent(all::remove);
                Artifact made = new Artifact(reference.toString(), manifest);
                all.add(made);
                store.write(all);
                return made;
            }
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "pulling artifact " + name, e);
        }
    }

    private static void fetch(Lease lease, RegistrySource source, Descriptor blob, Images.Meter meter)
            throws IOException {
        Sha256 sha = new Sha256();
        long size = 0;
        byte[] buffer = new byte[1 << 16];
        Path file = lease.directory().resolve(blob.digest().hex());
        try (InputStream in = source.blob(blob);
                OutputStream out = Files.newOutputStream(file)) {
            for (int n = in.read(buffer); n >= 0 && size <= blob.size(); n = in.read(buffer)) {
                out.write(buffer, 0, n);
                sha.update(buffer, 0, n);
                size += n;
                meter.at(size);
            }
        }
        meter.done("done");
        Digest got = sha.finish();
        if (size != blob.size() || !got.equals(blob.digest())) {
            throw JpodException.external(
                    "writing blob: Digest did not match, expected " + blob.digest() + ", got " + got);
        }
    }

    @Override
    public String push(String name, String destination, PullOptions options, Images.Progress progress) {
        return images.retrying(options, () -> pushOnce(name, destination, options, progress));
    }

    private String pushOnce(String name, String destination, PullOptions options, Images.Progress progress) {
        Artifact artifact = get(name);
        String target = destination.isEmpty() ? artifact.name() : destination;
        ArtifactManifest manifest = artifact.manifest();
        PushSigning signing = images.signing(reference(target), options);
        try (Lease lease = images.lease();
                RegistryDestination to = new RegistryDestination(
                        images.registry(reference(target), options, false), blob -> List.of())) {
            progress.message("Getting image source signatures");
            for (Descriptor blob : manifest.layers()) {
                send(to, blob, progress.begin("blob", blob.digest().toString(), blob.size()));
            }
            Descriptor config = manifest.config();
            send(to, config, progress.begin("config", config.digest().toString(), config.size()));
            progress.message("Writing manifest to image destination");
            to.document(manifest.bytes(), io.jpod.image.manifest.MediaTypes.OCI_MANIFEST, manifest.digest(), true);
            signing.sign(lease, manifest.digest(), to, progress);
        }
        return manifest.digest().toString();
    }

    private void send(RegistryDestination to, Descriptor blob, Images.Meter meter) {
        to.blob(
                blob,
                () -> blob.digest().equals(ArtifactManifest.EMPTY.digest())
                        ? new ByteArrayInputStream(new byte[] {'{', '}'})
                        : Files.newInputStream(store.blob(blob.digest())));
        meter.done("done");
    }
}
