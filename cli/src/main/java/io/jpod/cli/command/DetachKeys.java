package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.Options;

/** {@code --detach-keys}: {@code ctrl-p,ctrl-q} and the like. */
final class DetachKeys {
    private static final String DEFAULT = "ctrl-p,ctrl-q";

    private DetachKeys() {}

    /** From the option, else from containers.conf, else {@code ctrl-p,ctrl-q}; empty turns detaching off. */
    static byte[] of(Invocation call) {
        Options options = call.options();
        String text = options.given("detach-keys")
                ? options.text("detach-keys")
                : call.session().context().settings().getObject("engine").getString("detach_keys", DEFAULT);
        return parse(text);
    }

    static byte[] parse(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            count += text.charAt(i) == ',' ? 1 : 0;
        }
        byte[] keys = new byte[count];
        int start = 0;
        for (int i = 0; i < count; i++) {
            int end = text.indexOf(',', start);
            String key = text.substring(start, end < 0 ? text.length() : end);
            keys[i] = key(key);
            start = end + 1;
        }
        return keys;
    }

    private static byte key(String key) {
        if (key.length() == 1 && key.charAt(0) < 128) {
            return (byte) key.charAt(0);
        }
        if (key.length() == 6 && key.startsWith("ctrl-")) {
            char c = key.charAt(5);
            if (c >= 'a' && c <= 'z') {
                return (byte) (c - 'a' + 1);
            }
            int special = "@[\\]^_".indexOf(c);
            if (special >= 0) {
                return (byte) (special == 0 ? 0 : 26 + special);
            }
        }
        throw JpodException.usage("invalid detach keys: Unknown character: '" + key + "'");
    }
}
