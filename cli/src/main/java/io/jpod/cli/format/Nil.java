package io.jpod.cli.format;

/** A value of a document that is JSON's null, by what Go makes of it. */
enum Nil {
    MAP("map[]", "map[string]string"),
    LIST("[]", "[]string"),
    POINTER("<nil>", "pointer"),
    /** What a map answers for a key that it does not have, and a variable without a value. */
    ABSENT("<no value>", "<nil>");

    private final String text;
    private final String type;

    Nil(String text, String type) {
        this.text = text;
        this.type = type;
    }

    String text() {
        return text;
    }

    String type() {
        return type;
    }
}
