package io.jpod.engine.stream;

import io.jpod.api.JpodException;

/** Finds the sequence that detaches in what a person types, across any division into pieces. */
public final class DetachKeys {
    private static final String CONTROL_SYMBOLS = "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_";

    private final byte[] sequence;
    private int matched;

    /** @param sequence bytes that detach; empty never does */
    public DetachKeys(byte[] sequence) {
        this.sequence = sequence.clone();
    }

    /**
     * Reads the notation of {@code --detach-keys}: single characters and {@code ctrl-X} separated by commas.
     *
     * @throws JpodException USAGE for a word that is neither
     */
    public static byte[] parse(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] words = text.split(",", -1);
        byte[] keys = new byte[words.length];
        for (int i = 0; i < words.length; i++) {
            keys[i] = key(words[i]);
        }
        return keys;
    }

    private static byte key(String word) {
        if (word.length() == 1 && word.charAt(0) < 128) {
            return (byte) word.charAt(0);
        }
        if (word.startsWith("ctrl-") && word.length() == 6) {
            char letter = Character.toUpperCase(word.charAt(5));
            int code = CONTROL_SYMBOLS.indexOf(letter);
            if (code >= 0) {
                return (byte) code;
            }
        }
        throw JpodException.usage("invalid detach keys: Unknown character: '" + word + "'");
    }

    /**
     * Looks at one piece of input.
     *
     * @param out receives what is to be passed on, at least {@code length} plus the sequence's length long
     * @return how many bytes of {@code out} are to be passed on; the complement ({@code ~n}) when the sequence was complete
     */
    int filter(byte[] in, int length, byte[] out) {
        if (sequence.length == 0) {
            System.arraycopy(in, 0, out, 0, length);
            return length;
        }
        int count = 0;
        for (int i = 0; i < length; i++) {
            byte b = in[i];
            if (b == sequence[matched]) {
                if (++matched == sequence.length) {
                    matched = 0;
                    return ~count;
                }
                continue;
            }
            // What looked like the beginning was not: pass it on, and see whether a shorter beginning is left.
            int held = matched;
            matched = 0;
            for (int k = 0; k < held; k++) {
                out[count++] = sequence[k];
            }
            if (b == sequence[0]) {
                matched = 1;
            } else {
                out[count++] = b;
            }
        }
        return count;
    }
}
