package io.jpod.engine.spec;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * A seccomp profile in the format of containers and docker: rules with conditions on architecture and capabilities. {@link #resolve}
 * leaves those that hold, in the form of the OCI runtime-spec (config-linux.md, seccomp).
 */
final class SeccompProfile {
    private final JsonObject profile;

    /**
     * @param origin for messages
     */
    SeccompProfile(String origin, String text) {
        try {
            this.profile = Json.parseObject(text);
        } catch (JpodException e) {
            throw new JpodException(ErrorCode.USAGE, "loading seccomp profile (" + origin + ") failed", e);
        }
    }

    /**
     * The rules for one container.
     *
     * @param architecture of the host, in Go's words
     * @param capabilities the container's bounding set
     */
    JsonObject resolve(String architecture, List<String> capabilities) {
        JsonObject result = new JsonObject();
        result.put("defaultAction", profile.getString("defaultAction", "SCMP_ACT_ERRNO"));
        if (profile.has("defaultErrnoRet")) {
            result.put("defaultErrnoRet", profile.get("defaultErrnoRet"));
        }
        List<String> architectures = architectures(architecture);
        if (!architectures.isEmpty()) {
            result.put("architectures", architectures);
        }
        if (profile.has("flags")) {
            result.put("flags", profile.getStrings("flags"));
        }
        if (!profile.getString("listenerPath", "").isEmpty()) {
            result.put("listenerPath", profile.getString("listenerPath", ""));
            result.put("listenerMetadata", profile.getString("listenerMetadata", ""));
        }
        List<Object> rules = new ArrayList<>();
        for (JsonObject rule : profile.getObjects("syscalls")) {
            if (holds(rule, architecture, capabilities)) {
                rules.add(converted(rule));
            }
        }
        result.put("syscalls", rules);
        return result;
    }

    private List<String> architectures(String architecture) {
        List<String> result = profile.getStrings("architectures");
        if (!result.isEmpty()) {
            return result;
        }
        String wanted = nativeName(architecture);
        for (JsonObject entry : profile.getObjects("archMap")) {
            if (entry.getString("architecture", "").equals(wanted)) {
                result.add(wanted);
                result.addAll(entry.getStrings("subArchitectures"));
                break;
            }
        }
        return result;
    }

    private static boolean holds(JsonObject rule, String architecture, List<String> capabilities) {
        JsonObject excludes = rule.getObject("excludes");
        if (excludes.getStrings("arches").contains(architecture)) {
            return false;
        }
        for (String capability : excludes.getStrings("caps")) {
            if (capabilities.contains(capability)) {
                return false;
            }
        }
        JsonObject includes = rule.getObject("includes");
        List<String> arches = includes.getStrings("arches");
        if (!arches.isEmpty() && !arches.contains(architecture)) {
            return false;
        }
        for (String capability : includes.getStrings("caps")) {
            if (!capabilities.contains(capability)) {
                return false;
            }
        }
        return true;
    }

    private static JsonObject converted(JsonObject rule) {
        JsonObject result = new JsonObject();
        List<String> names = rule.getStrings("names");
        String single = rule.getString("name", "");
        if (!single.isEmpty()) {
            if (!names.isEmpty()) {
                throw JpodException.usage(
                        "'name' and 'names' were specified in the seccomp profile, use either 'name' or 'names'");
            }
            names.add(single);
        }
        result.put("names", names);
        result.put("action", rule.getString("action", ""));
        if (rule.has("errnoRet")) {
            result.put("errnoRet", rule.get("errnoRet"));
        }
        List<Object> arguments = new ArrayList<>();
        for (JsonObject argument : rule.getObjects("args")) {
            JsonObject copy = new JsonObject();
            copy.put("index", argument.getLong("index", 0));
            copy.put("value", argument.getLong("value", 0));
            if (argument.getLong("valueTwo", 0) != 0) {
                copy.put("valueTwo", argument.getLong("valueTwo", 0));
            }
            copy.put("op", argument.getString("op", ""));
            arguments.add(copy);
        }
        if (!arguments.isEmpty()) {
            result.put("args", arguments);
        }
        return result;
    }

    private static String nativeName(String architecture) {
        return switch (architecture) {
            case "amd64" -> "SCMP_ARCH_X86_64";
            case "386" -> "SCMP_ARCH_X86";
            case "arm64" -> "SCMP_ARCH_AARCH64";
            case "arm" -> "SCMP_ARCH_ARM";
            case "ppc64le" -> "SCMP_ARCH_PPC64LE";
            case "s390x" -> "SCMP_ARCH_S390X";
            case "riscv64" -> "SCMP_ARCH_RISCV64";
            case "mips64" -> "SCMP_ARCH_MIPS64";
            case "mips64le" -> "SCMP_ARCH_MIPSEL64";
            default -> "SCMP_ARCH_" + architecture.toUpperCase(java.util.Locale.ROOT);
        };
    }
}
