package io.jpod.support.json;

import java.util.Objects;

/**
 * A value that is JSON text already and is written as it is. A document that was read holds one only where
 * {@link Json#parseDeferring} was asked for it.
 */
public final class RawJson {
    private final String text;

    /**
     * @param text one JSON value, trusted to be well formed
     */
    public RawJson(String text) {
        this.text = Objects.requireNonNull(text);
    }

    public String text() {
        return text;
    }
}
