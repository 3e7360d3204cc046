package io.jpod.cli;

import io.jpod.cli.command.ArtifactAddCommand;
import io.jpod.cli.command.ArtifactExtractCommand;
import io.jpod.cli.command.ArtifactInspectCommand;
import io.jpod.cli.command.ArtifactListCommand;
import io.jpod.cli.command.ArtifactPullCommand;
import io.jpod.cli.command.ArtifactPushCommand;
import io.jpod.cli.command.ArtifactRemoveCommand;
import io.jpod.cli.command.AttachCommand;
import io.jpod.cli.command.CleanupCommand;
import io.jpod.cli.command.CommitCommand;
import io.jpod.cli.command.CompletionCommand;
import io.jpod.cli.command.ContainerExistsCommand;
import io.jpod.cli.command.ContainerPruneCommand;
import io.jpod.cli.command.CreateCommand;
import io.jpod.cli.command.DiffCommand;
import io.jpod.cli.command.ExecCommand;
import io.jpod.cli.command.ExportCommand;
import io.jpod.cli.command.HistoryCommand;
import io.jpod.cli.command.ImageExistsCommand;
import io.jpod.cli.command.ImageMountCommand;
import io.jpod.cli.command.ImagePruneCommand;
import io.jpod.cli.command.ImageTreeCommand;
import io.jpod.cli.command.ImageUnmountCommand;
import io.jpod.cli.command.ImagesCommand;
import io.jpod.cli.command.ImportCommand;
import io.jpod.cli.command.InfoCommand;
import io.jpod.cli.command.InspectCommand;
import io.jpod.cli.command.KillCommand;
import io.jpod.cli.command.LoadCommand;
import io.jpod.cli.command.LoginCommand;
import io.jpod.cli.command.LogoutCommand;
import io.jpod.cli.command.LogsCommand;
import io.jpod.cli.command.ManifestAddCommand;
import io.jpod.cli.command.ManifestAnnotateCommand;
import io.jpod.cli.command.ManifestCreateCommand;
import io.jpod.cli.command.ManifestExistsCommand;
import io.jpod.cli.command.ManifestInspectCommand;
import io.jpod.cli.command.ManifestPushCommand;
import io.jpod.cli.command.ManifestRemoveCommand;
import io.jpod.cli.command.ManifestRmCommand;
import io.jpod.cli.command.MigrateCommand;
import io.jpod.cli.command.MountCommand;
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
import io.jpod.cli.command.SaveCommand;
import io.jpod.cli.command.ScpCommand;
import io.jpod.cli.command.SearchCommand;
import io.jpod.cli.command.SessionCommand;
import io.jpod.cli.command.SignCommand;
import io.jpod.cli.command.StartCommand;
import io.jpod.cli.command.StopCommand;
import io.jpod.cli.command.SystemCheckCommand;
import io.jpod.cli.command.SystemDfCommand;
import io.jpod.cli.command.SystemPruneCommand;
import io.jpod.cli.command.SystemResetCommand;
import io.jpod.cli.command.TagCommand;
import io.jpod.cli.command.TopCommand;
import io.jpod.cli.command.TrustSetCommand;
import io.jpod.cli.command.TrustShowCommand;
import io.jpod.cli.command.UnmountCommand;
import io.jpod.cli.command.UnshareCommand;
import io.jpod.cli.command.UntagCommand;
import io.jpod.cli.command.VersionCommand;
import io.jpod.cli.command.VolumeCreateCommand;
import io.jpod.cli.command.VolumeExistsCommand;
import io.jpod.cli.command.VolumeInspectCommand;
import io.jpod.cli.command.VolumeListCommand;
import io.jpod.cli.command.VolumeMountCommand;
import io.jpod.cli.command.VolumePruneCommand;
import io.jpod.cli.command.VolumeRemoveCommand;
import io.jpod.cli.command.VolumeUnmountCommand;
import io.jpod.cli.command.WaitCommand;
import io.jpod.cli.plugin.PluginCommands;

/** Finds a command's class by its words; only the class that is found is loaded. */
final class CommandTable {
    private CommandTable() {}

    static boolean isGroup(String name) {
        switch (name) {
            case "artifact", "container", "image", "image trust", "manifest", "plugin", "system", "volume":
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
            case "manifest":
                return manifest(name);
            case "image trust":
                return name.equals("set") ? new TrustSetCommand() : name.equals("show") ? new TrustShowCommand() : null;
            case "volume":
                return volume(name);
            case "artifact":
                return artifact(name);
            case "plugin":
                return PluginCommands.find(name);
            case "system":
                return system(name);
            default:
                return null;
        }
    }

