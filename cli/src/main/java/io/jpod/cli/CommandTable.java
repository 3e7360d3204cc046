package io.jpod.cli;

import io.jpod.cli.command.AttachCommand;
import io.jpod.cli.command.CleanupCommand;
import io.jpod.cli.command.ContainerExistsCommand;
import io.jpod.cli.command.CreateCommand;
import io.jpod.cli.command.ExecCommand;
import io.jpod.cli.command.ImageExistsCommand;
import io.jpod.cli.command.ImagesCommand;
import io.jpod.cli.command.ImportCommand;
import io.jpod.cli.command.InfoCommand;
import io.jpod.cli.command.InspectCommand;
import io.jpod.cli.command.KillCommand;
import io.jpod.cli.command.LoadCommand;
import io.jpod.cli.command.LogsCommand;
import io.jpod.cli.command.MigrateCommand;
import io.jpod.cli.command.PauseCommand;
import io.jpod.cli.command.PortCommand;
import io.jpod.cli.command.PsCommand;
import io.jpod.cli.command.PullCommand;
import io.jpod.cli.command.PushCommand;
import io.jpod.cli.command.RenameCommand;
import io.jpod.cli.command.RestartCommand;
import io.jpod.cli.command.RmCommand;
import io.jpod.cli.command.RmiCommand;
import io.jpod.cli.command.RunCommand;
import io.jpod.cli.command.StartCommand;
import io.jpod.cli.command.StopCommand;
import io.jpod.cli.command.TagCommand;
import io.jpod.cli.command.TopCommand;
import io.jpod.cli.command.UnpauseCommand;
import io.jpod.cli.command.UnshareCommand;
import io.jpod.cli.command.UntagCommand;
import io.jpod.cli.command.VersionCommand;
import io.jpod.cli.command.VolumeCreateCommand;
import io.jpod.cli.command.VolumeExistsCommand;
import io.jpod.cli.command.VolumeInspectCommand;
import io.jpod.cli.command.VolumeListCommand;
import io.jpod.cli.command.VolumePruneCommand;
import io.jpod.cli.command.VolumeRemoveCommand;
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
            case "import":
                return new ImportCommand();
            case "info":
                return new InfoCommand();
            case "inspect":
                return new InspectCommand("all");
            case "load":
                return new LoadCommand();
            case "pull":
                return new PullCommand();
            case "push":
                return new PushCommand();
            case "rmi":
                return new RmiCommand();
            case "tag":
                return new TagCommand();
            case "unshare":
                return new UnshareCommand();
            case "untag":
                return new UntagCommand();
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
            case "port":
                return new PortCommand();
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
            case "inspect":
                return new InspectCommand("container");
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
            case "import":
                return new ImportCommand();
            case "inspect":
                return new InspectCommand("image");
            case "list", "ls":
                return new ImagesCommand();
            case "load":
                return new LoadCommand();
            case "pull":
                return new PullCommand();
            case "push":
                return new PushCommand();
            case "rm":
                return new RmiCommand();
            case "tag":
                return new TagCommand();
            case "untag":
                return new UntagCommand();
            default:
                return null;
        }
    }

    private static Command volume(String name) {
        switch (name) {
            case "create":
                return new VolumeCreateCommand();
            case "exists":
                return new VolumeExistsCommand();
            case "inspect":
                return new VolumeInspectCommand();
            case "list", "ls":
                return new VolumeListCommand();
            case "prune":
                return new VolumePruneCommand();
            case "remove", "rm":
                return new VolumeRemoveCommand();
            default:
                return null;
        }
    }

    private static Command system(String name) {
        switch (name) {
            case "info":
                return new InfoCommand();
            case "migrate":
                return new MigrateCommand();
            default:
                return null;
        }
    }
}
