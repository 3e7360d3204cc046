package io.jpod.image.registry;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.transport.ImageDestination;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Sends an image to a registry (distribution-spec, push): a session per blob, then the manifest under its tag. */
public final class RegistryDestination implements ImageDestination {
    private static final String ACTIONS = "pull,push";

    /** Smaller blobs are sent with the request that ends their upload. */
    private static final long MONOLITHIC = 1 << 16;

    /** Other repositories of the same registry. */
    public interface Origins {
        /** Paths of repositories that probably hold a blob. */
        List<String> repositoriesWith(Descriptor blob);
    }

    private final RegistryClient client;
    private final Origins origins;

    /** Takes over the client. */
    public RegistryDestination(RegistryClient client, Origins origins) {
        this.client = client;
        this.origins = origins;
    }

    @Override
    public boolean parallel() {
        return true;
    }

    @Override
    public boolean wantsCompressedLayers() {
        return true;
    }

    @Override
    public void blob(Descriptor descriptor, Content content) {
        try {
            List<String> others = origins.repositoriesWith(descriptor);
            if (others.isEmpty()) {
                if (!exists(descriptor)) {
                    upload(descriptor, content, begin());
                }
                return;
            }
            // Most likely another repository has it: one request then, whether this one has it already or not.
            Optional<URI> session = mount(descriptor, others);
            if (session.isPresent() && exists(descriptor)) {
                cancel(session.get());
            } else if (session.isPresent()) {
                upload(descriptor, content, session.get());
            }
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "writing blob " + descriptor.digest(), e);
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

    private void upload(Descriptor descriptor, Content content, URI begun) throws IOException {
        URI session = begun;
        if (descriptor.size() <= MONOLITHIC) {
            HttpRequest put = new HttpRequest("PUT", commit(session, descriptor))
                    .body("application/octet-stream", descriptor.size(), content::open);
            commit(put);
            return;
        }
        HttpRequest patch =
                new HttpRequest("PATCH", session).body("application/octet-stream", descriptor.size(), content::open);
        try (HttpResponse response = client.send(patch, ACTIONS)) {
            if (response.status() != 202) {
                throw RegistryErrors.of(response, "uploading layer chunked");
            }
            session = client.location(response);
        }
        commit(new HttpRequest("PUT", commit(session, descriptor)));
    }

    private static URI commit(URI session, Descriptor descriptor) {
        String query = (session.getRawQuery() == null ? "" : session.getRawQuery() + "&") + "digest="
                + descriptor.digest().toString().replace(":", "%3A");
        String whole = session.toString();
        int question = whole.indexOf('?');
        return URI.create((question < 0 ? whole : whole.substring(0, question)) + "?" + query);
    }

    private void commit(HttpRequest put) throws IOException {
        try (HttpResponse response = client.send(put, ACTIONS)) {
            if (response.status() != 201) {
                throw RegistryErrors.of(
                        response, "uploading layer to " + client.reference().registry());
            }
        }
    }

    /**
     * Takes the blob over from another repository of the registry, or begins an upload.
     *
     * @return where to send the blob; empty when it is there now
     */
    private Optional<URI> mount(Descriptor descriptor, List<String> others) throws IOException {
        for (String other : others) {
            String query = "?mount=" + descriptor.digest().toString().replace(":", "%3A") + "&from="
                    + other.replace("/", "%2F");
            HttpRequest request = new HttpRequest("POST", client.uri("blobs/uploads/" + query));
            try (HttpResponse response = client.sendMounting(request, ACTIONS, other)) {
                if (response.status() == 201) {
                    return Optional.empty();
                }
                if (response.status() == 202) {
                    return Optional.of(client.location(response));
                }
                // Not allowed to read the other one: an ordinary upload.
            }
        }
        return Optional.of(begin());
    }

    private URI begin() throws IOException {
        try (HttpResponse response = client.send(new HttpRequest("POST", client.uri("blobs/uploads/")), ACTIONS)) {
            if (response.status() != 202) {
                throw RegistryErrors.of(response, "initiating layer upload");
            }
            return client.location(response);
        }
    }

    /** Ends an upload that is not needed, so that the registry need not keep it. */
    private void cancel(URI session) throws IOException {
        client.send(new HttpRequest("DELETE", session), ACTIONS).close();
    }

    @Override
    public void manifest(ImageManifest manifest) {
        ImageReference reference = client.reference();
        String name = reference.digest().isEmpty() ? reference.tag() : reference.digest();
        put(manifest.bytes(), manifest.mediaType(), manifest.digest(), name);
    }

    @Override
    public void document(byte[] bytes, String mediaType, Digest digest, boolean named) {
        put(bytes, mediaType, digest, named ? client.reference().tag() : digest.toString());
    }

    /**
     * Adds a sigstore signature of a manifest of this repository to those that are attached to it.
     *
     * @throws io.jpod.api.JpodException EXTERNAL
     */
    public void attach(Digest signed, SigstoreAttachments.Attachment signature) {
        new SigstoreAttachments(client).add(this, signed, signature);
    }

    /** Takes a manifest under a tag of its own. */
    void tagged(byte[] bytes, String mediaType, Digest own, String tag) {
        put(bytes, mediaType, own, tag);
    }

    private void put(byte[] bytes, String mediaType, Digest own, String name) {
        HttpRequest request = new HttpRequest("PUT", client.uri("manifests/" + name))
                .body(mediaType, bytes.length, () -> new ByteArrayInputStream(bytes));
        String what = "uploading manifest " + name + " to " + client.reference().repository();
        try (HttpResponse response = client.send(request, ACTIONS)) {
            if (!response.succeeded()) {
                throw RegistryErrors.of(response);
            }
            Optional<String> digest = response.header("Docker-Content-Digest");
            if (digest.isPresent() && !digest.get().equals(own.toString())) {
                throw new IOException("the registry stored " + digest.get() + " instead of " + own);
            }
            if (response.header("OCI-Subject").isEmpty()) {
                new RegistryReferrers(client, ACTIONS).record(bytes, mediaType, own);
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
