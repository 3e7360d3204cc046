package io.jpod.cli.format;

/** Ids as listings show them. */
public final class Ids {
    private static final int SHORT = 12;

    private Ids() {}

    /** The first twelve digits. */
    public static String brief(String id) {
        return id.length() > SHORT ? id.substring(0, SHORT) : id;
    }
}
