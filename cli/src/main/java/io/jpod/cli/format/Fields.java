package io.jpod.cli.format;

/** One row of a listing, seen by the names that templates use. */
public interface Fields {
    /** Returned for a name that this kind of row does not have. */
    Object MISSING = new Object();

    /** A String, Number, Boolean, List, Map, {@code JsonObject}, null, or {@link #MISSING}. */
    Object field(String name);

    /** The row as {@code {{json .}}} shows it. */
    Object json();
}
