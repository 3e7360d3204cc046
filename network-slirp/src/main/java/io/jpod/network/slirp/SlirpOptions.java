package io.jpod.network.slirp;

import io.jpod.api.JpodException;
import io.jpod.support.net.IpAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What stands after {@code --network slirp4netns:}, checked. Immutable. */
final class SlirpOptions {
    private static final int LARGEST_MTU = 65521;
    private static final int SMALLEST_PREFIX = 1;
    private static final int LARGEST_PREFIX = 25;

    /** Who publishes ports. */
    enum PortHandler {
        /** The helper where it can, the relay where the helper cannot. */
        MIXED,
        /** The helper, which keeps the source address. */
        SLIRP,
        /** The relay. */
        RELAY
    }

    private boolean hostLoopback;
    private boolean ipv6 = true;
    private boolean ipv6Given;
    private int mtu = 65520;
    private String cidr = "";
    private int network = 10 << 24 | 2 << 8;
    private PortHandler portHandler = PortHandler.MIXED;
    private String outboundAddress = "";
    private String outboundAddress6 = "";

    private SlirpOptions() {}

    /** Reads {@code name=value,…}. */
    static Map<String, String> split(String text) {
        Map<String, String> options = new LinkedHashMap<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf(',', start);
            if (end < 0) {
                end = text.length();
            }
            String word = text.substring(start, end);
            int equals = word.indexOf('=');
            options.put(equals < 0 ? word : word.substring(0, equals), equals < 0 ? "" : word.substring(equals + 1));
            start = end + 1;
        }
        return options;
    }

    /**
     * Checks options; later ones win.
     *
     * @throws JpodException USAGE in podman's words
     */
    static SlirpOptions parse(Map<String, String> defaults, Map<String, String> options) {
        SlirpOptions result = new SlirpOptions();
        for (Map.Entry<String, String> entry : defaults.entrySet()) {
            result.set(entry.getKey(), entry.getValue());
        }
        for (Map.Entry<String, String> entry : options.entrySet()) {
            result.set(entry.getKey(), entry.getValue());
        }
        if (!result.outboundAddress6.isEmpty() && !result.ipv6) {
            throw JpodException.usage("outbound_addr6 requires enable_ipv6=true for slirp4netns");
        }
        return result;
    }

    private void set(String name, String value) {
        switch (name) {
            case "allow_host_loopback" -> hostLoopback = flag(name, value);
            case "enable_ipv6" -> {
                ipv6 = flag(name, value);
                ipv6Given = ipv6;
            }
            case "mtu" -> mtu = mtu(value);
            case "cidr" -> setCidr(value);
            case "port_handler" -> portHandler = portHandler(value);
            case "outbound_addr" -> {
                if (!isAddressOrInterface(value, true)) {
                    throw JpodException.usage("invalid outbound_addr \"" + value + "\"");
                }
                outboundAddress = value;
            }
            case "outbound_addr6" -> {
                if (!isAddressOrInterface(value, false)) {
                    throw JpodException.usage("invalid outbound_addr6: \"" + value + "\"");
                }
                outboundAddress6 = value;
            }
            default -> {
                String word = value.isEmpty() ? name : name + "=" + value;
                throw JpodException.usage("unknown option for slirp4netns: \"" + word + "\"");
            }
        }
    }

    /** The words of Go's strconv.ParseBool. */
    private static boolean flag(String name, String value) {
        return switch (value) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw JpodException.usage("invalid value of " + name + " for slirp4netns: \"" + value + "\"");
        };
    }

    private static int mtu(String value) {
        try {
            int mtu = Integer.parseInt(value);
            if (mtu > 0 && mtu <= LARGEST_MTU) {
                return mtu;
            }
        } catch (NumberFormatException e) {
            throw JpodException.usage("invalid mtu \"" + value + "\"");
        }
        throw JpodException.usage("invalid mtu \"" + value + "\"").withRemedy("slirp4netns takes 1 to " + LARGEST_MTU);
    }

    private void setCidr(String value) {
        JpodException invalid = JpodException.usage("invalid cidr \"" + value + "\"");
        int slash = value.indexOf('/');
        Optional<IpAddress> address = slash < 0 ? Optional.empty() : IpAddress.parse(value.substring(0, slash));
        if (address.isEmpty() || !address.get().isIpv4()) {
            throw invalid;
        }
        int prefix;
        try {
            prefix = Integer.parseInt(value.substring(slash + 1));
        } catch (NumberFormatException e) {
            throw invalid;
        }
        if (prefix < SMALLEST_PREFIX || prefix > LARGEST_PREFIX) {
            throw invalid.withRemedy("the prefix length must be " + SMALLEST_PREFIX + " to " + LARGEST_PREFIX);
        }
        int bits = address.get().toInt();
        int masked = bits & -1 << 32 - prefix;
        if (masked != bits) {
            throw invalid.withRemedy("give the network's own address: " + IpAddress.ofInt(masked) + "/" + prefix);
        }
        cidr = value;
        network = bits;
    }

    private static PortHandler portHandler(String value) {
        return switch (value) {
            case "slirp4netns" -> PortHandler.SLIRP;
            case "rootlesskit" -> PortHandler.RELAY;
            default -> throw JpodException.usage("unknown port_handler for slirp4netns: \"" + value + "\"");
        };
    }

    private static boolean isAddressOrInterface(String value, boolean four) {
        Optional<IpAddress> address = IpAddress.parse(value);
        if (address.isPresent()) {
            return address.get().isIpv4() == four;
        }
        boolean name = !value.isEmpty() && value.indexOf('/') < 0 && !value.startsWith(".");
        return name && Files.exists(Path.of("/sys/class/net", value));
    }

    /** The address so many above the network's own. */
    String address(int offset) {
        return IpAddress.ofInt(network + offset).toString();
    }

    boolean hostLoopback() {
        return hostLoopback;
    }

    boolean ipv6() {
        return ipv6;
    }

    /** True when IPv6 was asked for and is not just the default. */
    boolean ipv6Given() {
        return ipv6Given;
    }

    int mtu() {
        return mtu;
    }

    /** Empty for the helper's default. */
    String cidr() {
        return cidr;
    }

    PortHandler portHandler() {
        return portHandler;
    }

    String outboundAddress() {
        return outboundAddress;
    }

    String outboundAddress6() {
        return outboundAddress6;
    }
}
