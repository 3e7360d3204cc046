package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.CliContext.Build;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.JsonFields;
import io.jpod.cli.format.Template;
import io.jpod.cli.option.OptionTable;
import io.jpod.support.host.LocalZone;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;

/** {@code version}. */
public final class VersionCommand implements Command {
    private static final String OPTIONS = """
            format,f string Print as JSON or by a template
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Display the version of jpod", "[options]", """
                version
                version --format json
                """);
    }

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final int THURSDAY = 3;
    private static final long SECONDS_OF_A_DAY = 86_400;

    @Override
    public int run(Invocation call) {
        Arguments.none(call);
        JsonObject client = client(call);
        String format = call.options().text("format");
        if (format.isEmpty()) {
            print(call, client);
            return 0;
        }
        JsonObject document = new JsonObject().put("Client", client);
        call.out().print(Template.isJson(format) ? Json.compact(document) + "\n" : formatted(format, document, client));
        return 0;
    }

    /** Old templates name the client's fields alone, or those of a server that is not there. */
    private static String formatted(String format, JsonObject document, JsonObject client) {
        try {
            return Template.parse("version", format).row(new JsonFields(document));
        } catch (JpodException e) {
            try {
                return Template.parse("version", format.replace(".Server.", "."))
                        .row(new JsonFields(client));
            } catch (JpodException unknown) {
                throw e;
            }
        }
    }

    /** What is known about this program, by podman's names. */
    static JsonObject client(Invocation call) {
        Build build = call.context().build();
        String arch = System.getProperty("os.arch", "");
        if (arch.equals("x86_64")) {
            arch = "amd64";
        } else if (arch.equals("aarch64")) {
            arch = "arm64";
        }
        return new JsonObject()
                .put("APIVersion", build.version())
                .put("Version", build.version())
                .put("GoVersion", "java" + System.getProperty("java.version", ""))
                .put("GitCommit", build.commit())
                .put("BuiltTime", time(build.builtAt(), call))
                .put("Built", build.builtAt())
                .put("OsArch", "linux/" + arch)
                .put("Os", "linux");
    }

    private static void print(Invocation call, JsonObject client) {
        StringBuilder out = new StringBuilder();
        out.append("Client:       jpod Engine\n");
        line(out, "Version:      ", client, "Version");
        line(out, "API Version:  ", client, "APIVersion");
        line(out, "Java Version: ", client, "GoVersion");
        if (!client.getString("GitCommit", "").isEmpty()) {
            line(out, "Git Commit:   ", client, "GitCommit");
        }
        line(out, "Built:        ", client, "BuiltTime");
        line(out, "OS/Arch:      ", client, "OsArch");
        call.out().print(out.toString());
    }

    private static void line(StringBuilder out, String label, JsonObject client, String name) {
        out.append(label).append(client.getString(name, "")).append('\n');
    }

    /** As ctime(3): {@code Mon Nov 23 22:26:11 2026}. */
    private static String time(long seconds, Invocation call) {
        LocalZone zone = LocalZone.of(call.context().clock());
        OffsetDateTime time = zone.at(Instant.ofEpochSecond(seconds));
        // Not getDayOfWeek: it makes the JDK load all of its formatting of dates. The first day of 1970 was a Thursday.
        int day = (int) Math.floorMod(Math.floorDiv(seconds + zone.offset(seconds), SECONDS_OF_A_DAY) + THURSDAY, 7L);
        StringBuilder out = new StringBuilder(24);
        out.append(DAYS, day * 3, day * 3 + 3).append(' ');
        int month = time.getMonthValue() - 1;
        out.append(MONTHS, month * 3, month * 3 + 3).append(time.getDayOfMonth() < 10 ? "  " : " ");
        out.append(time.getDayOfMonth()).append(' ');
        two(out, time.getHour()).append(':');
        two(out, time.getMinute()).append(':');
        two(out, time.getSecond()).append(' ');
        return out.append(time.getYear()).toString();
    }

    private static StringBuilder two(StringBuilder out, int value) {
        return out.append(value < 10 ? "0" : "").append(value);
    }
}
