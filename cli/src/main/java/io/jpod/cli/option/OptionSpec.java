package io.jpod.cli.option;

import java.util.List;

/**
 * One line of an {@link OptionTable}.
 *
 * @param name without dashes
 * @param shortName one letter, or 0
 * @param aliases other long names, separated by commas
 * @param mark empty, {@code refused}, {@code noop} or {@code hidden}
 * @param fallback the value when not given; empty for none
 */
public record OptionSpec(
        String name,
        char shortName,
        String aliases,
        OptionKind kind,
        String mark,
        String fallback,
        String description) {
    /** What help calls its value: the name in back quotes, or the kind's word; empty for what takes none. */
    public String valueName() {
        int open = description.indexOf('`');
        int close = open < 0 ? -1 : description.indexOf('`', open + 1);
        if (close > 0) {
            return description.substring(open + 1, close);
        }
        return kind == OptionKind.BOOL ? "" : kind.word();
    }

    /** The values that the description lists as {@code ("one"|"two")}; empty when any may be given. */
    public List<String> choices() {
        int open = description.indexOf("(\"");
        int close = description.indexOf("\")", open + 1);
        return open < 0 || close < 0
                ? List.of()
                : List.of(description.substring(open + 2, close).split("\"\\|\"", 0));
    }

    /** How messages name it: {@code --name} or {@code -n, --name}. */
    String display() {
        return shortName == 0 ? "--" + name : "-" + shortName + ", --" + name;
    }

    boolean isRefused() {
        return mark.equals("refused");
    }

    /** Why it is refused: what follows a semicolon in the description; empty when nothing does. */
    String reason() {
        int semicolon = description.indexOf("; ");
        return semicolon < 0 ? "" : description.substring(semicolon + 2);
    }

    boolean isHidden() {
        return mark.equals("hidden");
    }
}
