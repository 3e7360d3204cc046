package io.jpod.engine.embed;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.json.JsonObject;
import io.jpod.support.log.FailureText;

/** An exception on its way from the helper. */
final class Failure {
    private Failure() {}

    static JsonObject toJson(Throwable thrown) {
        JsonObject json = new JsonObject();
        json.put(
                "code", thrown instanceof JpodException failure ? failure.code().name() : ErrorCode.INTERNAL.name());
        String remedy = "";
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (remedy.isEmpty() && at instanceof JpodException failure) {
                remedy = failure.remedy().orElse("");
            }
        }
        return json.put("message", FailureText.of(thrown)).putNonEmpty("remedy", remedy);
    }

    /** A failure as it would come from the helper, for one that happened in this virtual machine. */
    static JpodException whole(Throwable thrown) {
        JpodException failure = fromJson(toJson(thrown));
        failure.setStackTrace(thrown.getStackTrace());
        return failure;
    }

    static JpodException fromJson(JsonObject json) {
        JpodException failure = new JpodException(
                ErrorCode.valueOf(json.getString("code", ErrorCode.INTERNAL.name())), json.getString("message", ""));
        String remedy = json.getString("remedy", "");
        return remedy.isEmpty() ? failure : failure.withRemedy(remedy);
    }
}
