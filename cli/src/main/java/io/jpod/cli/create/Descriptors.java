package io.jpod.cli.create;

import io.jpod.api.JpodException;
import io.jpod.cli.option.Options;
import java.util.ArrayList;
import java.util.List;

/** Descriptors that a process keeps: {@code --preserve-fds N} and {@code --preserve-fd A,B}. */
public final class Descriptors {
    private Descriptors() {}

    /** Their numbers, from 3 on. */
    public static List<Integer> preserved(Options options) {
        long count = options.number("preserve-fds");
        List<String> named = options.list("preserve-fd");
        if (!named.isEmpty() && count > 0) {
            throw JpodException.usage("cannot specify both --preserve-fds and --preserve-fd");
        }
        List<Integer> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            result.add(3 + i);
        }
        for (String text : named) {
            int fd;
            try {
                fd = Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw JpodException.usage("--preserve-fd: " + GoText.notANumber("strconv.ParseUint", text));
            }
            if (fd < 3) {
                throw JpodException.usage("--preserve-fd: descriptor " + fd + " is one of the standard streams");
            }
            result.add(fd);
        }
        return result;
    }
}
