package io.jpod.image.trust;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Manifest;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.registry.RegistryClient;
import io.jpod.image.registry.SigstoreAttachments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks the manifests of one source against a policy. */
public final class SourceTrust {
    private final List<TrustRequirement> requirements;
    private final String described;
    private final Optional<ImageReference> reference;
    private final SignatureStores stores;
    private final RegistryClient client;
    private final Gpg gpg;

    private SourceTrust(
            List<TrustRequirement> requirements,
            String described,
            Optional<ImageReference> reference,
            SignatureStores stores,
            RegistryClient client,
            Gpg gpg) {
        this.requirements = requirements;
        this.described = described;
        this.reference = reference;
        this.stores = stores;
        this.client = client;
        this.gpg = gpg;
    }

    /**
     * For an image in a registry.
     *
     * @param reference the name that the user means, whatever mirror it comes from
     * @param client for signatures that are in the registry or on a web server; not closed here
     */
    public static SourceTrust ofRegistry(
            TrustPolicy policy, ImageReference reference, SignatureStores stores, RegistryClient client, Gpg gpg) {
        return new SourceTrust(
                policy.requirementsFor("docker", TrustPolicy.scopes(reference)),
                "docker://" + reference,
                Optional.of(reference),
                stores,
                client,
                gpg);
    }

    /** For a file or directory, where nothing can be signed. */
    public static SourceTrust ofPlace(TrustPolicy policy, String transport, List<String> scopes, String described) {
        return new SourceTrust(
                policy.requirementsFor(transport, scopes), described, Optional.empty(), null, null, null);
    }

    /**
     * Lets a manifest pass, or not.
     *
     * @param scratch a directory for gpg
     * @throws JpodException EXTERNAL in podman's words
     */
    public void check(Manifest manifest, Path scratch) {
        for (TrustRequirement requirement : requirements) {
            switch (requirement.type()) {
                case INSECURE_ACCEPT_ANYTHING -> {}
                case REJECT ->
                    throw rejected("Running image " + described + " is rejected by policy.")
                            .withRemedy("policy.json decides; see: jpod image trust show");
                case SIGNED_BY -> checkGpg(requirement, manifest.digest(), scratch);
                case SIGSTORE_SIGNED -> checkSigstore(requirement, manifest.digest());
            }
        }
    }

    private static JpodException rejected(String reason) {
        return new JpodException(ErrorCode.EXTERNAL, "Source image rejected: " + reason);
    }

    private ImageReference named() {
        return reference.orElseThrow(
                () -> rejected("a signature was required, but " + described + " is in a place that has none"));
    }

    private void checkGpg(TrustRequirement requirement, Digest digest, Path scratch) {
        List<String> reasons = new ArrayList<>();
        for (byte[] signature : stores.signatures(named(), digest, client)) {
            try {
                byte[] document = gpg.verify(signature, requirement.keys(), scratch);
                if (fits(SimpleSignature.read(document), SimpleSignature.GPG, requirement, digest, reasons)) {
                    return;
                }
            } catch (JpodException e) {
                if (e.code() != ErrorCode.EXTERNAL) {
                    throw e;
                }
                reasons.add(e.getMessage());
            }
        }
        throw unaccepted(reasons);
    }

    private void checkSigstore(TrustRequirement requirement, Digest digest) {
        ImageReference name = named();
        List<String> reasons = new ArrayList<>();
        if (stores.attachments(name)) {
            for (SigstoreAttachments.Attachment item : new SigstoreAttachments(client).of(digest)) {
                boolean good = false;
                for (byte[] key : requirement.keys()) {
                    good |= SigstoreKey.parse(key).signed(item.document(), item.signature());
                }
                if (!good) {
                    reasons.add("cryptographic signature verification failed");
                } else if (fits(
                        SimpleSignature.read(item.document()),
                        SimpleSignature.SIGSTORE,
                        requirement,
                        digest,
                        reasons)) {
                    return;
                }
            }
        }
        throw unaccepted(reasons);
    }

    private boolean fits(
            SimpleSignature signature, String type, TrustRequirement requirement, Digest digest, List<String> reasons) {
        if (!signature.type().equals(type)) {
            reasons.add("signature is of type " + Digest.printable(signature.type()));
        } else if (!signature.manifestDigest().equals(digest.toString())) {
            reasons.add("Signature for docker digest " + Digest.printable(signature.manifestDigest())
                    + " does not match " + digest);
        } else if (!requirement.identity().accepts(named(), signature.identity())) {
            reasons.add("Signature for identity " + Digest.printable(signature.identity()) + " is not accepted");
        } else {
            return true;
        }
        return false;
    }

    private static JpodException unaccepted(List<String> reasons) {
        if (reasons.isEmpty()) {
            return rejected("A signature was required, but no signature exists");
        }
        return rejected(
                reasons.size() == 1
                        ? reasons.get(0)
                        : "None of the signatures were accepted, reasons: " + String.join("; ", reasons));
    }
}
