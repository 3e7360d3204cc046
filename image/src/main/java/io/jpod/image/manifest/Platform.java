package io.jpod.image.manifest;

import io.jpod.api.JpodException;
import java.util.List;

/**
 * What an image runs on, in Go's words.
 *
 * @param variant of the architecture, for example {@code v8}; may be empty
 */
public record Platform(String os, String architecture, String variant) {
    /**
     * Parses {@code os/arch[/variant]}; missing parts come from the host.
     *
     * @throws JpodException USAGE
     */
    public static Platform parse(String text, String hostArchitecture) {
        if (text.isEmpty()) {
            return new Platform("linux", hostArchitecture, "");
        }
        String[] parts = text.split("/", -1);
        if (parts.length > 3) {
            throw JpodException.usage("invalid platform syntax for \"" + text + "\" (use OS/ARCH[/VARIANT][,...])");
        }
        String os = parts[0].isEmpty() ? "linux" : parts[0];
        String architecture = parts.length > 1 && !parts[1].isEmpty() ? parts[1] : hostArchitecture;
        return new Platform(os, normal(architecture), parts.length > 2 ? parts[2] : "");
    }

    private static String normal(String architecture) {
        return switch (architecture) {
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            case "i386" -> "386";
            case "armhf", "armel" -> "arm";
            default -> architecture;
        };
    }

    /**
     * How well an offered platform serves this one.
     *
     * @return 0 not at all, larger is better
     */
    int match(Platform offered) {
        if (!offered.os.equals(os) || !offered.architecture.equals(architecture)) {
            return 0;
        }
        if (offered.variant.equals(variant)) {
            return 100;
        }
        List<String> usable = usableVariants();
        int at = usable.indexOf(offered.variant);
        if (at >= 0) {
            return 90 - at;
        }
        return offered.variant.isEmpty() ? 50 : variant.isEmpty() && !architecture.equals("arm") ? 10 : 0;
    }

    private List<String> usableVariants() {
        if (architecture.equals("arm64")) {
            return variant.isEmpty() || variant.equals("v8") ? List.of("v8") : List.of();
        }
        if (architecture.equals("arm")) {
            List<String> all = List.of("v8", "v7", "v6", "v5");
            int at = all.indexOf(variant.isEmpty() ? "v7" : variant);
            return at < 0 ? List.of() : all.subList(at, all.size());
        }
        if (architecture.equals("amd64")) {
            List<String> all = List.of("v4", "v3", "v2", "v1");
            int at = all.indexOf(variant.isEmpty() ? "v1" : variant);
            return at < 0 ? List.of() : all.subList(at, all.size());
        }
        return List.of();
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}
