package io.jpod.cli.format;

import io.jpod.support.json.JsonObject;

/** A JSON document as a row: fields are members, looked up as written and then without regard to case and underscores. */
public final class JsonFields implements Fields {
    private final JsonObject object;

    public JsonFields(JsonObject object) {
        this.object = object;
    }

    @Override
    public Object field(String name) {
        return find(object, name);
    }

    @Override
    public Object json() {
        return object;
    }

    static Object find(JsonObject object, String name) {
        if (object.names().contains(name)) {
            return object.get(name);
        }
        for (String member : object.names()) {
            if (member.equalsIgnoreCase(name)
                    || member.indexOf('_') > 0 && member.replace("_", "").equalsIgnoreCase(name)) {
                return object.get(member);
            }
        }
        return MISSING;
    }
}
