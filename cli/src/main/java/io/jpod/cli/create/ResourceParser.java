package io.jpod.cli.create;

import io.jpod.api.JpodException;
import io.jpod.cli.option.Options;
import io.jpod.engine.request.ResourceLimits;
import java.util.ArrayList;
import java.util.List;

/** Limits of memory, CPU, processes, block devices. */
final class ResourceParser {
    private static final long PERIOD = 100_000;

    private final Options options;

    ResourceParser(Options options) {
        this.options = options;
    }

    ResourceLimits parse() {
        ResourceLimits.Builder builder = ResourceLimits.builder()
                .cpusetCpus(options.text("cpuset-cpus"))
                .cpusetMems(options.text("cpuset-mems"))
                .blkioWeightDevice(weights())
                .deviceReadBps(rates("device-read-bps", true))
                .deviceWriteBps(rates("device-write-bps", true))
                .deviceReadIops(rates("device-read-iops", false))
                .deviceWriteIops(rates("device-write-iops", false))
                .oomKillDisable(options.flag("oom-kill-disable"))
                .cgroupConf(Definitions.pairs(options.list("cgroup-conf"), "--cgroup-conf must be formatted KEY=VALUE"))
                .rdtClass(options.text("rdt-class"));
        memory(builder);
        cpu(builder);
        if (options.given("pids-limit")) {
            builder.pidsLimit(options.number("pids-limit"));
        }
        if (options.given("blkio-weight")) {
            builder.blkioWeight(weight(options.text("blkio-weight")));
        }
        return builder.build();
    }

    private void memory(ResourceLimits.Builder builder) {
        if (!options.text("memory").isEmpty()) {
            builder.memory(size("memory"));
        }
        if (!options.text("memory-reservation").isEmpty()) {
            builder.memoryReservation(size("memory-reservation"));
        }
        String swap = options.text("memory-swap");
        if (!swap.isEmpty()) {
            builder.memorySwap(swap.equals("-1") ? -1 : size("memory-swap"));
        }
        if (options.given("memory-swappiness") && options.number("memory-swappiness") >= 0) {
            builder.memorySwappiness(options.number("memory-swappiness"));
        }
    }

    private long size(String name) {
        try {
            return ByteSize.parse(options.text(name));
        } catch (JpodException e) {
            throw JpodException.usage("invalid value for memory: " + e.getMessage());
        }
    }

    private void cpu(ResourceLimits.Builder builder) {
        if (options.given("cpus")) {
            for (String other : List.of("cpu-period", "cpu-quota")) {
                if (options.given(other)) {
                    throw JpodException.usage("--" + other + " and --cpus cannot be set together");
                }
            }
            double cpus = options.decimal("cpus");
            if (cpus > 0) {
                builder.cpuPeriod(PERIOD).cpuQuota((long) (cpus * PERIOD));
            }
        }
        if (options.given("cpu-period")) {
            builder.cpuPeriod(options.number("cpu-period"));
        }
        if (options.given("cpu-quota")) {
            builder.cpuQuota(options.number("cpu-quota"));
        }
        if (options.given("cpu-shares")) {
            builder.cpuShares(options.number("cpu-shares"));
        }
        if (options.given("cpu-rt-period")) {
            builder.cpuRtPeriod(options.number("cpu-rt-period"));
        }
        if (options.given("cpu-rt-runtime")) {
            builder.cpuRtRuntime(options.number("cpu-rt-runtime"));
        }
    }

    private static long weight(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw JpodException.usage(
                    "invalid value for blkio-weight: " + GoText.notANumber("strconv.ParseUint", text));
        }
    }

    private List<String> weights() {
        List<String> values = options.list("blkio-weight-device");
        for (String value : values) {
            int colon = device(value);
            boolean valid;
            try {
                int weight = Integer.parseInt(value.substring(colon + 1));
                valid = weight == 0 || weight >= 10 && weight <= 1000;
            } catch (NumberFormatException e) {
                valid = false;
            }
            if (!valid) {
                throw JpodException.usage("invalid weight for device: " + value);
            }
        }
        return values;
    }

    private static int device(String value) {
        int colon = value.indexOf(':');
        if (colon < 0) {
            throw JpodException.usage("bad format: " + value);
        }
        if (!value.startsWith("/dev/")) {
            throw JpodException.usage("bad format for device path: " + value);
        }
        return colon;
    }

    /** {@code path:rate} with the rate in plain numbers. */
    private List<String> rates(String name, boolean bytes) {
        List<String> values = options.list(name);
        if (values.isEmpty()) {
            return values;
        }
        List<String> result = new ArrayList<>();
        for (String value : values) {
            int colon = device(value);
            try {
                String number = value.substring(colon + 1);
                long rate = bytes ? ByteSize.parse(number) : Long.parseUnsignedLong(number);
                result.add(value.substring(0, colon + 1) + rate);
            } catch (JpodException | NumberFormatException e) {
                throw JpodException.usage("invalid rate for device: " + value
                        + ". The correct format is <device-path>:<number>"
                        + (bytes
                                ? "[<unit>]. Number must be a positive integer. Unit is optional and can be kb, mb, or gb"
                                : ". Number must be a positive integer"));
            }
        }
        return result;
    }
}
