package io.jpod.cli.command;

import io.jpod.cli.Console;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.Ids;
import io.jpod.cli.format.Times;
import io.jpod.engine.Containers.Snapshot;
import io.jpod.engine.LogRequest;
import io.jpod.engine.LogSink;
import io.jpod.support.host.LocalZone;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Prints one container's recorded output, each stream to its own. Pieces of several printers may come from several threads. */
final class LogPrinter implements LogSink {
    private static final String[] COLORS = {"37", "31", "33", "34", "35", "36", "32"};

    private final Invocation call;
    private final Snapshot container;
    private final boolean flush;
    private final byte[] start;
    private final byte[] end;

    /**
     * @param several whether lines must tell whose they are
     * @param index of the container, for its colour
     */
    LogPrinter(Invocation call, Snapshot container, boolean several, int index) {
        this.call = call;
        this.container = container;
        this.flush = call.options().flag("follow");
        boolean color = call.options().flag("color");
        String name = call.options().flag("names")
                ? container.name()
                : Ids.brief(container.config().id());
        this.start = ((color ? "\033[" + COLORS[index % COLORS.length] + "m" : "") + (several ? name + " " : ""))
                .getBytes(StandardCharsets.UTF_8);
        this.end = (color ? "\033[0m" : "").getBytes(StandardCharsets.UTF_8);
    }

    void print(LogRequest request) {
        call.containers().logs(container.config().id(), request, this);
    }

    @Override
    public void line(Instant time, boolean stderr, boolean partial, byte[] text) {
        synchronized (call) {
            Console console = stderr ? call.err() : call.out();
            console.write(start, 0, start.length);
            if (call.options().flag("timestamps")) {
                console.print(Times.nanos(time, LocalZone.of(call.context().clock())))
                        .print(" ");
            }
            console.write(text, 0, text.length);
            console.write(end, 0, end.length);
            if (!partial) {
                console.print("\n");
            }
            if (flush) {
                console.flush();
            } else if (stderr) {
                call.out().flush();
                console.flush();
            }
        }
    }
}
