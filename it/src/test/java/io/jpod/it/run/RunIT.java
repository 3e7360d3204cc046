package io.jpod.it.run;

import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Sandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnHost
class RunIT {
    private final Sandbox box;

    RunIT(Sandbox box) {
        this.box = box;
    }

    @Test
    void runsTheImagesProcessAsRootOfItsOwnNamespace() {
        box.jpod("run", "--rm", box.busybox(), "id").succeeds().prints("uid=0(root) gid=0(root)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 42, 125, 126, 127, 200, 255})
    void exitsWithTheContainersCode(int code) {
        box.jpod("run", "--rm", box.busybox(), "sh", "-c", "exit " + code).exits(code);
    }

    @Test
    void exitsWith127WhenTheCommandIsNotInTheImage() {
        box.jpod("run", "--rm", box.busybox(), "no-such-command")
                .failsPlainly(127)
                .complains("no-such-command");
    }

    @Test
    void exitsWith126WhenTheCommandCannotBeInvoked() {
        box.jpod("run", "--rm", box.busybox(), "/etc/motd").failsPlainly(126);
    }

    @Test
    void exitsWith125ForAnUnknownFlag() {
        box.jpod("run", "--no-such-flag", box.busybox(), "true")
                .failsPlainly(125)
                .complains("--no-such-flag");
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL:137", "TERM:143", "SEGV:139", "HUP:129"})
    void exitsWith128AndTheSignal(String signalAndCode) {
        String[] parts = signalAndCode.split(":");
        // A child of init is killed: the first process of a namespace ignores signals from inside.
        box.jpod("run", "--rm", box.busybox(), "sh", "-c", "sh -c 'kill -" + parts[0] + " $$'; exit $?")
                .exits(Integer.parseInt(parts[1]));
    }

    @Test
    void theImageGoesWithItsLastContainer() {
        box.jpod("tag", box.busybox(), "localhost/once").succeeds();
        box.jpod("run", "--rm", "--rmi", "--network", "none", "localhost/once", "true")
                .succeeds();
        box.jpod("image", "exists", "localhost/once").exits(1);
        box.jpod("image", "exists", box.busybox()).exits(0);
    }

    @Test
    void aServiceManagersSocketIsNoHindrance() {
        box.with("NOTIFY_SOCKET", box.directory().resolve("notify").toString())
                .jpod("run", "--rm", "--network", "none", box.busybox(), "echo", "started")
                .succeeds()
                .prints("started");
    }

    @Test
    void aServiceManagerIsToldWhatIsAsked() {
        String listen = "rm -f notify told; nc -kluU notify > told & nc=$!; until [ -S notify ]; do sleep 0.05; done; "
                + "export NOTIFY_SOCKET=$PWD/notify; ";
        String end = "; sleep 0.5; kill $nc; tr '\\n' ' ' < told | sed 's/MAINPID=[0-9]*/MAINPID/g'";
        String run = box.command() + " run --rm --network none ";
        box.sh(listen + run + "--sdnotify conmon " + box.busybox() + " sh -c 'echo own$NOTIFY_SOCKET'" + end)
                .succeeds()
                .prints("own\nMAINPID READY=1");
        box.sh(listen + run + box.busybox() + " sh -c 'echo $NOTIFY_SOCKET; test -S $NOTIFY_SOCKET'" + end)
                .succeeds()
                .prints("/run/notify/notify.sock\nMAINPID");
        box.sh(listen + run + "--sdnotify ignore " + box.busybox() + " sh -c 'echo none$NOTIFY_SOCKET'" + end)
                .succeeds()
                .prints("none");
        box.jpod("run", "--rm", "--sdnotify", "healthy", box.busybox(), "true").failsPlainly(125);
    }

    @Test
    void descriptorsOfAServiceManagerArePassedOn() {
        box.write("passed", "from the manager\n");
        String run = box.command() + " run --rm --network none ";
        String program = box.busybox() + " sh -c 'echo $LISTEN_FDS $LISTEN_PID $LISTEN_FDNAMES; cat <&3'";
        box.sh("exec 3< passed; LISTEN_FDS=1 LISTEN_PID=$$ LISTEN_FDNAMES=web " + run + program)
                .succeeds()
                .prints("1 1 web\nfrom the manager");
        box.sh("exec 3< passed; LISTEN_FDS=1 " + run + "--preserve-fds 1 " + program)
                .succeeds()
                .prints("\nfrom the manager")
                .complains("Ignoring LISTEN_FDS");
        box.sh("LISTEN_FDS=1 " + run + box.busybox() + " sh -c 'echo none$LISTEN_FDS'")
                .succeeds()
                .prints("none");
    }
}
