package io.jpod.image.registry;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.ArtifactManifest;
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
import java.net.URI;
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

    /** The manifest of an artifact, which need not be an image. */
    public ArtifactManifest artifact() {
        ImageReference reference = client.reference();
        String name = reference.digest().isEmpty() ? reference.tag() : reference.digest();
        HttpRequest request =
                HttpRequest.get(client.uri("manifests/" + name)).header("Accept", MediaTypes.OCI_MANIFEST);
        String what = "reading manifest " + name + " in " + reference.repository();
        try (HttpResponse response = client.send(request, "pull")) {
            if (!response.succeeded()) {
                throw new JpodException(
                        response.status() == 404 ? ErrorCode.NOT_FOUND : ErrorCode.EXTERNAL,
                        what,
                        RegistryErrors.of(response));
            }
            ArtifactManifest manifest = ArtifactManifest.parse(response.body().readNBytes(Manifest.MAX_SIZE + 1));
            if (!reference.digest().isEmpty() && !manifest.digest().toString().equals(reference.digest())) {
                throw JpodException.external(what + ": Digest did not match, got " + manifest.digest());
            }
            return manifest;
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, what, e);
        }
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
        if (response.status() == 404 && !descriptor.urls().isEmpty()) {
            response.close();
            return elsewhere(descriptor);
        }
        return whole(response, descriptor);
    }

    /** A layer that the registry may not distribute; the first place that answers. */
    private InputStream elsewhere(Descriptor descriptor) throws IOException {
        IOException failure = null;
        for (String url : descriptor.urls()) {
            if (!url.startsWith("https://") && !url.startsWith("http://")) {
                continue;
            }
            try {
                HttpResponse response = client.fetchElsewhere(URI.create(url));
                if (response.status() == 200) {
                    return response.body();
                }
                failure = RegistryErrors.of(response);
                response.close();
            } catch (IOException | IllegalArgumentException e) {
                failure = e instanceof IOException cause ? cause : new IOException("invalid address " + url, e);
            }
        }
        throw new JpodException(
                ErrorCode.EXTERNAL, "fetching blob " + descriptor.digest() + " from the places it names", failure);
    }

    /** Errors first, then the length, so that a wrong one is noticed before anything is transferred. */
    private static InputStream whole(HttpResponse response, Descriptor descriptor) {
        if (response.status() != 200) {
            try (response) {
                throw new JpodException(
                        ErrorCode.EXTERNAL, "fetching blob " + descriptor.digest(), RegistryErrors.of(response));
            }
        }
        return response.body();
    }

    @Override
    public boolean remote() {
        return true;
    }

    @Override
    public Part blob(Descriptor descriptor, long offset) throws IOException {
        if (offset == 0) {
            return new Part(0, blob(descriptor));
        }
        HttpRequest request =
                HttpRequest.get(client.uri("blobs/" + descriptor.digest())).header("Range", "bytes=" + offset + "-");
        HttpResponse response = client.send(request, "pull");
        if (response.status() == 206) {
            String range = response.header("Content-Range").orElse("");
            if (range.startsWith("bytes " + offset + "-")) {
                return new Part(offset, response.body());
            }
            response.close();
            return new Part(0, blob(descriptor));
        }
        if (response.status() == 416) {
            response.close();
            return new Part(0, blob(descriptor));
        }
        return new Part(0, whole(response, descriptor));
    }

    @Override
    public String transport() {
        return "docker";
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
