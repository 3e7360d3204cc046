package io.jpod.engine;

import java.nio.file.Path;
import java.util.List;

/** Which images are trusted, and signatures of our own. */
public interface Trust {
    /**
     * One line of what is trusted.
     *
     * @param name as listed; {@code default} for what nothing else covers
     * @param scope as the policy names it; empty for all of a transport
     * @param type {@code accept}, {@code reject}, {@code signed} or {@code sigstoreSigned}
     * @param identities whose keys must have signed
     * @param store where signatures are read from; empty when that is not configured
     */
    record Entry(String transport, String name, String scope, String type, String identities, String store) {}

    /** What to sign. */
    record SignRequest(String reference, String key, String directory, boolean all, PullOptions options) {}

    /** The policy file that counts; it may be missing. */
    Path policyFile();

    /** @param registry only what is trusted for this place; empty for everything */
    List<Entry> show(String registry);

    /**
     * Changes the policy of the user, or of the machine when run by root.
     *
     * @param scope {@code default}, or a registry, repository or image
     * @param type {@code accept}, {@code reject}, {@code signedBy} or {@code sigstoreSigned}
     */
    void set(String scope, String type, List<String> keyFiles);

    /** Signs an image that is in a registry with gpg; returns the files that were written. */
    List<Path> sign(SignRequest request);
}
