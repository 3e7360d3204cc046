package io.jpod.engine.embed;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.json.JsonObject;

/** An exception on its way from the helper. */
final class Failure {
    private Failure() {}

    static JsonObject toJson(Throwable thrown) {
        JsonObject json = new JsonObject();
        json.put(
                "code", thrown instanceof JpodException failure ? failure.code().name() : ErrorCode.INTERNAL.name());
        StringBuilder message = new StringBuilder();
        String remedy = "";
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            String text = at instanceof JpodException ? at.getMessage() : at.toString();
            message.append(message.length() == 0 ? "" : ": ").append(text);
            if (remedy.isEmpty() && at instanceof JpodException failure) {
                remedy = failure.remedy().orElse("");
            }
        }
        return json.put("message", message.toString()).putNonEmpty("remedy", remedy);
    }

    static JpodException fromJson(JsonObject json) {
        JpodException failure = new JpodException(
                ErrorCode.valueOf(json.getString("code", ErrorCode.INTERNAL.name())), json.getString("message", ""));
        String remedy = json.getString("remedy", "");
        return remedy.isEmpty() ? failure : failure.withRemedy(remedy);
    }
}
