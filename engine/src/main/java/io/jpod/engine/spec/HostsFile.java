package io.jpod.engine.spec;

/** The content of a container's {@code /etc/hosts} in the making (hosts(5)). */
final class HostsFile {
    private final StringBuilder out = new StringBuilder();

    void add(String address, String names) {
        out.append(address).append('\t').append(names).append('\n');
    }

    /** The entries of another file, without comments and odd blanks. */
    void addAll(String text) {
        for (String line : text.split("\n")) {
            int comment = line.indexOf('#');
            String entry = (comment < 0 ? line : line.substring(0, comment)).strip();
            int blank = 0;
            while (blank < entry.length() && !Character.isWhitespace(entry.charAt(blank))) {
                blank++;
            }
            if (blank < entry.length()) {
                String names = entry.substring(blank).strip().replace('\t', ' ');
                while (names.contains("  ")) {
                    names = names.replace("  ", " ");
                }
                if (!names.equals("host.containers.internal")) {
                    add(entry.substring(0, blank), names);
                }
            }
        }
    }

    /** Lines of a file that is a container's own already. */
    void addVerbatim(String text) {
        out.append(text);
        if (!text.isEmpty() && !text.endsWith("\n")) {
            out.append('\n');
        }
    }

    String text() {
        return out.toString();
    }
}
