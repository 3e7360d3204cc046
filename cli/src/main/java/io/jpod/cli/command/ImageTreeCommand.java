package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.Ids;
import io.jpod.cli.format.Sizes;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Contents.Layer;
import io.jpod.engine.Images.Image;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code image tree}. */
public final class ImageTreeCommand implements Command {
    private static final String OPTIONS = """
            whatrequires bool Show the layers of other images that stand on this one
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Print layer hierarchy of an image in a tree format", "[options] IMAGE", """
                image tree alpine
                image tree --whatrequires alpine
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 1);
        Image image = call.images().get(call.arguments().get(0));
        Map<String, List<String>> tops = new LinkedHashMap<>();
        List<Image> all = call.images().list();
        for (Image other : all) {
            tops.computeIfAbsent(other.config().topLayer(), top -> new ArrayList<>())
                    .addAll(other.names());
        }
        call.out().println("Image ID: " + Ids.brief(image.config().id()));
        call.out().println("Tags:     " + bracketed(image.names()));
        call.out().println("Size:     " + Sizes.digits(image.config().size()));
        List<Layer> own = call.contents().layers(image.config().id());
        if (own.isEmpty()) {
            call.out().println("No Image Layers");
            return 0;
        }
        call.out().println("Image Layers");
        if (call.options().flag("whatrequires")) {
            new Children(call, all, own.get(own.size() - 1).id(), tops).print();
        } else {
            for (int i = 0; i < own.size(); i++) {
                call.out().println((i == own.size() - 1 ? "└── " : "├── ") + line(own.get(i), tops));
            }
        }
        call.out().println("");
        return 0;
    }

    private static String line(Layer layer, Map<String, List<String>> tops) {
        String size = Sizes.digits(layer.bytes());
        String text = "ID: " + Ids.brief(layer.id()) + " Size: " + " ".repeat(Math.max(0, 7 - size.length())) + size;
        List<String> names = tops.getOrDefault(layer.id(), List.of());
        return names.isEmpty() ? text : text + " Top Layer of: " + bracketed(names);
    }

    private static String bracketed(List<String> names) {
        return "[" + String.join(" ", names) + "]";
    }

    /** The layers that stand on one layer, as a tree. */
    private static final class Children {
        private final Invocation call;
        private final String root;
        private final Map<String, List<String>> tops;
        private final Map<String, Layer> known = new LinkedHashMap<>();
        private final Map<String, List<String>> children = new LinkedHashMap<>();

        Children(Invocation call, List<Image> all, String root, Map<String, List<String>> tops) {
            this.call = call;
            this.root = root;
            this.tops = tops;
            for (Image image : all) {
                String parent = "";
                for (Layer layer : call.contents().layers(image.config().id())) {
                    known.put(layer.id(), layer);
                    List<String> siblings = children.computeIfAbsent(parent, id -> new ArrayList<>());
                    if (!siblings.contains(layer.id())) {
                        siblings.add(layer.id());
                    }
                    parent = layer.id();
                }
            }
        }

        /** The layer itself stands first, beside those right above it. */
        void print() {
            List<String> above = children.getOrDefault(root, List.of());
            call.out().println((above.isEmpty() ? "└── " : "├── ") + line(known.get(root), tops));
            print(above, "");
        }

        private void print(List<String> layers, String indent) {
            for (int i = 0; i < layers.size(); i++) {
                boolean last = i == layers.size() - 1;
                String id = layers.get(i);
                call.out().println(indent + (last ? "└── " : "├── ") + line(known.get(id), tops));
                print(children.getOrDefault(id, List.of()), indent + (last ? "    " : "│   "));
            }
        }
    }
}
