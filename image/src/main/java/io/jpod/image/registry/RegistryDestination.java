package io.jpod.image.registry;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.transport.ImageDestination;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Sends an image to a registry (distribution-spec, push): a session per blob, then the manifest under its tag. */
public final class RegistryDestination implements ImageDestination {
    private static final String ACTIONS = "pull,push";

    private final RegistryClient client;

    /** Takes over the client. */
    public RegistryDestination(RegistryClient client) {
        this.client = client;
    }

    @Override
    public boolean wantsCompressedLayers() {
        return true;
    }

    @Override
    public void blob(Descriptor descriptor, Content content) {
        if (!exists(descriptor)) {
            try {
                upload(descriptor, content);
            } catch (IOException e) {
                throw new JpodException(ErrorCode.EXTERNAL, "writing blob " + descriptor.digest(), e);
            }
        }
    }

    private boolean exists(Descriptor descriptor) {
        HttpRequest request = new HttpRequest("HEAD", client.uri("blobs/" + descriptor.digest()));
        try (HttpResponse response = client.send(request, ACTIONS)) {
            if (response.status() == 200) {
                return true;
            }
            if (response.status() != 404) {
                throw RegistryErrors.of(response);
            }
            return false;
        } catch (IOException e) {
            throw new JpodException(
                    ErrorCode.EXTERNAL,
                    "trying to reuse blob " + descriptor.digest() + " at destination: checking whether a blob "
                            + descriptor.digest() + " exists in "
                            + client.reference().repository(),
                    e);
        }
    }

    private void upload(Descriptor descriptor, Content content) throws IOException {
        URI session = step(new HttpRequest("POST", client.uri("blobs/uploads/")), "initiating layer upload");
        HttpRequest patch =
                new HttpRequest("PATCH", session).body("application/octet-stream", descriptor.size(), content::open);
        session = step(patch, "uploading layer chunked");
        String query = (session.getRawQuery() == null ? "" : session.getRawQuery() + "&") + "digest="
                + descriptor.digest().toString().replace(":", "%3A");
        String whole = session.toString();
        int question = whole.indexOf('?');
        URI commit = URI.create((question < 0 ? whole : whole.substring(0, question)) + "?" + query);
        try (HttpResponse response = client.send(new HttpRequest("PUT", commit), ACTIONS)) {
            if (response.status() != 201) {
                throw failed("uploading layer to " + client.reference().registry(), response);
            }
        }
    }

    private URI step(HttpRequest request, String what) throws IOException {
        try (HttpResponse response = client.send(request, ACTIONS)) {
            if (response.status() != 202) {
                throw failed(what, response);
            }
            return client.location(response);
        }
    }

    private static IOException failed(String what, HttpResponse response) {
        IOException reason = RegistryErrors.of(response);
        String text = what + ": " + reason.getMessage();
        return reason instanceof TemporaryFailure ? new TemporaryFailure(text, null) : new IOException(text);
    }

    @Override
    public void manifest(ImageManifest manifest) {
        ImageReference reference = client.reference();
        String name = reference.digest().isEmpty() ? reference.tag() : reference.digest();
        byte[] bytes = manifest.bytes();
        HttpRequest request = new HttpRequest("PUT", client.uri("manifests/" + name))
                .body(manifest.mediaType(), bytes.length, () -> new ByteArrayInputStream(bytes));
        String what = "uploading manifest " + name + " to " + reference.repository();
        try (HttpResponse response = client.send(request, ACTIONS)) {
            if (!response.succeeded()) {
                throw RegistryErrors.of(response);
            }
            Optional<String> digest = response.header("Docker-Content-Digest");
            if (digest.isPresent() && !digest.get().equals(manifest.digest().toString())) {
                throw new IOException("the registry stored " + digest.get() + " instead of " + manifest.digest());
            }
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "writing manifest: " + what, e);
        }
    }

    @Override
    public void finish() {}

    @Override
    public void close() {
        client.close();
    }
}
