package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.TabWriter;
import io.jpod.cli.format.Template;
import io.jpod.cli.option.OptionTable;
import io.jpod.cli.option.Options;
import io.jpod.engine.Images.Image;
import io.jpod.support.json.Json;
import java.util.ArrayList;
import java.util.List;

/** {@code images}. */
public final class ImagesCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Show also nameless images that others stand on
            digests bool Show digests
            filter,f strings Show the images that fit a condition
            format string Print as JSON or by a template
            history bool Show the names an image has had
            no-trunc bool Do not shorten ids
            noheading,n bool Print no headings
            quiet,q bool Print ids only
            sort string=created Sort by tag, created, id, repository, size
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("List images in local storage", "[options] [IMAGE]", """
                images
                images --format "{{.ID}} {{.Repository}}:{{.Tag}}"
                images --filter dangling=true
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.atMost(call, 1);
        Options options = call.options();
        if (!ImageRow.isSort(options.text("sort"))) {
            throw JpodException.usage("\"" + options.text("sort")
                    + "\" is not a valid field for sorting. Choose from: created, id, repository, size, tag");
        }
        List<String> filters = new ArrayList<>(options.list("filter"));
        if (!call.arguments().isEmpty()) {
            filters.add("reference=" + call.arguments().get(0));
        }
        ImageFilter filter = ImageFilter.parse(call, filters);
        List<Image> images = new ArrayList<>();
        Intermediates intermediates = new Intermediates(call);
        for (Image image : call.images().list()) {
            boolean shown = options.flag("all") || filter.asks("intermediate") || !intermediates.contain(image);
            if (shown && filter.holds(image)) {
                images.add(image);
            }
        }
        print(call, images, filter);
        return 0;
    }

    private static void print(Invocation call, List<Image> images, ImageFilter filter) {
        Options options = call.options();
        ImageUse use = new ImageUse(call);
        String format = options.text("format");
        String sort = options.text("sort");
        if (options.given("format") && Template.isJson(format)) {
            List<Object> documents = new ArrayList<>();
            for (ImageRow row : ImageRow.byName(call, images, use, sort, filter)) {
                documents.add(row.json());
            }
            call.out().println(Json.pretty(documents, "    "));
            return;
        }
        if (options.flag("quiet")) {
            for (ImageRow row : ImageRow.whole(call, images, use, sort)) {
                call.out().println(row.id());
            }
            return;
        }
        Template template = Template.parse("images", options.given("format") ? format : columns(options, images));
        List<ImageRow> rows = ImageRow.byName(call, images, use, sort, filter);
        TabWriter table = new TabWriter();
        if (template.isTable() && !options.flag("noheading")) {
            table.add(template.headings(ImageRow.HEADINGS));
        }
        for (ImageRow row : rows) {
            if (template.isTable()) {
                table.add(template.row(row));
            } else {
                call.out().print(template.row(row));
            }
        }
        call.out().print(table + template.end());
    }

    private static String columns(Options options, List<Image> images) {
        boolean others = false;
        for (Image image : images) {
            others |= image.readOnly();
        }
        return "table {{.Repository}} {{.Tag}}" + (options.flag("digests") ? " {{.Digest}}" : "")
                + " {{.ID}} {{.Created}} {{.Size}}" + (options.flag("history") ? " {{.History}}" : "")
                + (others ? " {{.ReadOnly}}" : "");
    }
}
