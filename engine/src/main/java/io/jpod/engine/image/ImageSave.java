package io.jpod.engine.image;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.Images;
import io.jpod.engine.SaveRequest;
import io.jpod.image.content.BlobStore;
import io.jpod.image.content.Lease;
import io.jpod.image.content.StoredLayers;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.store.ImageStore;
import io.jpod.image.transport.DockerArchiveWriter;
import io.jpod.image.transport.ImageDestination;
import io.jpod.image.transport.LayerRecoder;
import io.jpod.image.transport.LocalDestinations;
import io.jpod.image.transport.OciArchiveWriter;
import io.jpod.image.transport.TransportName;
import io.jpod.support.layer.Decompression;
import io.jpod.support.layer.ReadAhead;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes stored images to archives and directories, in one pass. */
final class ImageSave {
    private final ImageStore store;
    private final BlobStore blobs;
    private final ImageFetch fetch;
    private final ImageLayers layers;

    ImageSave(ImageStore store, BlobStore blobs, ImageFetch fetch, ImageLayers layers) {
        this.store = store;
        this.blobs = blobs;
        this.fetch = fetch;
        this.layers = layers;
    }

    void run(SaveRequest request, Images.Progress progress) {
        Map<String, List<String>> chosen = chosen(request);
        fetch.leased(lease -> {
            for (String id : chosen.keySet()) {
                fetch.hold(lease, id);
            }
            switch (request.format()) {
                case "docker-archive" -> toFile(request, true, out -> dockerArchive(chosen, out, progress));
                case "oci-archive" ->
                    toFile(request, false, out -> ociArchive(request, lease, only(chosen), out, progress));
                default -> directory(request, lease, only(chosen), progress);
            }
            return true;
        });
    }

    private static Map.Entry<String, List<String>> only(Map<String, List<String>> chosen) {
        return chosen.entrySet().iterator().next();
    }

    /** Ids of images with the names that they are to have. */
    private Map<String, List<String>> chosen(SaveRequest request) {
        Map<String, List<String>> result = new LinkedHashMap<>();
        List<String> more = new ArrayList<>();
        if (!request.several()) {
            for (String extra : request.images().subList(1, request.images().size())) {
                more.add(PulledNames.normal(extra).toString());
            }
        }
        for (String word :
                request.several() ? request.images() : request.images().subList(0, 1)) {
            ImageStore.Found found = store.find(word);
            List<String> names = result.computeIfAbsent(found.id(), id -> new ArrayList<>(more));
            Optional<ImageReference> name =
                    found.name().filter(reference -> !reference.tag().isEmpty());
            if (name.isPresent() && !names.contains(name.get().toString())) {
                names.add(name.get().toString());
            }
        }
        return result;
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** To the stream, to what is no plain file, or beside the file and into its place at the end. */
    private static void toFile(SaveRequest request, boolean onlyNew, Writing writing) {
        if (request.stream().isPresent()) {
            try {
                writing.to(new Unclosed(request.stream().get()));
            } catch (IOException e) {
                throw JpodException.host("writing archive", e);
            }
            return;
        }
        Path file = request.file().orElseThrow(() -> JpodException.usage("no file to save to"));
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + Long.toHexString(System.nanoTime()));
        boolean plain = Files.isRegularFile(file) || !Files.exists(file);
        try {
            if (plain && onlyNew && Files.exists(file) && Files.size(file) > 0) {
                throw JpodException.conflict("docker-archive doesn't support modifying existing images")
                        .withRemedy("remove " + file + " first");
            }
            if (Files.isDirectory(file)) {
                throw JpodException.usage("open " + file + ": is a directory");
            }
            try (OutputStream out = Files.newOutputStream(plain ? temporary : file)) {
                writing.to(out);
            }
            if (plain) {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw JpodException.host("writing archive " + file, e);
        } finally {
            discard(temporary);
        }
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The failure that left it is on its way already.
            return;
        }
    }

