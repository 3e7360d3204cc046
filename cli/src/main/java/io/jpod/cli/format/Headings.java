package io.jpod.cli.format;

/** A row of headings, each the value of its field. */
final class Headings implements Fields {
    private final Fields own;

    /**
     * @param own answers the headings that differ from their fields' names
     */
    Headings(Fields own) {
        this.own = own;
    }

    @Override
    public Object field(String name) {
        Object heading = own.field(name);
        return heading == MISSING ? Template.heading(name) : heading;
    }

    @Override
    public Object json() {
        return MISSING;
    }
}
