package io.jpod.image.registry;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageConfig;
import io.jpod.image.manifest.Manifest;
import io.jpod.image.manifest.ManifestParser;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.transport.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** An image in a registry (distribution-spec, pull). */
public final class RegistrySource implements ImageSource {
    private static final String ACCEPT = String.join(
            ", ",
            MediaTypes.OCI_MANIFEST,
            MediaTypes.OCI_INDEX,
            MediaTypes.DOCKER_MANIFEST,
            MediaTypes.DOCKER_LIST,
            "application/vnd.docker.distribution.manifest.v1+prettyjws;q=0.1");

    private final RegistryClient client;

    /** Takes over the client. */
    public RegistrySource(RegistryClient client) {
        this.client = client;
    }

    @Override
    public Manifest manifest() {
        ImageReference reference = client.reference();
        try {
            Manifest manifest = reference.digest().isEmpty() ? get(reference.tag()) : get(reference.digest());
            if (!reference.digest().isEmpty()) {
                check(manifest, Digest.parse(reference.digest()));
            }
            return manifest;
        } catch (JpodException e) {
            throw new JpodException(e.code(), "initializing source docker://" + reference, e);
        }
    }

    @Override
    public Manifest manifest(Digest digest) {
        Manifest manifest = get(digest.toString());
        check(manifest, digest);
        return manifest;
    }

    private static void check(Manifest manifest, Digest expected) {
        if (!manifest.digest().equals(expected)) {
            throw JpodException.external("reading manifest " + expected + ": Digest did not match, expected " + expected
                    + ", got " + manifest.digest());
        }
    }

    private Manifest get(String name) {
        String what = "reading manifest " + name + " in " + client.reference().repository();
        HttpRequest request = HttpRequest.get(client.uri("manifests/" + name)).header("Accept", ACCEPT);
        try (HttpResponse response = client.send(request, "pull")) {
            if (!response.succeeded()) {
                throw new JpodException(
                        response.status() == 404 ? ErrorCode.NOT_FOUND : ErrorCode.EXTERNAL,
                        what,
                        RegistryErrors.of(response));
            }
            byte[] bytes = response.body().readNBytes(Manifest.MAX_SIZE + 1);
            return ManifestParser.parse(
                    bytes, plainType(response.header("Content-Type").orElse("")));
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, what, e);
        }
    }

    private static String plainType(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).trim();
    }

    @Override
    public byte[] config(Descriptor descriptor) {
        if (descriptor.size() > ImageConfig.MAX_SIZE) {
            throw JpodException.external("image configuration is larger than " + ImageConfig.MAX_SIZE + " bytes");
        }
        try (InputStream in = blob(descriptor)) {
            byte[] bytes = in.readNBytes((int) descriptor.size() + 1);
            Digest got = Sha256.of(bytes);
            if (bytes.length != descriptor.size() || !got.equals(descriptor.digest())) {
                throw JpodException.external(
                        "reading config: Digest did not match, expected " + descriptor.digest() + ", got " + got);
            }
            return bytes;
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "reading config " + descriptor.digest(), e);
        }
    }

    @Override
    public InputStream blob(Descriptor descriptor) throws IOException {
        HttpRequest request = HttpRequest.get(client.uri("blobs/" + descriptor.digest()));
        HttpResponse response = client.send(request, "pull");
        if (response.status() != 200) {
            try (response) {
                throw new JpodException(
                        ErrorCode.EXTERNAL, "fetching blob " + descriptor.digest(), RegistryErrors.of(response));
            }
        }
        return response.body();
    }

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public void close() {
        client.close();
    }
}
