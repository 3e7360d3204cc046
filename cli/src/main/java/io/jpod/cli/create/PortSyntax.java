package io.jpod.cli.create;

import io.jpod.api.JpodException;
import io.jpod.engine.request.PortRequest;
import java.util.List;
import java.util.Locale;

/** {@code --publish} and {@code --expose}. */
final class PortSyntax {
    private PortSyntax() {}

    /** {@code [[ip:]host:]container[/protocol]}; ports may be ranges, an IPv6 address stands in brackets. */
    static PortRequest publish(String text) {
        List<String> halves = GoText.split(text, '/');
        if (halves.size() > 2) {
            throw JpodException.usage("invalid port format - protocol can only be specified once");
        }
        String protocol = halves.size() == 2 ? protocol(halves.get(1)) : "tcp";
        String remaining = halves.get(0);
        String ip = "";
        if (remaining.startsWith("[")) {
            int close = remaining.indexOf(']');
            if (close < 0 || !remaining.startsWith(":", close + 1)) {
                throw JpodException.usage("invalid IPv6 format - must begin with [ and end with ]: " + text);
            }
            ip = remaining.substring(1, close);
            remaining = remaining.substring(close + 2);
            if (!IpText.isIpv6(ip)) {
                throw JpodException.usage("cannot parse " + GoText.quote(ip) + " as an IP address");
            }
        }
        List<String> parts = GoText.split(remaining, ':');
        if (parts.size() > (ip.isEmpty() ? 3 : 2)) {
            throw JpodException.usage("invalid port format - format is [[hostIP:]hostPort:]containerPort");
        }
        if (parts.size() == 3) {
            ip = parts.get(0);
            if (!ip.isEmpty() && !IpText.isIp(ip)) {
                throw JpodException.usage("cannot parse " + GoText.quote(ip) + " as an IP address");
            }
        }
        String container = parts.get(parts.size() - 1);
        String host = parts.size() > 1 ? parts.get(parts.size() - 2) : "";
        return ports(ip, host, container, protocol);
    }

    private static PortRequest ports(String ip, String host, String container, String protocol) {
        if (container.isEmpty()) {
            throw JpodException.usage("must provide a non-empty container port to publish");
        }
        int[] inside = range(container, "container");
        int count = inside[1] - inside[0] + 1;
        int hostPort = 0;
        if (!host.isEmpty()) {
            int[] outside = range(host, "host");
            int hostCount = outside[1] - outside[0] + 1;
            if (hostCount != count) {
                throw JpodException.usage(
                        "host and container port ranges have different lengths: " + hostCount + " vs " + count);
            }
            hostPort = outside[0];
        }
        return PortRequest.builder()
                .hostIp(ip)
                .hostPort(hostPort)
                .containerPort(inside[0])
                .range(count)
                .protocol(protocol)
                .build();
    }

    private static String protocol(String text) {
        if (text.isEmpty()) {
            throw JpodException.usage("must provide a non-empty protocol to publish");
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.equals("tcp") && !lower.equals("udp") && !lower.equals("sctp")) {
            throw JpodException.usage("unrecognized protocol " + GoText.quote(text) + " in port mapping");
        }
        return lower;
    }

    private static int[] range(String text, String side) {
        List<String> ends = GoText.split(text, '-');
        if (ends.size() > 2) {
            throw JpodException.usage("invalid port format - " + side + " ports should only contain one range");
        }
        int first = port(ends.get(0), side);
        int last = ends.size() == 2 ? port(ends.get(1), side) : first;
        if (ends.size() == 2 && last <= first) {
            throw JpodException.usage("parsing " + side
                    + " port: the end port of a range must be higher than the start port - " + last
                    + " is not higher than " + first);
        }
        return new int[] {first, last};
    }

    private static int port(String text, String side) {
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw JpodException.usage(
                    "parsing " + side + " port: invalid port number: " + GoText.notANumber("strconv.Atoi", text));
        }
        if (value < 1 || value > 65535) {
            throw JpodException.usage(
                    "parsing " + side + " port: port numbers must be between 1 and 65535 (inclusive), got " + value);
        }
        return value;
    }

    /** Checks {@code port[-port][/protocol]} and hands it back. */
    static String expose(String text) {
        int slash = text.indexOf('/');
        String ports = slash < 0 ? text : text.substring(0, slash);
        int dash = ports.indexOf('-');
        String first = dash < 0 ? ports : ports.substring(0, dash);
        int start = exposed(first, text);
        int end = dash < 0 ? start : exposed(ports.substring(dash + 1), text);
        if (end < start) {
            throw JpodException.usage("invalid range format for --expose: " + text + ": invalid range");
        }
        if (slash >= 0) {
            String lower = text.substring(slash + 1).toLowerCase(Locale.ROOT);
            if (!lower.equals("tcp") && !lower.equals("udp") && !lower.equals("sctp")) {
                throw JpodException.usage("validating protocols for exposed port " + start + ": unrecognized protocol "
                        + GoText.quote(text.substring(slash + 1)) + " in port mapping");
            }
            return ports + "/" + lower;
        }
        return text;
    }

    private static int exposed(String port, String whole) {
        try {
            int value = Integer.parseInt(port);
            if (value > 0 && value < 65536 && port.charAt(0) != '+') {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw JpodException.usage(
                "invalid range format for --expose: " + whole + ": " + GoText.notANumber("strconv.ParseUint", port));
    }
}
