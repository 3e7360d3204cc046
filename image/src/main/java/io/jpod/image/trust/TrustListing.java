package io.jpod.image.trust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts a policy into lines, as {@code image trust show} prints them. */
public final class TrustListing {
    /** One line. */
    public record Line(String transport, String name, String scope, String type, String identities, String store) {}

    private final TrustPolicy policy;
    private final SignatureStores stores;
    private final Gpg gpg;
    private final Path scratch;

    /** @param scratch a directory for gpg */
    public TrustListing(TrustPolicy policy, SignatureStores stores, Gpg gpg, Path scratch) {
        this.policy = policy;
        this.stores = stores;
        this.gpg = gpg;
        this.scratch = scratch;
    }

    /** @param registry only lines of this scope; empty for all */
    public List<Line> lines(String registry) {
        List<Line> result = new ArrayList<>();
        if (registry.isEmpty()) {
            add(result, "all", "default", "* (default)", policy.standard());
        }
        Map<String, Map<String, List<TrustRequirement>>> all = new TreeMap<>();
        policy.transports().forEach((transport, scopes) -> all.put(transport, new TreeMap<>(scopes)));
        Map<String, List<TrustRequirement>> docker = all.remove("docker");
        if (docker != null) {
            docker.forEach((scope, requirements) -> {
                if (registry.isEmpty() || registry.equals(scope)) {
                    add(result, "repository", scope, scope, requirements);
                }
            });
        }
        if (registry.isEmpty()) {
            all.forEach((transport, scopes) ->
                    scopes.forEach((scope, requirements) -> add(result, transport, scope, scope, requirements)));
        }
        return result;
    }

    private void add(
            List<Line> result, String transport, String name, String scope, List<TrustRequirement> requirements) {
        for (TrustRequirement requirement : requirements) {
            boolean docker = transport.equals("repository");
            String identities = "";
            String type = "";
            switch (requirement.type()) {
                case INSECURE_ACCEPT_ANYTHING -> type = "accept";
                case REJECT -> type = "reject";
                case SIGNED_BY -> {
                    type = "signed";
                    identities = String.join(", ", gpg.emails(requirement.keys(), scratch));
                }
                case SIGSTORE_SIGNED -> {
                    type = "sigstoreSigned";
                    identities = "N/A";
                }
            }
            result.add(new Line(transport, name, scope, type, identities, docker ? stores.place(scope) : ""));
        }
    }
}
