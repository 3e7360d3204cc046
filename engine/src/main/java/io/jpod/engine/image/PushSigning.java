package io.jpod.engine.image;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.image.content.Lease;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.registry.RegistryDestination;
import io.jpod.image.transport.ImageDestination;
import io.jpod.image.transport.TransportName;
import io.jpod.image.trust.SigstoreSigner;

/** The signatures that one push makes; that they have a place is checked before anything is sent. Immutable. */
public final class PushSigning {
    private final EngineContext context;
    private final StoredTrust trust;
    private final ImageReference target;
    private final PullOptions options;

    private PushSigning(EngineContext context, StoredTrust trust, ImageReference target, PullOptions options) {
        this.context = context;
        this.trust = trust;
        this.target = target;
        this.options = options;
    }

    /** @throws JpodException USAGE where signatures have no place */
    static PushSigning of(EngineContext context, StoredTrust trust, TransportName place, PullOptions options) {
        boolean registry = place.transport().equals("docker");
        boolean wanted =
                !options.signBy().isEmpty() || !options.sigstoreSigners().isEmpty();
        if (wanted && !registry) {
            throw JpodException.usage("cannot sign: " + place.transport() + ": has no place for signatures");
        }
        return of(context, trust, registry && wanted ? target(place) : null, options);
    }

    private static ImageReference target(TransportName place) {
        ImageReference target = ImageReference.parse(place.rest());
        return (target.isShort() ? target.atRegistry(ImageReference.DOCKER_HUB) : target).withDefaultTag();
    }

    /** For a registry; {@code target} is not looked at when nothing is to be signed. */
    static PushSigning of(EngineContext context, StoredTrust trust, ImageReference target, PullOptions options) {
        if (!options.sigstoreSigners().isEmpty()
                && !new PolicyFiles(context).stores().attachments(target)) {
            throw new JpodException(
                            ErrorCode.USAGE,
                            "cannot sign " + target + ": writing sigstore attachments is disabled by configuration")
                    .withRemedy("set use-sigstore-attachments: true for " + target.registry()
                            + " in a file of ~/.config/containers/registries.d");
        }
        return new PushSigning(context, trust, target, options);
    }

    /**
     * Signs a manifest that was sent.
     *
     * @param to where it was sent
     */
    public void sign(Lease lease, Digest digest, ImageDestination to, Images.Progress progress) {
        if (!options.signBy().isEmpty()) {
            progress.message("Creating signature: Signing image using simple signing");
            trust.sign(lease, target, digest, options.signBy(), "", options);
        }
        for (SigstoreSigner signer : options.sigstoreSigners()) {
            progress.message("Creating signature: Signing image using a sigstore signature");
            long now = context.clock().instant().getEpochSecond();
            ((RegistryDestination) to).attach(digest, signer.sign(target, digest, now));
        }
    }
}
