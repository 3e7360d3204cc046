package io.jpod.engine.logs;

import io.jpod.engine.LogRequest;
import io.jpod.engine.LogSink;

/** Passes on the records that lie between a request's times. */
final class RequestedTimes {
    private final LogRequest request;
    private final LogSink sink;
    private boolean past;

    RequestedTimes(LogRequest request, LogSink sink) {
        this.request = request;
        this.sink = sink;
    }

    /** True once a record was later than what is wanted. */
    boolean past() {
        return past;
    }

    /** @param record null is left out */
    void accept(LogRecord record) {
        if (record == null || past) {
            return;
        }
        if (request.since().isPresent()
                && record.time().isBefore(request.since().get())) {
            return;
        }
        if (request.until().isPresent() && record.time().isAfter(request.until().get())) {
            past = true;
            return;
        }
        sink.line(record.time(), record.stderr(), record.partial(), record.text());
    }
}
