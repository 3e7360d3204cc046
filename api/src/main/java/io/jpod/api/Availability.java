package io.jpod.api;

import java.util.Objects;

/** The answer of {@link Provider#probe}. */
public sealed interface Availability {
    /** The provider can work here. */
    static Availability usable() {
        return new Usable();
    }

    /**
     * The provider cannot work here.
     *
     * @param reason what is missing, in lower case, for example {@code /dev/net/tun cannot be opened}
     * @param remedy what the user can do, or the empty string
     */
    static Availability unusable(String reason, String remedy) {
        return new Unusable(reason, remedy);
    }

    /** Can work here. */
    record Usable() implements Availability {}

    /** Cannot work here, with reason and remedy. */
    record Unusable(String reason, String remedy) implements Availability {
        public Unusable {
            Objects.requireNonNull(reason);
            Objects.requireNonNull(remedy);
        }
    }
}
