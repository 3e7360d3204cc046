package io.jpod.engine.embed;

import io.jpod.support.json.JsonObject;

/** Where operations are done: here or in the helper. Any thread may call. */
interface Calls extends AutoCloseable {
    /**
     * Does one operation.
     *
     * @param request {@code operation} and its arguments
     * @throws io.jpod.api.JpodException as the operation failed
     */
    JsonObject call(JsonObject request);

    /** Removes what was started and not kept. */
    @Override
    void close();
}