    private void dockerArchive(Map<String, List<String>> chosen, OutputStream out, Images.Progress progress)
            throws IOException {
        try (DockerArchiveWriter archive = new DockerArchiveWriter(out)) {
            for (Map.Entry<String, List<String>> image : chosen.entrySet()) {
                StoredLayers stored = StoredLayers.read(store.directory(image.getKey()));
                List<Digest> diffIds = new ArrayList<>();
                for (StoredLayers.Layer layer : stored.layers()) {
                    progress.message("Copying blob " + layer.diffId());
                    archive.layer(
                            layer.diffId(),
                            plainSize(layer),
                            () -> new ReadAhead(
                                    Decompression.open(blobs.open(layer.blob().digest()))));
                    diffIds.add(layer.diffId());
                }
                progress.message("Copying config sha256:" + image.getKey());
                archive.image(config(image.getKey()), image.getValue(), diffIds);
            }
            progress.message("Writing manifest to image destination");
            archive.finish();
        }
    }

    /** Known from when the layer was unpacked; else it is counted. */
    private long plainSize(StoredLayers.Layer layer) throws IOException {
        long known =
                layers.find(layer.chainId()).map(unpacked -> unpacked.bytes()).orElse(0L);
        if (known > 0) {
            return known;
        }
        long count = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Decompression.open(blobs.open(layer.blob().digest()))) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                count += n;
            }
        }
        return count;
    }

    private void ociArchive(
            SaveRequest request,
            Lease lease,
            Map.Entry<String, List<String>> image,
            OutputStream out,
            Images.Progress progress)
            throws IOException {
        try (OciArchiveWriter archive = new OciArchiveWriter(out)) {
            ImageManifest manifest = sendBlobs(request, lease, image.getKey(), progress, (descriptor, content) -> {
                try {
                    archive.blob(descriptor, content);
                } catch (IOException e) {
                    throw JpodException.host("writing archive", e);
                }
            });
            progress.message("Writing manifest to image destination");
            List<String> names = image.getValue();
            archive.finish(manifest, names.isEmpty() ? "" : names.get(names.size() - 1));
        }
    }

    private void directory(
            SaveRequest request, Lease lease, Map.Entry<String, List<String>> image, Images.Progress progress) {
        Path path = request.file()
                .orElseThrow(
                        () -> JpodException.usage("a directory cannot be written to standard output: use --output"));
        List<String> names = image.getValue();
        String name = names.isEmpty() ? "" : names.get(names.size() - 1);
        boolean oci = request.format().equals("oci-dir");
        TransportName place =
                oci ? new TransportName("oci", path + ":" + name) : new TransportName("dir", path.toString());
        try (ImageDestination to = LocalDestinations.open(place, Optional.empty(), lease.directory())) {
            ImageManifest manifest = sendBlobs(request, lease, image.getKey(), progress, to::blob);
            progress.message("Writing manifest to image destination");
            to.manifest(manifest);
            to.finish();
        }
    }

    private interface BlobTaker {
        void take(Descriptor descriptor, ImageDestination.Content content);
    }

    /** @return the manifest in the format's family, of the blobs as they were sent */
    private ImageManifest sendBlobs(
            SaveRequest request, Lease lease, String id, Images.Progress progress, BlobTaker taker) {
        boolean docker = request.format().equals("docker-dir");
        ImageManifest stored = fetch.manifest(id).convert(docker);
        boolean compressed = docker ? request.compress() : !request.uncompressed();
        LayerRecoder recoder = new LayerRecoder("", Optional.empty(), false, false, compressed, docker);
        List<Descriptor> sent = new ArrayList<>();
        boolean recoded = false;
        for (Descriptor layer : stored.layers()) {
            progress.message("Copying blob " + layer.digest());
            Path blob = blobs.path(layer.digest());
            Path scratch = lease.directory().resolve("recoded");
            Descriptor form = recoder.recode(layer, () -> Files.newInputStream(blob), scratch);
            boolean same = form.digest().equals(layer.digest());
            taker.take(form, () -> Files.newInputStream(same ? blob : scratch));
            recoded |= !same;
            sent.add(form);
        }
        progress.message("Copying config " + stored.config().digest());
        byte[] config = config(id);
        taker.take(stored.config(), () -> new ByteArrayInputStream(config));
        return recoded ? stored.withLayers(sent) : stored;
    }

    private byte[] config(String id) {
        return read(id, store.directory(id).resolve("config"));
    }

    private static byte[] read(String id, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new JpodException(ErrorCode.INTERNAL, "reading image " + id, e);
        }
    }

    /** The caller's stream outlives the archive. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
