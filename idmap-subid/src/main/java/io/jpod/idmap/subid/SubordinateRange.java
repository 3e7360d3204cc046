package io.jpod.idmap.subid;

/**
 * Ids that a user may map.
 *
 * @param start first id
 * @param count how many
 * @param origin where it is written, for messages: {@code /etc/subuid:3}
 */
record SubordinateRange(long start, long count, String origin) {
    long end() {
        return start + count;
    }

    boolean overlaps(SubordinateRange other) {
        return start < other.end() && other.start < end();
    }

    boolean contains(long id) {
        return id >= start && id < end();
    }

    /** As the file has it. */
    String text() {
        return start + ":" + count;
    }
}