    private static Command artifact(String name) {
        switch (name) {
            case "add":
                return new ArtifactAddCommand();
            case "extract":
                return new ArtifactExtractCommand();
            case "inspect":
                return new ArtifactInspectCommand();
            case "list", "ls":
                return new ArtifactListCommand();
            case "pull":
                return new ArtifactPullCommand();
            case "push":
                return new ArtifactPushCommand();
            case "rm":
                return new ArtifactRemoveCommand();
            default:
                return null;
        }
    }

    private static Command plain(String name) {
        switch (name) {
            case "completion":
                return new CompletionCommand();
            case "diff":
                return new DiffCommand("all");
            case "history":
                return new HistoryCommand();
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
            case "login":
                return new LoginCommand();
            case "logout":
                return new LogoutCommand();
            case "pull":
                return new PullCommand();
            case "push":
                return new PushCommand();
            case "rmi":
                return new RmiCommand();
            case "save":
                return new SaveCommand();
            case "tag":
                return new TagCommand();
            case "unshare":
                return new UnshareCommand();
            case "search":
                return new SearchCommand();
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
            case "commit":
                return new CommitCommand();
            case "create":
                return new CreateCommand();
            case "exec":
                return new ExecCommand();
            case "export":
                return new ExportCommand();
            case "kill":
                return new KillCommand();
            case "logs":
                return new LogsCommand();
            case "mount":
                return new MountCommand();
            case "pause":
                return new PauseCommand(true);
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
            case "umount", "unmount":
                return new UnmountCommand();
            case "unpause":
                return new PauseCommand(false);
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
            case "diff":
                return new DiffCommand("container");
            case "exists":
                return new ContainerExistsCommand();
            case "inspect":
                return new InspectCommand("container");
            case "list", "ls":
                return new PsCommand();
            case "prune":
                return new ContainerPruneCommand();
            default:
                return onContainers(name);
        }
    }

    private static Command image(String name) {
        switch (name) {
            case "diff":
                return new DiffCommand("image");
            case "exists":
                return new ImageExistsCommand();
            case "history":
                return new HistoryCommand();
            case "import":
                return new ImportCommand();
            case "inspect":
                return new InspectCommand("image");
            case "list", "ls":
                return new ImagesCommand();
            case "load":
                return new LoadCommand();
            case "mount":
                return new ImageMountCommand();
            case "prune":
                return new ImagePruneCommand();
            case "pull":
                return new PullCommand();
            case "push":
                return new PushCommand();
            case "rm":
                return new RmiCommand();
            case "scp":
                return new ScpCommand();
            case "search":
                return new SearchCommand();
            case "sign":
                return new SignCommand();
            case "save":
                return new SaveCommand();
            case "tag":
                return new TagCommand();
            case "tree":
                return new ImageTreeCommand();
            case "umount", "unmount":
                return new ImageUnmountCommand();
            case "untag":
                return new UntagCommand();
            default:
                return null;
        }
    }

    private static Command manifest(String name) {
        switch (name) {
            case "add":
                return new ManifestAddCommand();
            case "annotate":
                return new ManifestAnnotateCommand();
            case "create":
                return new ManifestCreateCommand();
            case "exists":
                return new ManifestExistsCommand();
            case "inspect":
                return new ManifestInspectCommand();
            case "push":
                return new ManifestPushCommand();
            case "remove":
                return new ManifestRemoveCommand();
            case "rm":
                return new ManifestRmCommand();
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
            case "mount":
                return new VolumeMountCommand();
            case "prune":
                return new VolumePruneCommand();
            case "remove", "rm":
                return new VolumeRemoveCommand();
            case "umount", "unmount":
                return new VolumeUnmountCommand();
            default:
                return null;
        }
    }

    private static Command system(String name) {
        switch (name) {
            case "check":
                return new SystemCheckCommand();
            case "df":
                return new SystemDfCommand();
            case "info":
                return new InfoCommand();
            case "migrate":
                return new MigrateCommand();
            case "prune":
                return new SystemPruneCommand();
            case "reset":
                return new SystemResetCommand();
            case "session":
                return new SessionCommand();
            default:
                return null;
        }
    }
}
