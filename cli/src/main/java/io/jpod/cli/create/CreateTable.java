package io.jpod.cli.create;

import io.jpod.cli.option.OptionTable;

/** Options of {@code create} and {@code run}. */
public final class CreateTable {
    private static final String SHARED = """
            add-host strings Add names for an address to the hosts file (name[;name...]:ip)
            annotation strings Add an annotation (key=value)
            arch string Use `ARCH` instead of this machine's architecture when choosing an image
            attach,a strings Connect to stdin, stdout or stderr
            authfile string File with the registries' credentials
            blkio-weight string Relative weight of block input and output, 10 to 1000
            blkio-weight-device array Relative weight for one device (`DEVICE:WEIGHT`)
            cap-add strings Give a capability
            cap-drop strings Take a capability away
            cert-dir string Directory of TLS certificates for registries
            cgroup-conf strings Write a value to a file of cgroup v2 (file=value)
            cgroup-parent string Cgroup under which the container's is made
            cgroupns string Cgroup namespace to use
            cgroups string=enabled Whether the container gets a cgroup ("enabled"|"disabled"|"no-conmon"|"split")
            chrootdirs strings Directories into which the container's own files are put as well
            cidfile string Write the container's id to this file
            conmon-pidfile string Write conmon's process id to this file
            cpu-period uint Period of the CPU quota in microseconds
            cpu-quota int Microseconds of CPU time in a period
            cpu-rt-period uint Period of real-time scheduling in microseconds
            cpu-rt-runtime int Microseconds of real-time scheduling in a period
            cpu-shares,c uint Relative share of the CPUs
            cpus float How many CPUs may be used
            cpuset-cpus string CPUs to run on (0-3, 0,1)
            cpuset-mems string Memory nodes to allocate from (0-3, 0,1)
            creds string Credentials for the registry (`user:password`)
            decryption-key array Key for encrypted layers (`FILE[:pass=PASSWORD]`)
            device strings Add a device of the host (host[:container][:permissions])
            device-cgroup-rule strings Add a rule to the list of allowed devices
            device-read-bps strings Limit reading from a device (path:bytes per second)
            device-read-iops strings Limit reading from a device (path:operations per second)
            device-write-bps strings Limit writing to a device (path:bytes per second)
            device-write-iops strings Limit writing to a device (path:operations per second)
            disable-content-trust noop/bool Does nothing; for docker's sake
            dns strings DNS server
            dns-option,-,dns-opt strings Option for the resolver
            dns-search strings DNS search domain
            entrypoint string Replace the image's entry point
            env,e array Set an environment variable
            env-file strings Read environment variables from a file
            env-host bool Pass this whole environment on
            env-merge array Set a variable from the image's own variables
            expose strings Expose a port or a range
            gidmap strings Map group ids ([flags]container:[@]from[:amount])
            gpus refused/strings GPUs to add
            group-add strings Add the process to a group, or keep-groups
            group-entry string Line for /etc/group
            health-cmd,-,healthcheck-command refused/string Command that tells whether the container is well
            health-interval,-,healthcheck-interval refused/string Time between health checks
            health-log-destination refused/string Where results of health checks go
            health-max-log-count refused/uint How many results of health checks are kept
            health-max-log-size refused/uint How long a kept result may be
            health-on-failure refused/string What to do with an unhealthy container
            health-retries,-,healthcheck-retries refused/uint Failures until a container is unhealthy
            health-start-period,-,healthcheck-start-period refused/string Time in which failures do not count
            health-startup-cmd refused/string Command that tells whether the container has started
            health-startup-interval refused/string Time between startup checks
            health-startup-retries refused/uint Failures until the container is restarted
            health-startup-success refused/uint Successes until regular checks begin
            health-startup-timeout refused/string Time for one startup check
            health-timeout,-,healthcheck-timeout refused/string Time for one health check
            hostname,h string Host name in the container
            hosts-file string File to begin the hosts file with
            hostuser strings Add a user of the host to /etc/passwd
            http-proxy bool=true Pass this environment's proxy variables on
            image-volume string=bind What becomes of the image's volumes ("bind"|"tmpfs"|"ignore")
            init bool Run an init that forwards signals and reaps processes
            init-path string Path of the init program
            interactive,i bool Keep standard input open
            ip refused/string Fixed IPv4 address
            ip6 refused/string Fixed IPv6 address
            ipc string IPC namespace to use
            label,l array Set a label
            label-file strings Read labels from a file
            link-local-ip noop/strings Does nothing; for docker's sake
            log-driver string Where output is recorded
            log-opt strings Option of the log driver (key=value)
            mac-address refused/string Hardware address
            memory,m string Limit of memory (`<number>[<unit>]`, unit one of b, k, m, g)
            memory-reservation string Soft limit of memory (`<number>[<unit>]`)
            memory-swap string Limit of memory and swap together, -1 for none
            memory-swappiness int=-1 How readily memory is swapped, 0 to 100
            mount array Mount something into the container (type=bind,src=...,dst=...)
            name string Name of the container
            network,-,net array Network to connect to
            network-alias refused/strings Name in the network
            no-healthcheck noop/bool No health checks, also when the image has one
            no-hostname bool Make no /etc/hostname
            no-hosts bool Make no /etc/hosts
            oom-kill-disable bool Do not kill processes that run out of memory
            oom-score-adj int Change the preference of the host's OOM killer (-1000 to 1000)
            os string Use `OS` instead of linux when choosing an image
            passwd bool=true Add the user to /etc/passwd and /etc/group
            passwd-entry string Line for /etc/passwd
            personality string Execution domain (LINUX, LINUX32)
            pid string PID namespace to use
            pidfile string Write the container's process id to this file
            pids-limit int Limit of processes, -1 for none
            platform string Platform of the image (os/arch[/variant])
            pod refused/string Pod to join
            pod-id-file refused/string File with the id of the pod to join
            privileged bool Give all privileges that the user has
            publish,p strings Make a port of the container reachable ([[ip:]host:]container[/protocol])
            publish-all,P bool Publish all exposed ports on free ports
            pull string=missing When to fetch the image ("always"|"missing"|"never"|"newer")
            quiet,q bool Do not tell about the fetching of the image
            rdt-class string Class of service of Intel RDT
            read-only bool Make the root file system read-only
            read-only-tmpfs bool=true With --read-only, keep /run, /tmp and /var/tmp writable
            replace bool Remove an existing container of the same name first
            requires strings Containers that must run before this one
            restart string What to do when the container exits ("no"|"always"|"on-failure[:n]"|"unless-stopped")
            retry uint How often to retry fetching
            retry-delay string Time between retries
            rm bool Remove the container when it exits
            rootfs bool The first argument is a directory, not an image
            sdnotify string=container Who tells systemd that the service is up ("container"|"conmon"|"ignore")
            seccomp-policy string=default How to choose a seccomp profile ("default")
            secret refused/array Secret to add
            security-opt array Security option
            shm-size string Size of /dev/shm (`<number>[<unit>]`)
            shm-size-systemd string Size of systemd's tmpfs mounts (`<number>[<unit>]`)
            stop-signal string Signal that stops the container
            stop-timeout uint=10 Seconds to wait for a stopped container before it is killed
            subgidname string Name in /etc/subgid whose ranges are mapped
            subuidname string Name in /etc/subuid whose ranges are mapped
            sysctl strings Set a kernel parameter of the container's namespaces
            systemd string=true Prepare for systemd in the container ("true"|"false"|"always")
            timeout uint Seconds after which the container is killed
            tls-verify bool=true Require HTTPS with a valid certificate
            tmpfs array Mount a `tmpfs` into the container
            tty,t bool Give the container a terminal
            tz string Time zone
            uidmap strings Map user ids ([flags]container:[@]from[:amount])
            ulimit strings Limit of a resource (name=soft[:hard])
            umask string=0022 File mode mask
            unsetenv array Remove a variable that would be set
            unsetenv-all bool Remove all variables that would be set
            user,u string User and group (`user[:group]`)
            userns string User namespace to use
            uts string UTS namespace to use
            variant string Use `VARIANT` instead of this machine's when choosing an image
            volume,v array Mount a directory or a volume ([source:]directory[:options])
            volumes-from array Mount the volumes of another container
            workdir,w string Working directory
            """;

    private CreateTable() {}

    /** Made anew for each command line: the table is text. */
    public static OptionTable create() {
        return new OptionTable(SHARED + "init-ctr refused/string Run once before the pod's containers\n");
    }

    public static OptionTable run() {
        return new OptionTable(SHARED + """
                detach,d bool Run in the background and print the container's id
                detach-keys string Keys that detach: one letter, or ctrl-<key>, separated by commas (default "ctrl-p,ctrl-q")
                preserve-fd strings Pass these file descriptors on
                preserve-fds uint Pass this many file descriptors after the standard ones on
                rmi bool Remove the image as well, unless another container uses it
                sig-proxy bool=true Pass signals on to the container
                """);
    }
}
