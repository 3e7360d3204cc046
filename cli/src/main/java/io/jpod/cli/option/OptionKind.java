package io.jpod.cli.option;

/** What an option takes. */
public enum OptionKind {
    /** True when named; {@code --x=false} for the contrary. */
    BOOL("bool"),
    STRING("string"),
    /** Repeated; each value whole. */
    ARRAY("stringArray"),
    /** Repeated, or separated by commas with the quotes of CSV. */
    STRINGS("strings"),
    INT("int"),
    UINT("uint"),
    FLOAT("float");

    private final String word;

    OptionKind(String word) {
        this.word = word;
    }

    /** The word in tables and in help. */
    public String word() {
        return word;
    }

    boolean isList() {
        return this == ARRAY || this == STRINGS;
    }

    /** The kind of a table's word; {@code array} is short for {@code stringArray}, which is what help prints. */
    static OptionKind of(String word) {
        if (word.equals("array")) {
            return ARRAY;
        }
        for (OptionKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no option kind " + word);
    }
}
