package io.jpod.cli.command;

import io.jpod.engine.request.PortRequest;
import java.util.ArrayList;
import java.util.List;

/** Published ports, neighbours joined to ranges. */
final class PortList {
    private PortList() {}

    static List<PortRequest> merged(List<PortRequest> ports) {
        List<PortRequest> result = new ArrayList<>(ports.size());
        PortRequest last = null;
        for (PortRequest port : ports) {
            if (last != null && follows(last, port)) {
                last = last.toBuilder().range(count(last) + count(port)).build();
                result.set(result.size() - 1, last);
            } else {
                last = port;
                result.add(port);
            }
        }
        return result;
    }

    private static int count(PortRequest port) {
        return Math.max(1, port.range());
    }

    private static boolean follows(PortRequest last, PortRequest port) {
        return last.protocol().equals(port.protocol())
                && last.hostIp().equals(port.hostIp())
                && last.hostPort() + count(last) == port.hostPort()
                && last.containerPort() + count(last) == port.containerPort();
    }
}
