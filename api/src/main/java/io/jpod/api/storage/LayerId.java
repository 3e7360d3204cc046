package io.jpod.api.storage;

import io.jpod.api.JpodException;

/**
 * A layer's name: 64 lower case hexadecimal digits.
 *
 * @param value the digits
 */
public record LayerId(String value) {
    public LayerId {
        boolean ok = value.length() == 64;
        for (int i = 0; ok && i < 64; i++) {
            char c = value.charAt(i);
            ok = c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
        }
        if (!ok) {
            throw JpodException.usage("invalid layer id " + value);
        }
    }

    // Written out: the generated ones cost a cold start 20 ms.
    @Override
    public boolean equals(Object other) {
        return other instanceof LayerId id && id.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
