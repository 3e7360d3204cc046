package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.Fields;
import io.jpod.cli.format.JsonFields;
import io.jpod.cli.format.Sizes;
import io.jpod.cli.format.TabWriter;
import io.jpod.cli.format.Template;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Containers.Snapshot;
import io.jpod.engine.Images.Image;
import io.jpod.engine.Store.Usage;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code system df}. */
public final class SystemDfCommand implements Command {
    private static final String OPTIONS = """
            format string Print as JSON or by a template
            verbose,v bool Show every image, container and volume
            """;

    /** Headings are the fields' names in capitals. */
    private static final Fields HEADINGS = new Fields() {
        @Override
        public Object field(String name) {
            return MISSING;
        }

        @Override
        public Object json() {
            return MISSING;
        }
    };

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Show podman disk usage".replace("podman", "jpod"),
                "Shows how much of the disk images, containers and volumes take, as allocated by the file system.",
                "[options]",
                """
                system df
                system df -v
                system df --format "{{.Type}}: {{.Size}}"
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.none(call);
        boolean verbose = call.options().flag("verbose");
        String format = call.options().text("format");
        if (verbose && call.options().given("format")) {
            throw JpodException.usage("cannot combine --format and --verbose flags");
        }
        Usage usage = call.store().usage();
        if (verbose) {
            new SystemDfDetails(call, usage).print();
            return 0;
        }
        List<JsonObject> rows = rows(call, usage);
        if (format.strip().equals("json")) {
            call.out().println(Json.pretty(rows, "    "));
            return 0;
        }
        Template template = Template.parse(
                "df",
                call.options().given("format")
                        ? format
                        : "table {{.Type}} {{.Total}} {{.Active}} {{.Size}} {{.Reclaimable}}");
        TabWriter table = new TabWriter();
        if (template.isTable()) {
            table.add(template.headings(HEADINGS));
        }
        for (JsonObject row : rows) {
            if (template.isTable()) {
                table.add(template.row(new JsonFields(row)));
            } else {
                call.out().print(template.row(new JsonFields(row)));
            }
        }
        call.out().print(table + template.end());
        return 0;
    }

    private static List<JsonObject> rows(Invocation call, Usage usage) {
        List<JsonObject> rows = new ArrayList<>();
        int usedImages = 0;
        ImageUse use = new ImageUse(call);
        List<Image> images = call.images().list();
        for (Image image : images) {
            usedImages += use.count(image.config().id()) > 0 ? 1 : 0;
        }
        rows.add(row("Images", images.size(), usedImages, usage.imageBytes(), usage.unusedImageBytes()));
        long containerBytes = 0;
        long idleBytes = 0;
        int running = 0;
        List<Snapshot> containers = call.containers().list();
        for (Snapshot container : containers) {
            long bytes = usage.containers().getOrDefault(container.config().id(), 0L);
            containerBytes += bytes;
            if (Selection.isRunning(container)) {
                running++;
            } else {
                idleBytes += bytes;
            }
        }
        rows.add(row("Containers", containers.size(), running, containerBytes, idleBytes));
        List<String> used = VolumeFilter.used(call);
        long volumeBytes = 0;
        long unusedBytes = 0;
        int active = 0;
        for (Map.Entry<String, Long> volume : usage.volumes().entrySet()) {
            volumeBytes += volume.getValue();
            if (used.contains(volume.getKey())) {
                active++;
            } else {
                unusedBytes += volume.getValue();
            }
        }
        rows.add(row("Local Volumes", usage.volumes().size(), active, volumeBytes, unusedBytes));
        return rows;
    }

    private static JsonObject row(String type, int total, int active, long bytes, long reclaimable) {
        long percent = bytes == 0 ? 0 : Math.round(100.0 * reclaimable / bytes);
        return new JsonObject()
                .put("Type", type)
                .put("Total", total)
                .put("Active", active)
                .put("RawSize", bytes)
                .put("RawReclaimable", reclaimable)
                .put("TotalCount", total)
                .put("Size", Sizes.digits(bytes))
                .put("Reclaimable", Sizes.digits(reclaimable) + " (" + percent + "%)");
    }
}
