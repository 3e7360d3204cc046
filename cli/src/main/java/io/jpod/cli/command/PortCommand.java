package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.Ids;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Containers.Snapshot;
import io.jpod.engine.request.PortRequest;
import java.util.ArrayList;
import java.util.List;

/** {@code port}. */
public final class PortCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Show the ports of all running containers
            latest,l bool Take the container that was created last
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "List port mappings or a specific mapping for the container", "[options] CONTAINER [PORT]", """
                port web
                port web 80/tcp
                port -a
                """);
    }

    @Override
    public int run(Invocation call) {
        List<String> words = call.arguments();
        boolean all = call.options().flag("all");
        boolean latest = call.options().flag("latest");
        if (all && latest) {
            throw JpodException.usage("--all and --latest cannot be used together");
        }
        if (all && !words.isEmpty()) {
            throw JpodException.usage("no arguments are needed with --all");
        }
        if (words.isEmpty() && !all && !latest) {
            throw JpodException.usage("you must supply a running container name or id");
        }
        if (words.size() > (latest ? 1 : 2)) {
            throw JpodException.usage("`" + call.path() + "` accepts at most 2 arguments");
        }
        if (all) {
            printAll(call);
            return 0;
        }
        Snapshot container = latest ? Selection.latest(call) : call.containers().get(words.get(0));
        String wanted = words.size() > (latest ? 0 : 1) ? words.get(words.size() - 1) : "";
        checkNumber(wanted);
        if (Selection.isRunning(container)) {
            print(call, container, wanted);
        }
        return 0;
    }

    private static void printAll(Invocation call) {
        for (Snapshot container : call.containers().list()) {
            if (Selection.isRunning(container)) {
                for (PortRequest port : single(container)) {
                    call.out()
                            .println(Ids.brief(container.config().id()) + "\t" + inside(port) + " -> " + outside(port));
                }
            }
        }
    }

    private static void print(Invocation call, Snapshot container, String wanted) {
        String key = wanted.isEmpty() || wanted.indexOf('/') >= 0 ? wanted : wanted + "/tcp";
        boolean found = false;
        for (PortRequest port : single(container)) {
            if (wanted.isEmpty()) {
                call.out().println(inside(port) + " -> " + outside(port));
            } else if (inside(port).equals(key)) {
                call.out().println(outside(port));
                found = true;
            }
        }
        if (!wanted.isEmpty() && !found) {
            throw JpodException.notFound("failed to find published port \"" + wanted + "\"");
        }
    }

    private static void checkNumber(String wanted) {
        int slash = wanted.indexOf('/');
        String number = slash < 0 ? wanted : wanted.substring(0, slash);
        for (int i = 0; i < number.length(); i++) {
            if (number.charAt(i) < '0' || number.charAt(i) > '9') {
                throw JpodException.usage("strconv.ParseUint: parsing \"" + number + "\": invalid syntax");
            }
        }
    }

    /** Ranges taken apart. */
    private static List<PortRequest> single(Snapshot container) {
        List<PortRequest> result = new ArrayList<>();
        for (PortRequest port : container.config().ports()) {
            for (int i = 0; i < Math.max(1, port.range()); i++) {
                result.add(port.toBuilder()
                        .hostPort(port.hostPort() + i)
                        .containerPort(port.containerPort() + i)
                        .range(1)
                        .build());
            }
        }
        return result;
    }

    private static String inside(PortRequest port) {
        return port.containerPort() + "/" + port.protocol();
    }

    private static String outside(PortRequest port) {
        return (port.hostIp().isEmpty() ? "0.0.0.0" : port.hostIp()) + ":" + port.hostPort();
    }
}
