package io.jpod.cli.create;

import io.jpod.api.JpodException;
import io.jpod.cli.option.Options;
import io.jpod.engine.plan.Signals;
import io.jpod.engine.request.LifecycleOptions;
import io.jpod.engine.request.LogOptions;
import java.nio.file.Path;
import java.util.Map;

/** From creation to removal, and logs. */
final class LifecycleParser {
    private final Options options;
    private final Path directory;
    private final boolean run;

    LifecycleParser(Options options, Path directory, boolean run) {
        this.options = options;
        this.directory = directory;
        this.run = run;
    }

    LifecycleOptions parse() {
        if (options.flag("replace") && options.text("name").isEmpty()) {
            throw JpodException.usage("cannot replace container without --name being set");
        }
        LifecycleOptions.Builder builder = LifecycleOptions.builder()
                .remove(options.flag("rm"))
                .removeImage(run && options.flag("rmi"))
                .stopSignal(options.text("stop-signal"))
                .timeout((int) options.number("timeout"))
                .cidFile(path("cidfile"))
                .pidFile(path("pidfile"))
                .conmonPidFile(path("conmon-pidfile"))
                .sdNotify(sdNotify())
                .requires(options.list("requires"))
                .replace(options.flag("replace"));
        if (!options.text("stop-signal").isEmpty()) {
            Signals.number(options.text("stop-signal"));
        }
        restart(builder);
        if (options.given("stop-timeout")) {
            builder.stopTimeout((int) options.number("stop-timeout"));
        }
        return builder.build();
    }

    private String path(String name) {
        String text = options.text(name);
        return text.isEmpty() ? "" : directory.resolve(text).normalize().toString();
    }

    private void restart(LifecycleOptions.Builder builder) {
        String text = options.text("restart");
        int colon = text.indexOf(':');
        String policy = colon < 0 ? text : text.substring(0, colon);
        if (!policy.isEmpty() && !policy.equals("no") && options.flag("rm")) {
            throw JpodException.usage(
                    "the --rm option conflicts with --restart, when the restartPolicy is not \"\" and \"no\"");
        }
        switch (policy) {
            case "", "no", "always", "on-failure", "unless-stopped":
                builder.restartPolicy(policy);
                break;
            default:
                throw JpodException.usage("running container create option: " + GoText.quote(policy)
                        + " is not a valid restart policy: invalid argument");
        }
        if (colon < 0) {
            return;
        }
        if (!policy.equals("on-failure")) {
            throw JpodException.usage("restart policy retries can only be specified with on-failure restart policy");
        }
        String number = text.substring(colon + 1);
        try {
            int retries = Integer.parseInt(number);
            if (retries < 0) {
                throw JpodException.usage("must specify restart policy retry count as a number greater than 0");
            }
            builder.restartRetries(retries);
        } catch (NumberFormatException e) {
            throw JpodException.usage(
                    "parsing restart policy retry count: " + GoText.notANumber("strconv.Atoi", number));
        }
    }

    private String sdNotify() {
        String text = options.text("sdnotify");
        switch (text) {
            case "container", "conmon", "ignore":
                return text;
            case "healthy":
                throw JpodException.unsupported(
                        "--sdnotify=healthy is not supported by this version of jpod: there are no health checks");
            default:
                throw JpodException.usage("invalid config provided: invalid argument: invalid sdnotify value "
                        + GoText.quote(text) + ": must be container, conmon or ignore");
        }
    }

    LogOptions log() {
        String driver = options.text("log-driver");
        switch (driver) {
            case "", "k8s-file", "json-file", "journald", "none", "passthrough":
                break;
            case "passthrough-tty":
                throw JpodException.unsupported(
                        "--log-driver=passthrough-tty is not supported by this version of jpod");
            default:
                throw JpodException.usage("running container create option: invalid log driver: invalid argument");
        }
        Map<String, String> values = Definitions.pairs(options.list("log-opt"), "invalid log option %");
        String size = values.get("max-size");
        if (size != null) {
            values.put("max-size", Long.toString(ByteSize.decimal(size)));
        }
        return LogOptions.builder().driver(driver).options(values).build();
    }
}
