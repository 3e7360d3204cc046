package io.jpod.cli.option;

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
    /** How messages name it: {@code --name} or {@code -n, --name}. */
    String display() {
        return shortName == 0 ? "--" + name : "-" + shortName + ", --" + name;
    }

    boolean isRefused() {
        return mark.equals("refused");
    }

    boolean isHidden() {
        return mark.equals("hidden");
    }
}
