package io.jpod.cli;

import io.jpod.cli.command.AttachCommand;
import io.jpod.cli.command.CleanupCommand;
import io.jpod.cli.command.ContainerExistsCommand;
import io.jpod.cli.command.CreateCommand;
import io.jpod.cli.command.ExecCommand;
import io.jpod.cli.command.ImageExistsCommand;
import io.jpod.cli.command.ImagesCommand;
import io.jpod.cli.command.KillCommand;
import io.jpod.cli.command.LogsCommand;
import io.jpod.cli.command.MigrateCommand;
import io.jpod.cli.command.PauseCommand;
import io.jpod.cli.command.PsCommand;
import io.jpod.cli.command.RenameCommand;
import io.jpod.cli.command.RestartCommand;
import io.jpod.cli.command.RmCommand;
import io.jpod.cli.command.RunCommand;
import io.jpod.cli.command.StartCommand;
import io.jpod.cli.command.StopCommand;
import io.jpod.cli.command.TopCommand;
import io.jpod.cli.command.UnpauseCommand;
import io.jpod.cli.command.UnshareCommand;
import io.jpod.cli.command.VersionCommand;
import io.jpod.cli.command.WaitCommand;

/** Finds a command's class by its words; only the class that is found is loaded. */
final class CommandTable {
    private CommandTable() {}

    static boolean isGroup(String name) {
        switch (name) {
            case "container", "image", "system", "volume":
                return true;
            default:
                return false;
        }
    }

    /**
     * The command, or null.
     *
     * @param group empty for commands without one
     */
    static Command find(String group, String name) {
        switch (group) {
            case "":
                return plain(name);
            case "container":
                return container(name);
            case "image":
                return image(name);
            case "volume":
                return volume(name);
            case "system":
                return system(name);
            default:
                return null;
        }
    }

    private static Command plain(String name) {
        switch (name) {
            case "images":
                return new ImagesCommand();
            case "unshare":
                return new UnshareCommand();
            case "version":
                return new VersionCommand();
            default:
                return onContainers(name);
        }
    }

    /** Commands that exist with and without the word {@code container}. */
    private static Command onContainers(String name) {
        switch (name) {
            case "attach":
                return new AttachCommand();
            case "create":
                return new CreateCommand();
            case "exec":
                return new ExecCommand();
            case "kill":
                return new KillCommand();
            case "logs":
                return new LogsCommand();
            case "pause":
                return new PauseCommand();
            case "ps":
                return new PsCommand();
            case "rename":
                return new RenameCommand();
            case "restart":
                return new RestartCommand();
            case "rm":
                return new RmCommand();
            case "run":
                return new RunCommand();
            case "start":
                return new StartCommand();
            case "stop":
                return new StopCommand();
            case "top":
                return new TopCommand();
            case "unpause":
                return new UnpauseCommand();
            case "wait":
                return new WaitCommand();
            default:
                return null;
        }
    }

    private static Command container(String name) {
        switch (name) {
            case "cleanup":
                return new CleanupCommand();
            case "exists":
                return new ContainerExistsCommand();
            case "list", "ls":
                return new PsCommand();
            default:
                return onContainers(name);
        }
    }

    private static Command image(String name) {
        switch (name) {
            case "exists":
                return new ImageExistsCommand();
            case "list", "ls":
                return new ImagesCommand();
            default:
                return null;
        }
    }

    private static Command volume(String name) {
        return null;
    }

    private static Command system(String name) {
        switch (name) {
            case "migrate":
                return new MigrateCommand();
            default:
                return null;
        }
    }
}
