package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.GoDuration;
import io.jpod.cli.option.OptionTable;
import java.time.Duration;
import java.util.List;

/** {@code wait}. */
public final class WaitCommand implements Command {
    private static final String OPTIONS = """
            condition strings State to wait for
            exit-first-match refused/bool End with the first container that fits
            ignore bool Do not complain about containers that do not exist
            interval,i string=250ms Time between looks where nothing can be waited on
            latest,l bool Take the container that was created last
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Block on one or more containers", "[options] CONTAINER [CONTAINER...]", """
                wait web
                wait --condition=running web
                """);
    }

    @Override
    public int run(Invocation call) {
        if (call.arguments().isEmpty() && !call.options().flag("latest")) {
            throw JpodException.usage("\"" + call.path() + "\" requires a name, id, or the \"--latest\" flag");
        }
        Duration interval = interval(call.options().text("interval"));
        List<String> conditions = call.options().list("condition");
        for (String condition : conditions) {
            ContainerFilter.checkStatus(condition);
        }
        Failures failures = new Failures(call);
        for (String name : new Selection(call).names(container -> true)) {
            try {
                call.out().println(Integer.toString(call.containers().waitFor(name, conditions, interval)));
                call.out().flush();
            } catch (JpodException e) {
                if (!call.options().flag("ignore") || e.code() != ErrorCode.NOT_FOUND) {
                    failures.add(e);
                } else {
                    call.out().println("-1");
                }
            }
        }
        return failures.exitCode();
    }

    /** A plain number counts as milliseconds. */
    private static Duration interval(String text) {
        boolean digits = !text.isEmpty() && text.length() < 10;
        for (int i = 0; i < text.length(); i++) {
            digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return digits ? Duration.ofMillis(Long.parseLong(text)) : Duration.ofNanos(GoDuration.nanos(text));
    }
}
