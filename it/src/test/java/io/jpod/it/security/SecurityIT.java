package io.jpod.it.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnHost
class SecurityIT {
    /** CHOWN DAC_OVERRIDE FOWNER FSETID KILL NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT, as podman 4.3 has it. */
    private static final String DEFAULT_CAPABILITIES = "00000000800405fb";

    private final Sandbox box;

    SecurityIT(Sandbox box) {
        this.box = box;
    }

    private Result run(String script, String... options) {
        List<String> arguments = new ArrayList<>(List.of("run", "--rm", "--network", "none"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(box.busybox(), "sh", "-c", script));
        return box.jpod(arguments);
    }

    private String capabilities(String set, String... options) {
        return run("grep " + set + " /proc/self/status | cut -f2", options)
                .succeeds()
                .text();
    }

    @Test
    void capabilitiesAreTheDefaultOnes() {
        assertEquals(DEFAULT_CAPABILITIES, capabilities("CapEff"));
        assertEquals(DEFAULT_CAPABILITIES, capabilities("CapBnd"));
        assertEquals("0000000000000000", capabilities("CapInh"));
        assertEquals("0000000000000000", capabilities("CapAmb"));
    }

    @Test
    void anotherUserHasNone() {
        assertEquals("0000000000000000", capabilities("CapEff", "--user", "1000"));
        assertEquals(
                "0000000000000400",
                capabilities("CapEff", "--user", "1000", "--cap-drop", "all", "--cap-add", "net_bind_service"));
    }

    @Test
    void capabilitiesAreAddedAndDropped() {
        assertEquals("0000000000000000", capabilities("CapEff", "--cap-drop", "ALL"));
        assertEquals("0000000000000001", capabilities("CapEff", "--cap-drop", "all", "--cap-add", "CAP_CHOWN"));
        assertEquals("00000000802425fb", capabilities("CapEff", "--cap-add", "sys_admin,net_raw"));
        run("true", "--cap-add", "no_such_thing").failsPlainly(125);
    }

    @Test
    void privilegedHasAllAndNoFilter() {
        assertEquals("000001ffffffffff", capabilities("CapEff", "--privileged"));
        assertEquals(
                "0",
                run("grep Seccomp: /proc/self/status | cut -f2", "--privileged")
                        .succeeds()
                        .text());
    }

    @Test
    void systemCallsAreFiltered() {
        assertEquals(
                "2", run("grep Seccomp: /proc/self/status | cut -f2").succeeds().text());
        assertEquals(
                "0",
                run("grep Seccomp: /proc/self/status | cut -f2", "--security-opt", "seccomp=unconfined")
                        .succeeds()
                        .text());
        String profile = box.write(
                        "deny.json",
                        "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"mkdir\",\"mkdirat\"],"
                                + "\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":1}]}")
                .toString();
        run("mkdir /x", "--security-opt", "seccomp=" + profile).exits(1).complains("Operation not permitted");
        run("true", "--security-opt", "seccomp=/no/such/file").failsPlainly(125);
        run("true", "--security-opt", "nonsense=1").failsPlainly(125);
    }

    @Test
    void newPrivilegesCanBeForbidden() {
        assertEquals(
                "0",
                run("grep NoNewPrivs /proc/self/status | cut -f2").succeeds().text());
        assertEquals(
                "1",
                run("grep NoNewPrivs /proc/self/status | cut -f2", "--security-opt", "no-new-privileges")
                        .succeeds()
                        .text());
    }

    @Test
    void partsOfProcAreHiddenOrReadOnly() {
        run("cat /proc/kcore /proc/keys /proc/timer_list 2>/dev/null | wc -c; ls /proc/acpi /proc/scsi /sys/firmware 2>/dev/null | grep -v : | tr -d '\\n'")
                .succeeds()
                .prints("0");
        run("echo 1 > /proc/sys/kernel/hostname").exits(1).complains("Read-only file system");
        run("echo b > /proc/sysrq-trigger").exits(1);
        run("grep ' /proc/sysrq-trigger ' /proc/mounts", "--security-opt", "unmask=ALL")
                .exits(1);
        run("cat /etc/motd", "--security-opt", "mask=/etc/motd").succeeds().prints("");
    }

    @Test
    void sysIsReadOnly() {
        run("grep ' /sys ' /proc/mounts").succeeds().printsMatching("sysfs /sys sysfs ro,.*");
    }

    @Test
    void theRootCanBeReadOnly() {
        run("touch /x", "--read-only").exits(1).complains("Read-only file system");
        run("touch /tmp/x /run/x /var/tmp/x /dev/shm/x", "--read-only").succeeds();
        run("touch /tmp/x", "--read-only", "--read-only-tmpfs=false").exits(1);
    }

    @Test
    void kernelParametersOfItsNamespaces() {
        run("cat /proc/sys/net/ipv4/ip_default_ttl", "--sysctl", "net.ipv4.ip_default_ttl=42")
                .succeeds()
                .prints("42");
        run("cat /proc/sys/kernel/shmmax", "--sysctl", "kernel.shmmax=1234567")
                .succeeds()
                .prints("1234567");
        run("true", "--sysctl", "kernel.panic=1").failsPlainly(125).complains("kernel.panic");
    }

    @Test
    void namespacesAreItsOwnUnlessTheHostsAreAskedFor() {
        String own =
                run("readlink /proc/self/ns/pid /proc/self/ns/ipc /proc/self/ns/uts /proc/self/ns/mnt || for n in pid ipc uts mnt; do "
                                + "readlink /proc/self/ns/$n; done")
                        .text();
        for (String name : new String[] {"pid", "ipc", "uts"}) {
            String hosts = box.sh("readlink /proc/self/ns/" + name).succeeds().text();
            String ours = run("readlink /proc/self/ns/" + name).succeeds().text();
            String shared = run("readlink /proc/self/ns/" + name, "--" + name, "host")
                    .succeeds()
                    .text();
            assertEquals(hosts, shared, name + " of the host; own: " + own);
            org.junit.jupiter.api.Assertions.assertNotEquals(hosts, ours);
        }
    }

    @Test
    void namespacesOfAnotherContainerAreJoined() {
        String id = box.sleeper("--name", "first", "--network", "none", "--ipc", "shareable");
        for (String name : new String[] {"pid", "ipc", "uts"}) {
            String theirs = box.jpod("exec", id, "readlink", "/proc/self/ns/" + name)
                    .succeeds()
                    .text();
            assertEquals(
                    theirs,
                    run("readlink /proc/self/ns/" + name, "--" + name, "container:first")
                            .succeeds()
                            .text(),
                    name);
        }
        run("true", "--pid", "container:nobody").failsPlainly(125);
    }

    @Test
    void devicesAreGivenByName() {
        run("test -c /dev/fuse && echo there", "--device", "/dev/fuse")
                .succeeds()
                .prints("there");
        run("test -c /dev/other && echo there", "--device", "/dev/fuse:/dev/other:rw")
                .succeeds()
                .prints("there");
        run("true", "--device", "/dev/no-such-device").failsPlainly(125).complains("/dev/no-such-device");
    }
}
