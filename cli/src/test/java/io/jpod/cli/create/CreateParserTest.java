package io.jpod.cli.create;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.cli.option.ArgumentParser;
import io.jpod.engine.request.CreateRequest;
import io.jpod.engine.request.MountSpec;
import io.jpod.engine.request.PortRequest;
import io.jpod.support.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreateParserTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("HOME", "/home/me", "HOST", "box", "USER", "me");

    @TempDir
    Path directory;

    private CreateRequest parse(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("image");
        all.add("cmd");
        ArgumentParser parser = new ArgumentParser(false, CreateTable.run()).parse(all);
        return new CreateParser(parser.options(), directory, ENVIRONMENT, true)
                .parse(parser.arguments(), List.of("jpod", "run"));
    }

    private static String ports(CreateRequest request) {
        StringBuilder out = new StringBuilder();
        for (PortRequest port : request.network().ports()) {
            out.append(port.hostIp())
                    .append(';')
                    .append(port.hostPort())
                    .append(';')
                    .append(port.containerPort());
            out.append(';')
                    .append(port.range())
                    .append(';')
                    .append(port.protocol())
                    .append(' ');
        }
        return out.toString().strip();
    }

    private static String mounts(CreateRequest request) {
        StringBuilder out = new StringBuilder();
        for (MountSpec mount : request.filesystem().mounts()) {
            out.append(mount.type())
                    .append(' ')
                    .append(mount.source())
                    .append(' ')
                    .append(mount.destination());
            out.append(' ').append(String.join(",", mount.options())).append('\n');
        }
        return out.toString().strip();
    }

    @Test
    void defaultsArePodmans() {
        CreateRequest request = parse();
        assertEquals("image", request.image());
        assertEquals(List.of("cmd"), request.process().command());
        assertEquals("missing", request.pull());
        assertTrue(request.process().httpProxy());
        assertTrue(request.process().passwd());
        assertTrue(request.process().attachStdout());
        assertTrue(request.process().attachStderr());
        assertFalse(request.process().attachStdin());
        assertFalse(request.process().entrypointGiven());
        assertTrue(request.filesystem().readOnlyTmpfs());
        assertEquals("", request.namespaces().network().kind());
        assertTrue(request.resources().memory().isEmpty());
        assertTrue(request.lifecycle().stopTimeout().isEmpty());
        assertEquals(List.of("jpod", "run"), request.createCommand());
    }

    @Test
    void anotherRoundThroughJsonChangesNothing() {
        CreateRequest request = parse(
                "-it",
                "--rm",
                "-p",
                "80:80",
                "-v",
                "/a:/b:ro",
                "--cpus",
                "1.5",
                "-m",
                "64m",
                "-e",
                "A=1",
                "--init",
                "--net",
                "none",
                "--ulimit",
                "nofile=1:2",
                "--device",
                "/dev/null",
                "--entrypoint",
                "",
                "--tmpfs",
                "/x");
        assertEquals(
                Json.compact(request.toJson()),
                Json.compact(CreateRequest.fromJson(request.toJson()).toJson()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            80                       | ;0;80;1;tcp
            8080:80                  | ;8080;80;1;tcp
            8080:80/UDP              | ;8080;80;1;udp
            127.0.0.1:8080:80        | 127.0.0.1;8080;80;1;tcp
            127.0.0.1::80            | 127.0.0.1;0;80;1;tcp
            :80                      | ;0;80;1;tcp
            [::1]:8080:80            | ::1;8080;80;1;tcp
            8000-8003:80-83          | ;8000;80;4;tcp
            80-83                    | ;0;80;4;tcp
            """)
    void portsInAllForms(String text, String port) {
        assertEquals(port, ports(parse("-p", text)));
    }

    @Test
    void volumesInAllForms() {
        String here = directory.toString();
        assertEquals("volume  /data", mounts(parse("-v", "/data")));
        assertEquals("volume vol /data", mounts(parse("-v", "vol:/data/")).replace("/data/", "/data"));
        assertEquals("bind /a /b ro,z", mounts(parse("-v", "/a:/b:ro,z,cached")));
        assertEquals("bind " + here + " /b", mounts(parse("-v", ".:/b")));
        assertEquals("bind " + here + "/x /b rshared", mounts(parse("-v", "./x:/b:rshared")));
        assertEquals("tmpfs  /t size=1m,ro", mounts(parse("--tmpfs", "/t:size=1m,ro")));
    }

    @Test
    void mountsInAllForms() {
        assertEquals("bind /a /b ro", mounts(parse("--mount", "type=bind,src=/a,dst=/b,ro")));
        assertEquals(
                "bind /a /b rw,rslave,Z",
                mounts(parse(
                        "--mount",
                        "type=bind,source=/a,target=/b,readonly=false,bind-propagation=rslave,relabel=private")));
        assertEquals("bind /a,b /c", mounts(parse("--mount", "type=bind,\"src=/a,b\",destination=/c")));
        assertEquals("bind /b /b U", mounts(parse("--mount", "type=bind,dst=/b,U=true,consistency=cached")));
        assertEquals("volume v /b subpath=x", mounts(parse("--mount", "source=v,target=/b,subpath=x")));
        assertEquals("volume  /b nocopy", mounts(parse("--mount", "type=volume,target=/b,volume-nocopy")));
        assertEquals(
                "tmpfs  /t size=1m,mode=700,notmpcopyup",
                mounts(parse("--mount", "type=tmpfs,dst=/t,tmpfs-size=1m,tmpfs-mode=700,notmpcopyup")));
        assertEquals("image alpine /i rw", mounts(parse("--mount", "type=image,src=alpine,dst=/i,rw=true")));
        assertEquals("devpts  /p uid=1", mounts(parse("--mount", "type=devpts,dst=/p,uid=1")));
    }

    @Test
    void theSameMountTwiceIsOneMount() {
        assertEquals("bind /a /b ro", mounts(parse("-v", "/a:/b", "-v", "/a:/b:ro")));
    }

    @Test
    void environmentComesFromFilesThenFlagsAndFromTheCallerWhenNamed() throws IOException {
        Files.writeString(directory.resolve("env"), "# comment\n  A=1\nB=from file\nHOME\n\nUNSET\r\nE=\r\n");
        CreateRequest request =
                parse("--env-file", "env", "-e", "B=2", "-e", "US*", "-e", "NOSUCH", "-e", "C=x=y", "-e", "D=");
        assertEquals(
                "{A=1, B=2, HOME=/home/me, E=, USER=me, C=x=y, D=}",
                request.process().env().toString());
    }

    @Test
    void labelsMayHaveNoValue() throws IOException {
        Files.writeString(directory.resolve("labels"), "one=1\n#no\ntwo\n");
        assertEquals(
                "{one=1, two=, three=a=b}",
                parse("--label-file", "labels", "-l", "three=a=b").labels().toString());
    }

    @Test
    void limitsHaveUnits() {
        CreateRequest request = parse(
                "-m",
                "64m",
                "--memory-swap",
                "-1",
                "--cpus",
                "0.5",
                "--pids-limit",
                "-1",
                "--shm-size",
                "1G",
                "--device-read-bps",
                "/dev/sda:1mb",
                "-c",
                "512",
                "--memory-reservation",
                "1.5k");
        assertEquals(64L << 20, request.resources().memory().get());
        assertEquals(-1, request.resources().memorySwap().get());
        assertEquals(1536, request.resources().memoryReservation().get());
        assertEquals(100_000, request.resources().cpuPeriod().get());
        assertEquals(50_000, request.resources().cpuQuota().get());
        assertEquals(512, request.resources().cpuShares().get());
        assertEquals(-1, request.resources().pidsLimit().get());
        assertEquals(1L << 30, request.filesystem().shmSize().get());
        assertEquals(List.of("/dev/sda:1048576"), request.resources().deviceReadBps());
    }

    @Test
    void securityOptionsAreTakenApart() {
        CreateRequest request = parse(
                "--security-opt",
                "no-new-privileges",
                "--security-opt",
                "seccomp=unconfined",
                "--security-opt",
                "label=disable",
                "--security-opt",
                "mask=/a:/b",
                "--security-opt",
                "unmask=ALL",
                "--cap-add",
                "net_admin,all",
                "--cap-drop",
                "CAP_CHOWN",
                "--device",
                "/dev/null:/dev/zero:r",
                "--device",
                "/dev/null:rw");
        assertTrue(request.security().noNewPrivileges());
        assertEquals("unconfined", request.security().seccomp());
        assertEquals(List.of("disable"), request.security().selinuxLabels());
        assertEquals(List.of("/a", "/b"), request.security().mask());
        assertEquals(List.of("ALL"), request.security().unmask());
        assertEquals(List.of("CAP_NET_ADMIN", "ALL"), request.security().capAdd());
        assertEquals(List.of("CAP_CHOWN"), request.security().capDrop());
        assertEquals("/dev/zero", request.security().devices().get(0).containerPath());
        assertEquals("rw", request.security().devices().get(1).permissions());
    }

    @Test
    void namespacesKeepTheirValues() {
        CreateRequest request = parse(
                "--pid", "container:a", "--net", "slirp4netns:mtu=1500,cidr=10.0.3.0/24", "--userns", "keep-id:uid=1");
        assertEquals("a", request.namespaces().pid().value());
        assertEquals("slirp4netns", request.namespaces().network().kind());
        assertEquals("mtu=1500,cidr=10.0.3.0/24", request.namespaces().network().value());
        assertEquals("keep-id", request.namespaces().user().kind());
    }

    @Test
    void entrypointIsAWordOrAnArray() {
        assertEquals(List.of("echo"), parse("--entrypoint", "echo").process().entrypoint());
        assertEquals(
                List.of("echo", "a b"),
                parse("--entrypoint", "[\"echo\",\"a b\"]").process().entrypoint());
        assertEquals(
                List.of("[\"a\""), parse("--entrypoint", "[\"a\"").process().entrypoint());
        assertTrue(parse("--entrypoint", "").process().entrypointGiven());
    }

    @Test
    void descriptorsToKeepAreCountedFromThree() {
        assertEquals(List.of(3, 4), parse("--preserve-fds", "2").process().preserveFds());
        assertEquals(List.of(9, 5), parse("--preserve-fd", "9,5").process().preserveFds());
    }

    @Test
    void detachedContainersAreConnectedToNothing() {
        CreateRequest request = parse("-d", "-i");
        assertFalse(request.process().attachStdin());
        assertFalse(request.process().attachStdout());
        assertTrue(request.process().interactive());
    }

    @Test
    void platformIsPutTogether() {
        assertEquals(
                "linux/arm64/v8", parse("--arch", "arm64", "--variant", "v8").platform());
        assertEquals("linux/s390x", parse("--platform", "linux/s390x").platform());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -p x                     | parsing container port: invalid port number: strconv.Atoi: parsing "x": invalid syntax
            -p 99999:80              | parsing host port: port numbers must be between 1 and 65535 (inclusive), got 99999
            -p 80:0                  | parsing container port: port numbers must be between 1 and 65535 (inclusive), got 0
            -p a:b:c:d               | invalid port format - format is [[hostIP:]hostPort:]containerPort
            -p 1.2.3:80:80           | cannot parse "1.2.3" as an IP address
            -p 80/foo                | unrecognized protocol "foo" in port mapping
            -p 80:80/                | must provide a non-empty protocol to publish
            -p 80-81:90              | host and container port ranges have different lengths: 2 vs 1
            -p 81-80                 | parsing container port: the end port of a range must be higher than the start port - 80 is not higher than 81
            --expose x               | invalid range format for --expose: x: strconv.ParseUint: parsing "x": invalid syntax
            --expose 80/foo          | validating protocols for exposed port 80: unrecognized protocol "foo" in port mapping
            -v x                     | invalid container path "x", must be an absolute path
            -v /tmp:/y:foo           | invalid option type "foo"
            -v /tmp:/y:ro,rw         | invalid options "ro, rw", can only specify 1 'rw' or 'ro' option
            -v /tmp:/y:z,Z           | invalid options "z, Z", can only specify 1 'z', 'Z', or 'O' option
            -v /tmp:/y:rshared,rslave | invalid options "rshared, rslave", can only specify 1 '[r]shared', '[r]private', '[r]slave' or '[r]unbindable' option
            -v /tmp:/y:ro:z          | /tmp:/y:ro:z: incorrect volume format, should be [host-dir:]ctr-dir[:option]
            -v :/y                   | host directory cannot be empty
            -v /y:                   | container directory cannot be empty
            -v /a:/y -v /b:/y        | /y: duplicate mount destination
            --mount type=foo         | invalid filesystem type "foo"
            --mount type=bind        | must set volume destination
            --mount type=bind,source,target=/x | source: must provide an argument for option
            --mount type=bind,source=/tmp,target=/x,foo=bar | foo: invalid mount option
            --mount type=bind,src=/tmp,dst=/x,ro=maybe | 'readonly', 'ro', or 'rw' must be set to true or false, instead received "maybe": must provide an argument for option
            --mount type=tmpfs,source=/x,target=/x | source is not supported with tmpfs mounts
            --mount type=bind,source=/tmp,target=/x,bind-propagation=foo | invalid option type "foo"
            --tmpfs x                | invalid container path "x", must be an absolute path
            --tmpfs /x:foo           | unknown mount option "foo": invalid mount option
            -m x                     | invalid value for memory: invalid size: 'x'
            --shm-size x             | unable to translate --shm-size: invalid size: 'x'
            --cpus 1 --cpu-quota 1000 | --cpu-quota and --cpus cannot be set together
            --blkio-weight x         | invalid value for blkio-weight: strconv.ParseUint: parsing "x": invalid syntax
            --blkio-weight-device x  | bad format: x
            --device-read-iops /dev/sda:x | invalid rate for device: /dev/sda:x. The correct format is <device-path>:<number>. Number must be a positive integer
            """)
    void whatIsWrongIsSaidInPodmansWords(String words, String message) {
        wrong(words, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --restart x              | running container create option: "x" is not a valid restart policy: invalid argument
            --restart on-failure:x   | parsing restart policy retry count: strconv.Atoi: parsing "x": invalid syntax
            --restart always:3       | restart policy retries can only be specified with on-failure restart policy
            --rm --restart always    | the --rm option conflicts with --restart, when the restartPolicy is not "" and "no"
            --pull x                 | unsupported pull policy "x"
            --name -x                | running container create option: names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*: invalid argument
            --network host --network none | cannot set multiple networks without bridge network mode, selected mode host: invalid argument
            --pid x                  | unrecognized namespace mode x passed
            --uts ns:                | invalid config provided: namespace mode path requires a value
            --userns keep-id --uidmap 0:0:1 | --userns and --uidmap/--gidmap/--subuidname/--subgidname are mutually exclusive
            --uidmap 0               | initializing ID mappings: UID setting is malformed expected ["uint32:uint32:uint32"]: ["0"]
            --cgroups x              | running container create option: invalid cgroup mode "x": invalid argument
            --ulimit nofile=x        | ulimit option "nofile=x" requires name=SOFT:HARD, failed to be parsed: strconv.ParseInt: parsing "x": invalid syntax
            --ulimit nofile=10:5     | ulimit option "nofile=10:5" requires name=SOFT:HARD, failed to be parsed: ulimit soft limit must be less than or equal to hard limit: 10 > 5
            --ulimit foo=1           | ulimit option "foo=1" requires name=SOFT:HARD, failed to be parsed: invalid ulimit type: foo
            --sysctl x               | x is invalid, sysctl values must be in the form of KEY=VALUE
            --security-opt x         | invalid --security-opt 1: "x"
            --security-opt foo=bar   | invalid --security-opt 2: "foo=bar"
            --device /dev/null:/dev/x:z | invalid device mode: z
            --device-cgroup-rule x   | invalid device cgroup rule requires type, major:Minor, and access rules: "x"
            -e =x                    | invalid environment variable: "=x"
            --env-file /nope         | parsing env file "/nope": open /nope: no such file or directory
            -l =x                    | unable to process labels: invalid label format: "=x"
            --annotation x           | annotations must be formatted KEY=VALUE
            --add-host x             | bad format for add-host: "x"
            --add-host x:y           | invalid IP address in add-host: "y"
            --no-hosts --add-host a:1.1.1.1 | --no-hosts and --add-host cannot be set together
            --dns x                  | x is not an ip address
            --stop-signal foo        | invalid signal: foo
            --stop-signal 99         | valid signals are 1 through 64
            --umask 9                | running container create option: invalid umask string 9: invalid argument
            --systemd x              | invalid config provided: --systemd values must be one of "true, false, always": invalid configuration
            --log-driver x           | running container create option: invalid log driver: invalid argument
            --log-opt x              | invalid log option "x"
            --log-opt max-size=x     | invalid size: 'x'
            -a x                     | invalid stream "x" for --attach - must be one of stdin, stdout, or stderr: invalid argument
            --image-volume x         | invalid image volume mode "x" required value: bind, tmpfs, ignore
            --group-add keep-groups --group-add a | the '--group-add keep-groups' option is not allowed with any other --group-add options
            --platform linux/amd64 --arch arm | --platform option can not be specified with --arch or --os
            --cgroup-conf x          | --cgroup-conf must be formatted KEY=VALUE
            --replace                | cannot replace container without --name being set
            """)
    void whatIsWrongInTheRestIsSaidInPodmansWords(String words, String message) {
        wrong(words, message);
    }

    private void wrong(String words, String message) {
        JpodException wrong = assertThrows(JpodException.class, () -> parse(words.split(" ")));
        assertEquals(message, wrong.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"300ms,300000000", "1.5h,5400000000000", "2h45m,9900000000000", "0,0", "-1s,-1000000000", "1us,1000"})
    void durationsAreGos(String text, long nanos) {
        assertEquals(nanos, GoDuration.nanos(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x  | time: invalid duration "x"
            1x | time: unknown unit "x" in duration "1x"
            5  | time: missing unit in duration "5"
            """)
    void wrongDurationsAreTold(String text, String message) {
        assertEquals(
                message,
                assertThrows(JpodException.class, () -> GoDuration.nanos(text)).getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3.4,true",
        "1.2.3,false",
        "256.1.1.1,false",
        "01.1.1.1,false",
        "::,true",
        "::1,true",
        "fe80::1:2,true",
        "1:2:3:4:5:6:7:8,true",
        "1:2:3:4:5:6:7,false",
        "1::2::3,false",
        "::ffff:1.2.3.4,true",
        "host,false",
        "12345::,false"
    })
    void addressesAreToldFromNames(String text, boolean address) {
        assertEquals(address, IpText.isIp(text));
    }
}
