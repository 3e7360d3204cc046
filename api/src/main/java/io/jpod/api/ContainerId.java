package io.jpod.api;

/**
 * A container's id: 64 lower case hexadecimal digits.
 *
 * @param value the digits
 */
public record ContainerId(String value) {
    public ContainerId {
        if (value.length() != 64 || !isHex(value)) {
            throw JpodException.usage("invalid container id " + value);
        }
    }

    /** The first twelve digits, as listings show them. */
    public String shortId() {
        return value.substring(0, 12);
    }

    @Override
    public String toString() {
        return value;
    }

    static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
