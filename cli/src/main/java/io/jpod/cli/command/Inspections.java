package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Failures;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.JsonFields;
import io.jpod.cli.format.TabWriter;
import io.jpod.cli.format.Template;
import io.jpod.engine.Containers.Snapshot;
import io.jpod.engine.inspect.ContainerInspection;
import io.jpod.engine.inspect.ImageInspection;
import io.jpod.engine.inspect.VolumeInspection;
import io.jpod.support.host.LocalZone;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks objects up by name and prints their documents. */
final class Inspections {
    private static final String INDENT = "     ";

    private final Invocation call;
    private final String type;

    /**
     * @param type {@code container}, {@code image}, {@code volume}, or {@code all} for whichever has the name, in this order
     */
    Inspections(Invocation call, String type) {
        this.call = call;
        this.type = type;
    }

    /** Prints all that are found, tells those that are not; returns the exit code. */
    int print(List<String> names) {
        Failures failures = new Failures(call);
        List<Object> documents = new ArrayList<>();
        List<JpodException> errors = new ArrayList<>();
        for (String name : names) {
            try {
                documents.add(find(name));
            } catch (JpodException e) {
                errors.add(e);
            }
        }
        print(documents, call.options().text("format"));
        for (JpodException error : errors) {
            failures.add(error);
        }
        return failures.exitCode();
    }

    private void print(List<Object> documents, String format) {
        if (format.isEmpty() || Template.isJson(format)) {
            call.out().println(Json.pretty(documents, INDENT));
            return;
        }
        Template template = Template.parse("inspect", format);
        TabWriter table = new TabWriter();
        for (Object document : documents) {
            String row = template.row(new JsonFields((JsonObject) document));
            if (template.isTable()) {
                table.add(row);
            } else {
                call.out().print(row);
            }
        }
        call.out().print(table + template.end());
    }

    private JsonObject find(String name) {
        switch (type) {
            case "container":
                return orMissing("no such container " + name, name, 'c');
            case "image":
                return image(name);
            case "volume":
                return orMissing("no such volume " + name, name, 'v');
            default:
                return any(name);
        }
    }

    private JsonObject orMissing(String message, String name, char kind) {
        try {
            return kind == 'c' ? container(name) : volume(name);
        } catch (JpodException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                throw JpodException.notFound(message);
            }
            throw e;
        }
    }

    private JsonObject any(String name) {
        try {
            return container(name);
        } catch (JpodException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
        }
        if (call.images().exists(name)) {
            return image(name);
        }
        String whole = VolumeFilter.whole(call, name);
        if (call.volumes().exists(whole)) {
            return volume(whole);
        }
        throw JpodException.notFound("no such object: \"" + name + "\"");
    }

    private JsonObject container(String name) {
        Snapshot container = call.containers().get(name);
        boolean size = call.options().has("size") && call.options().flag("size");
        return new ContainerInspection(call.session().context())
                .describe(
                        container,
                        size
                                ? Optional.of(call.containers()
                                        .usage(container.config().id()))
                                : Optional.empty());
    }

    private JsonObject image(String name) {
        return new ImageInspection(call.session().context(), call.images())
                .describe(call.images().get(name));
    }

    private JsonObject volume(String name) {
        String whole = VolumeFilter.whole(call, name);
        return new VolumeInspection(LocalZone.of(call.context().clock()))
                .describe(call.volumes().get(whole), call.volumes().mountCount(whole));
    }
}
