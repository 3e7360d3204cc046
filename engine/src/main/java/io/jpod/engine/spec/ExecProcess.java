package io.jpod.engine.spec;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.ExecRequest;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.support.json.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes processes that join a running container. */
public final class ExecProcess {
    private final EngineContext context;

    public ExecProcess(EngineContext context) {
        this.context = context;
    }

    /**
     * The OCI process object (runtime-spec, config.md, process).
     *
     * @param root the container's root as this process can open it: the mounted root file system or {@code /proc/PID/root}
     * @throws JpodException NOT_FOUND for an unknown user, USAGE for an empty command
     */
    public JsonObject json(ContainerConfig config, Path root, ExecRequest request) {
        if (request.command().isEmpty()) {
            throw JpodException.usage("must provide a non-empty command to start an exec session: invalid argument");
        }
        SpecFacts facts = new SpecFacts(config, context.host());
        String userSpec = request.user().isEmpty() ? config.userSpec() : request.user();
        Accounts accounts;
        try (ContainerRoot opened = ContainerRoot.open(context.posix(), root)) {
            accounts = Accounts.of(opened);
        }
        Accounts.Account account = account(accounts, userSpec);
        ProcessSection section = new ProcessSection(context, config, facts);

        JsonObject json = new JsonObject();
        if (request.terminal()) {
            json.put("terminal", true);
        }
        json.put("user", section.user(account, section.groups(accounts, account, userSpec)));
        json.put("args", request.command());
        json.put("env", environment(config, request, account));
        String directory =
                request.workingDirectory().isEmpty() ? config.workingDirectory() : request.workingDirectory();
        json.put("cwd", directory.isEmpty() ? "/" : directory);
        json.put("capabilities", capabilities(section, request, userSpec));
        List<Object> limits = section.rlimits(config.request().process());
        if (!limits.isEmpty()) {
            json.put("rlimits", limits);
        }
        section.finish(json);
        return json;
    }

    /** An unknown user keeps a session from being made; podman does not count that as a command that cannot be started. */
    private static Accounts.Account account(Accounts accounts, String userSpec) {
        try {
            return accounts.resolve(userSpec);
        } catch (JpodException e) {
            if (e.code() == ErrorCode.COMMAND_NOT_INVOKABLE) {
                throw JpodException.notFound(e.getMessage());
            }
            throw e;
        }
    }

    private static List<String> environment(ContainerConfig config, ExecRequest request, Accounts.Account account) {
        Map<String, String> variables = new LinkedHashMap<>(config.env());
        if (!request.user().isEmpty() && !config.request().process().env().containsKey("HOME")) {
            variables.remove("HOME");
        }
        if (request.terminal() && !variables.containsKey("TERM")) {
            variables.put("TERM", "xterm");
        }
        variables.putAll(request.env());
        return ProcessSection.environment(variables, account);
    }

    private JsonObject capabilities(ProcessSection section, ExecRequest request, String userSpec) {
        int colon = userSpec.indexOf(':');
        String user = colon < 0 ? userSpec : userSpec.substring(0, colon);
        if (!request.privileged()) {
            return section.capabilitySets(section.bounding(), user);
        }
        List<String> all = new Capabilities(Path.of("/proc/self/status")).bounding();
        JsonObject json = new JsonObject().put("bounding", all);
        if (user.isEmpty() || user.equals("root") || user.equals("0")) {
            json.put("effective", all).put("permitted", all);
        }
        return json;
    }
}
