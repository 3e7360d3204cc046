package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.ProcessOptions;
import io.jpod.engine.request.SecurityOptions;
import io.jpod.support.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@code process} object (runtime-spec, config.md, process). */
final class ProcessSection {
    private final EngineContext context;
    private final ContainerConfig config;
    private final SpecFacts facts;
    private final Capabilities capabilities = new Capabilities(Path.of("/proc/self/status"));

    ProcessSection(EngineContext context, ContainerConfig config, SpecFacts facts) {
        this.context = context;
        this.config = config;
        this.facts = facts;
    }

    /**
     * Builds it.
     *
     * @param bounding the container's bounding set
     */
    JsonObject json(Accounts.Account account, List<Long> groups, List<String> bounding) {
        ProcessOptions process = config.request().process();
        JsonObject json = new JsonObject();
        if (process.terminal()) {
            json.put("terminal", true);
        }
        json.put("user", user(account, groups));
        json.put("args", arguments());
        json.put("env", environment(config.env(), account));
        json.put("cwd", config.workingDirectory().isEmpty() ? "/" : config.workingDirectory());
        json.put("capabilities", capabilitySets(bounding));
        List<Object> limits = rlimits(process);
        if (!limits.isEmpty()) {
            json.put("rlimits", limits);
        }
        finish(json);
        return json;
    }

    /** What holds for the container's process and for exec alike. */
    void finish(JsonObject json) {
        SecurityOptions security = config.request().security();
        if (security.noNewPrivileges()) {
            json.put("noNewPrivileges", true);
        }
        String profile = security.apparmor();
        if (!profile.isEmpty() && !profile.equals("unconfined") && !facts.privileged) {
            json.put("apparmorProfile", profile);
        }
        json.put("oomScoreAdj", config.request().process().oomScoreAdj().orElse(null));
    }

    List<Object> rlimits(ProcessOptions process) {
        return Rlimits.of(context, process);
    }

    JsonObject user(Accounts.Account account, List<Long> groups) {
        String umask = config.request().process().umask();
        if (umask.isEmpty()) {
            umask = context.settings().getObject("containers").getString("umask", "0022");
        }
        JsonObject user = new JsonObject()
                .put("uid", account.uid())
                .put("gid", account.gid())
                .put("umask", Integer.parseInt(umask, 8));
        List<Object> mapped = new ArrayList<>();
        for (long group : groups) {
            if (ContainerIds.isMapped(facts.gids, group) && !mapped.contains(group)) {
                mapped.add(group);
            }
        }
        if (!mapped.isEmpty()) {
            user.put("additionalGids", mapped);
        }
        return user;
    }

    /** Groups besides the first, in podman's order: those asked for, the first one when a user is named, memberships. */
    List<Long> groups(Accounts accounts, Accounts.Account account, String userSpec) {
        List<Long> result = new ArrayList<>();
        if (!userSpec.isEmpty()) {
            result.add(account.gid());
        }
        for (String wanted : config.request().process().groupAdd()) {
            if (!wanted.equals("keep-groups")) {
                result.add(supplementalGroup(accounts, wanted));
            }
        }
        if (config.user().kind().equals("keep-id") && !config.user().value().contains("gid=")) {
            result.add((long) context.host().groupId());
        }
        if (!userSpec.contains(":")) {
            result.addAll(account.groups());
        }
        return result;
    }

    private long supplementalGroup(Accounts accounts, String wanted) {
        try {
            return accounts.additionalGroup(wanted);
        } catch (JpodException e) {
            throw new JpodException(e.code(), "looking up supplemental groups for container " + config.id(), e);
        }
    }

    /** The process's command line. */
    List<String> arguments() {
        ProcessOptions process = config.request().process();
        List<String> arguments = new ArrayList<>();
        if (process.init()) {
            arguments.add(InitProgram.DESTINATION);
            arguments.add("--");
        }
        arguments.addAll(config.entrypoint());
        arguments.addAll(config.command());
        return arguments;
    }

    static List<String> environment(Map<String, String> variables, Accounts.Account account) {
        List<String> result = new ArrayList<>(variables.size() + 1);
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            result.add(variable.getKey() + "=" + variable.getValue());
        }
        if (!variables.containsKey("HOME") && !account.home().isEmpty()) {
            result.add("HOME=" + account.home());
        }
        return result;
    }

    /** All that a process of this container may ever have. */
    List<String> bounding() {
        SecurityOptions security = config.request().security();
        if (facts.privileged) {
            return capabilities.bounding();
        }
        List<String> result =
                capabilities.merge(Capabilities.defaults(context.settings()), security.capAdd(), security.capDrop());
        String wanted = config.labels().getOrDefault("io.containers.capabilities", "");
        if (!wanted.isEmpty()) {
            List<String> required = capabilities.merge(List.of(), List.of(wanted.split(",")), List.of());
            if (result.containsAll(required)) {
                return required;
            }
            context.log().error("capabilities requested by user or image are not allowed by default: " + required);
        }
        return result;
    }

    private JsonObject capabilitySets(List<String> bounding) {
        String spec = config.userSpec();
        int colon = spec.indexOf(':');
        return capabilitySets(bounding, colon < 0 ? spec : spec.substring(0, colon));
    }

    /** Root has the whole bounding set; another user only what was asked for, and keeps it over exec (ambient). */
    JsonObject capabilitySets(List<String> bounding, String user) {
        JsonObject json = new JsonObject();
        if (!bounding.isEmpty()) {
            json.put("bounding", bounding);
        }
        boolean root = user.equals("root") || user.equals("0") || user.isEmpty();
        if (root) {
            if (!bounding.isEmpty()) {
                json.put("effective", bounding);
                json.put("permitted", bounding);
            }
            return json;
        }
        List<String> added =
                capabilities.merge(List.of(), config.request().security().capAdd(), List.of());
        if (!added.isEmpty()) {
            json.put("effective", added);
            json.put("inheritable", added);
            json.put("permitted", added);
            json.put("ambient", added);
        }
        return json;
    }
}
