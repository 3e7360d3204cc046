package io.jpod.session;

import io.jpod.support.posix.FrameSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller was called with.
 *
 * @param pid the caller's
 * @param common what has to be equal here: its namespaces and its root directory, as {@link Surroundings#names} has them
 * @param directory its working directory
 * @param words without the program's name
 */
public record Greeting(int pid, String common, Path directory, List<String> words, Map<String, String> environment) {
    /** Empty when the frame is not one, or has bytes that are no UTF-8 and would be something else in a virtual machine. */
    static Optional<Greeting> read(int pid, ByteBuffer body) {
        if (body.remaining() < 8) {
            return Optional.empty();
        }
        int words = body.getInt();
        int variables = body.getInt();
        String[] texts = FrameSocket.strings(body);
        if (words < 0 || variables < 0 || texts.length != 2 + words + variables || !texts[1].startsWith("/")) {
            return Optional.empty();
        }
        Map<String, String> environment = new LinkedHashMap<>();
        for (int i = 1; i < texts.length; i++) {
            if (isBroken(texts[i])) {
                return Optional.empty();
            }
            int equals = texts[i].indexOf('=');
            if (i >= 2 + words && equals > 0) {
                environment.putIfAbsent(texts[i].substring(0, equals), texts[i].substring(equals + 1));
            }
        }
        List<String> line = List.of(texts).subList(2, 2 + words);
        return Optional.of(new Greeting(pid, texts[0], Path.of(texts[1]), line, environment));
    }

    private static boolean isBroken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)))) {
                return true;
            }
        }
        return false;
    }
}
