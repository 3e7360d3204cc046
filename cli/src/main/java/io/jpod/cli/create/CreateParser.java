package io.jpod.cli.create;

import io.jpod.api.JpodException;
import io.jpod.cli.option.Options;
import io.jpod.engine.PullOptions;
import io.jpod.engine.request.CreateRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns the options of one {@code create} or {@code run} into a request. */
public final class CreateParser {
    private final Options options;
    private final Path directory;
    private final Map<String, String> environment;
    private final boolean run;

    /**
     * @param directory relative paths start here
     * @param run whether the table was {@link CreateTable#run}
     */
    public CreateParser(Options options, Path directory, Map<String, String> environment, boolean run) {
        this.options = options;
        this.directory = directory;
        this.environment = environment;
        this.run = run;
    }

    /**
     * @param arguments image or root directory, then the command's words; at least one
     * @param commandLine the whole command line, for inspect
     * @throws JpodException USAGE in podman's words
     */
    public CreateRequest parse(List<String> arguments, List<String> commandLine) {
        String image = arguments.get(0);
        List<String> command = arguments.subList(1, arguments.size());
        Definitions definitions = new Definitions(directory, environment);
        LifecycleParser lifecycle = new LifecycleParser(options, directory, run);
        String name = options.text("name");
        if (!name.isEmpty()) {
            checkName(name);
        }
        String pid = options.text("pid");
        if (options.flag("init") && !pid.isEmpty() && !pid.equals("private")) {
            throw JpodException.usage("cannot add init binary as PID 1 (PID namespace isn't private)");
        }
        return CreateRequest.builder()
                .name(name)
                .image(options.flag("rootfs") ? "" : image)
                .pull(pullPolicy(options.text("pull")))
                .platform(platform(options))
                .labels(definitions.labels(options))
                .annotations(Definitions.pairs(options.list("annotation"), "annotations must be formatted KEY=VALUE"))
                .createCommand(commandLine)
                .process(new ProcessParser(options, definitions, run).parse(command))
                .security(new SecurityParser(options).parse())
                .resources(new ResourceParser(options).parse())
                .filesystem(new FilesystemParser(options, directory).parse(image))
                .namespaces(new NamespaceParser(options, environment).parse())
                .network(new NetworkParser(options).parse())
                .log(lifecycle.log())
                .lifecycle(lifecycle.parse())
                .build();
    }

    private static void checkName(String name) {
        boolean valid = isAlphanumeric(name.charAt(0));
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            valid &= isAlphanumeric(c) || c == '_' || c == '.' || c == '-';
        }
        if (!valid) {
            throw JpodException.usage("running container create option:"
                    + " names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*: invalid argument");
        }
    }

    private static boolean isAlphanumeric(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    /**
     * When an image is fetched: {@code always}, {@code missing}, {@code never} or {@code newer}.
     *
     * @param text one of these, or of the words that stand for them; missing when it is empty
     * @throws JpodException USAGE
     */
    public static String pullPolicy(String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "always", "true":
                return "always";
            case "missing", "ifmissing", "ifnotpresent", "":
                return "missing";
            case "never", "false":
                return "never";
            case "newer", "ifnewer":
                return "newer";
            default:
                throw JpodException.usage("unsupported pull policy " + GoText.quote(text));
        }
    }

    /** {@code --platform}, or {@code --os}, {@code --arch} and {@code --variant} put together; empty for the host's. */
    public static String platform(Options options) {
        String platform = options.text("platform");
        String arch = options.text("arch");
        String os = options.text("os");
        String variant = options.text("variant");
        if (!platform.isEmpty()) {
            if (!arch.isEmpty() || !os.isEmpty()) {
                throw JpodException.usage("--platform option can not be specified with --arch or --os");
            }
            return platform;
        }
        if (arch.isEmpty() && os.isEmpty() && variant.isEmpty()) {
            return "";
        }
        return (os.isEmpty() ? "linux" : os) + "/" + arch + (variant.isEmpty() ? "" : "/" + variant);
    }

    /** How the image is fetched. */
    public PullOptions pullOptions(CreateRequest request) {
        return pullOptions(options)
                .policy(request.pull())
                .platform(request.platform())
                .decryptionKeys(
                        options.given("decryption-key")
                                ? new EncryptionOptions(options, directory).decryptionKeys()
                                : List.of())
                .build();
    }

    private static String textOf(Options options, String name) {
        return options.has(name) ? options.text(name) : "";
    }

    /** The options that commands with registries share, as far as this one has them. */
    public static PullOptions.Builder pullOptions(Options options) {
        PullOptions.Builder builder = PullOptions.builder()
                .authFile(textOf(options, "authfile"))
                .certDir(textOf(options, "cert-dir"))
                .signaturePolicy(textOf(options, "signature-policy"))
                .credentials(textOf(options, "creds"));
        if (options.given("tls-verify")) {
            builder.tlsVerify(options.flag("tls-verify"));
        }
        if (options.given("retry")) {
            builder.retries((int) options.number("retry"));
        }
        if (options.given("retry-delay")) {
            builder.retryDelaySeconds((int) (GoDuration.nanos(options.text("retry-delay")) / 1_000_000_000L));
        }
        return builder;
    }
}
