package io.jpod.image.registry;

import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Reads what a registry says when it refuses (distribution-spec, error codes); the one place that knows the texts. */
final class RegistryErrors {
    private RegistryErrors() {}

    /** A cause for the caller's exception: temporary for overload and server faults. */
    static IOException of(HttpResponse response) {
        String text = describe(response);
        int status = response.status();
        return status == 408 || status == 429 || status >= 500 && status != 501 && status != 505
                ? new TemporaryFailure(text, null, status, retryAfter(response))
                : new RegistryRefusal(text, status);
    }

    /** The same with what was being done before its message. */
    static IOException of(HttpResponse response, String what) {
        IOException reason = of(response);
        return reason instanceof TemporaryFailure temporary
                ? temporary.during(what)
                : new RegistryRefusal(what + ": " + reason.getMessage(), response.status());
    }

    /** Seconds (RFC 9110, 10.2.3); a date is left to the usual delay. */
    private static long retryAfter(HttpResponse response) {
        String text = response.header("Retry-After").orElse("");
        try {
            return Math.max(0, Long.parseLong(text.trim()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String describe(HttpResponse response) {
        String body = response.text();
        try {
            List<JsonObject> errors = Json.parseObject(body).getObjects("errors");
            if (!errors.isEmpty()) {
                String code = errors.get(0)
                        .getString("code", "unknown")
                        .toLowerCase(Locale.ROOT)
                        .replace('_', ' ');
                return plain(code + ": " + errors.get(0).getString("message", ""));
            }
        } catch (JpodException e) {
            // Not the specification's form; the status has to do.
        }
        return switch (response.status()) {
            case 401 -> "unauthorized: authentication required";
            case 403 -> "denied: requested access to the resource is denied";
            case 404 -> "not found";
            case 429 -> "toomanyrequests: too many requests to registry";
            default -> "received unexpected HTTP status: " + response.status();
        };
    }

    private static String plain(String text) {
        String quoted = Digest.printable(text);
        return quoted.substring(1, quoted.length() - 1);
    }
}
