package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.registry.RegistryRefusal;

/** Says what to do about a registry's refusal. */
final class RegistryRemedies {
    private RegistryRemedies() {}

    /** The failure, with a remedy when there is one to give. */
    static JpodException explained(JpodException failure, ImageReference reference) {
        if (failure.remedy().isPresent()) {
            return failure;
        }
        String registry = reference.registry();
        String text = Retries.joined(failure);
        switch (RegistryRefusal.statusOf(failure)) {
            case 401:
                return failure.withRemedy("log in with: jpod login " + registry);
            case 403:
                return failure.withRemedy("the account may not do that at " + registry
                        + "; log in as another one with: jpod login " + registry);
            case 404:
                return failure.withRemedy("tags that exist: jpod search --list-tags " + reference.repository());
            case 429:
                return failure.withRemedy("the registry limits requests; wait, or log in with: jpod login " + registry);
            default:
                break;
        }
        if (text.contains("server gave HTTP response to HTTPS client")) {
            return failure.withRemedy(
                    "for a registry without TLS: --tls-verify=false, or insecure = true in" + " registries.conf");
        }
        if (text.contains("certificate")) {
            return failure.withRemedy("put the authority's certificate into ~/.config/containers/certs.d/" + registry
                    + "/ca.crt, or name its directory with --cert-dir");
        }
        return failure;
    }
}
