package io.jpod.cli.create;

import io.jpod.api.JpodException;
import io.jpod.cli.option.Options;
import io.jpod.engine.request.DeviceSpec;
import io.jpod.engine.request.SecurityOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Capabilities, security options, devices. */
final class SecurityParser {
    private final Options options;
    private final List<String> labels = new ArrayList<>();
    private final List<String> mask = new ArrayList<>();
    private final List<String> unmask = new ArrayList<>();
    private List<String> procOpts = List.of();
    private String seccomp = "";
    private String apparmor = "";
    private boolean noNewPrivileges;

    SecurityParser(Options options) {
        this.options = options;
    }

    SecurityOptions parse() {
        for (String option : options.list("security-opt")) {
            securityOption(option);
        }
        if (!options.text("seccomp-policy").equals("default")) {
            if (options.text("seccomp-policy").equals("image")) {
                throw JpodException.unsupported("--seccomp-policy=image is not supported by this version of jpod");
            }
            throw JpodException.usage("invalid seccomp policy " + GoText.quote(options.text("seccomp-policy"))
                    + ": valid policies are [\"default\" \"image\"]");
        }
        return SecurityOptions.builder()
                .privileged(options.flag("privileged"))
                .capAdd(capabilities("cap-add"))
                .capDrop(capabilities("cap-drop"))
                .noNewPrivileges(noNewPrivileges)
                .seccomp(seccomp)
                .apparmor(apparmor)
                .selinuxLabels(labels)
                .mask(mask)
                .unmask(unmask)
                .procOpts(procOpts)
                .devices(devices())
                .deviceCgroupRules(deviceRules())
                .build();
    }

    private List<String> capabilities(String name) {
        List<String> result = new ArrayList<>();
        for (String text : options.list(name)) {
            String upper = text.toUpperCase(Locale.ROOT);
            result.add(upper.equals("ALL") || upper.startsWith("CAP_") ? upper : "CAP_" + upper);
        }
        return result;
    }

    private void securityOption(String option) {
        if (option.equals("no-new-privileges")) {
            noNewPrivileges = true;
            return;
        }
        int at = option.indexOf('=') >= 0 ? option.indexOf('=') : option.indexOf(':');
        if (at < 0) {
            throw JpodException.usage("invalid --security-opt 1: " + GoText.quote(option));
        }
        String value = option.substring(at + 1);
        switch (option.substring(0, at)) {
            case "proc-opts":
                procOpts = GoText.split(value, ',');
                break;
            case "label":
                labels.add(value);
                break;
            case "apparmor":
                apparmor = value;
                break;
            case "seccomp":
                seccomp = value;
                break;
            case "mask":
                mask.addAll(GoText.split(value, ':'));
                break;
            case "unmask":
                unmask.addAll(value.equals("ALL") ? List.of(value) : GoText.split(value, ':'));
                break;
            case "systempaths":
                if (!value.equals("unconfined")) {
                    throw JpodException.usage(
                            "invalid systempaths option " + GoText.quote(value) + ", only `unconfined` is supported");
                }
                unmask.add("ALL");
                break;
            case "no-new-privileges":
                if (!value.equals("true") && !value.equals("false")) {
                    throw JpodException.usage("invalid --security-opt 2: " + GoText.quote(option));
                }
                noNewPrivileges = value.equals("true");
                break;
            default:
                throw JpodException.usage("invalid --security-opt 2: " + GoText.quote(option));
        }
    }

    private List<DeviceSpec> devices() {
        List<DeviceSpec> result = new ArrayList<>();
        for (String text : options.list("device")) {
            result.add(device(text));
        }
        return result;
    }

    /** {@code host[:container][:permissions]}. */
    static DeviceSpec device(String text) {
        if (!text.startsWith("/") && text.indexOf('=') > text.indexOf('/')) {
            throw JpodException.unsupported("setting up CDI devices: --device " + text
                    + " names a CDI device, which is not supported by this version of jpod");
        }
        List<String> parts = GoText.split(text, ':');
        String host = parts.get(0);
        String inside = host;
        String permissions = "rwm";
        if (parts.size() > 3) {
            throw JpodException.usage("invalid device specification: " + text);
        }
        if (parts.size() == 3) {
            inside = parts.get(1);
            permissions = mode(parts.get(2));
        } else if (parts.size() == 2) {
            if (parts.get(1).startsWith("/")) {
                inside = parts.get(1);
            } else {
                permissions = mode(parts.get(1));
            }
        }
        if (!inside.startsWith("/")) {
            throw JpodException.usage(
                    inside.equals(host)
                            ? "stat " + host + ": no such file or directory"
                            : "invalid device mode: " + inside);
        }
        return DeviceSpec.builder()
                .hostPath(host)
                .containerPath(inside)
                .permissions(permissions)
                .build();
    }

    private static String mode(String text) {
        boolean valid = !text.isEmpty();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            valid &= (c == 'r' || c == 'w' || c == 'm') && text.indexOf(c) == i;
        }
        if (!valid) {
            throw JpodException.usage("invalid device mode: " + text);
        }
        return text;
    }

    private List<String> deviceRules() {
        List<String> rules = options.list("device-cgroup-rule");
        for (String rule : rules) {
            List<String> parts = GoText.split(rule, ' ');
            if (parts.size() != 3 || parts.get(1).indexOf(':') < 0) {
                throw JpodException.usage("invalid device cgroup rule requires type, major:Minor, and access rules: "
                        + GoText.quote(rule));
            }
            if (!parts.get(0).equals("a")
                    && !parts.get(0).equals("b")
                    && !parts.get(0).equals("c")) {
                throw JpodException.usage("invalid device type in device-access-add: " + parts.get(0));
            }
        }
        return rules;
    }
}
