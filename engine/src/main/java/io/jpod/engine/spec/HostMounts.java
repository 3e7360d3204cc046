package io.jpod.engine.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Flags of the file systems that host paths lie on, from {@code /proc/self/mountinfo} (proc(5)). */
final class HostMounts {
    private final List<String> lines;

    HostMounts(Path mountInfo) {
        List<String> read;
        try {
            read = Files.readAllLines(mountInfo, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            read = List.of();
        }
        this.lines = read;
    }

    /** True when the mount that holds the path has this flag, for example {@code nosuid}. */
    boolean has(Path path, String flag) {
        Path real;
        try {
            real = path.toRealPath();
        } catch (IOException e) {
            real = path.toAbsolutePath().normalize();
        }
        String options = "";
        int longest = -1;
        for (String line : lines) {
            String[] fields = line.split(" ");
            if (fields.length < 6) {
                continue;
            }
            String point = fields[4].replace("\\040", " ");
            boolean covers = point.equals("/") || real.toString().equals(point) || real.startsWith(point);
            if (covers && point.length() >= longest) {
                longest = point.length();
                options = fields[5];
            }
        }
        for (String option : options.split(",")) {
            if (option.equals(flag)) {
                return true;
            }
        }
        return false;
    }
}
