package io.jpod.cli.plugin;

import io.jpod.cli.Command;

/** Finds a {@code plugin} command by its word. */
public final class PluginCommands {
    private PluginCommands() {}

    /** The command, or null. */
    public static Command find(String name) {
        switch (name) {
            case "disable":
                return new PluginDisableCommand();
            case "enable":
                return new PluginEnableCommand();
            case "inspect":
                return new PluginInspectCommand();
            case "install":
                return new PluginInstallCommand();
            case "list", "ls":
                return new PluginListCommand();
            case "remove", "rm":
                return new PluginRemoveCommand();
            case "verify":
                return new PluginVerifyCommand();
            default:
                return null;
        }
    }
}
