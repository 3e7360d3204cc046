package io.jpod.plugins.store;

import java.util.Objects;
import java.util.Optional;

/** What {@code plugin install} was asked for. */
public final class InstallRequest {
    private final String source;
    private final String alias;
    private final boolean enabled;
    private final boolean signatureRequired;
    private final String signature;

    /**
     * A request.
     *
     * @param source a file, or {@code maven:GROUP:ARTIFACT:VERSION}
     * @param alias the name in the folder; empty for the file's own
     * @param enabled false to switch it off at once
     * @param signatureRequired true when an unsigned jar is refused
     * @param signature a file with the signature, which is checked then in any case; empty for the source's name with {@code .asc}
     */
    public InstallRequest(String source, String alias, boolean enabled, boolean signatureRequired, String signature) {
        this.source = Objects.requireNonNull(source);
        this.alias = Objects.requireNonNull(alias);
        this.enabled = enabled;
        this.signatureRequired = signatureRequired;
        this.signature = Objects.requireNonNull(signature);
    }

    public String source() {
        return source;
    }

    public Optional<String> alias() {
        return alias.isEmpty() ? Optional.empty() : Optional.of(alias);
    }

    public boolean enabled() {
        return enabled;
    }

    public boolean signatureRequired() {
        return signatureRequired || !signature.isEmpty();
    }

    public Optional<String> signature() {
        return signature.isEmpty() ? Optional.empty() : Optional.of(signature);
    }
}
