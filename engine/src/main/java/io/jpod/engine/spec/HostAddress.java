package io.jpod.engine.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The address under which containers reach the host: the first IPv4 address of the first interface that is not loopback. Read from
 * {@code /proc/net} (proc(5)), since Java's own way costs milliseconds.
 */
final class HostAddress {
    private final HostText files;
    private final String procNet;

    /**
     * @param procNet {@code /proc/net}
     */
    HostAddress(HostText files, String procNet) {
        this.files = files;
        this.procNet = procNet;
    }

    Optional<String> find() {
        List<Long> addresses = localAddresses(lines("fib_trie"));
        if (addresses.size() > 1) {
            String[] routes = lines("route");
            for (String device : devices(lines("dev"))) {
                for (long address : addresses) {
                    if (isOn(device, address, routes)) {
                        return Optional.of(text(address));
                    }
                }
            }
        }
        return addresses.isEmpty() ? Optional.empty() : Optional.of(text(addresses.get(0)));
    }

    private String[] lines(String name) {
        return files.read(procNet + "/" + name).split("\n");
    }

    /** In the order of their numbers, without loopback. */
    private static List<String> devices(String[] lines) {
        List<String> names = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).strip();
                if (!name.equals("lo")) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** A leaf {@code |-- 192.0.2.2} that is followed by {@code /32 host LOCAL}. */
    private static List<Long> localAddresses(String[] lines) {
        List<Long> result = new ArrayList<>();
        long leaf = -1;
        for (String line : lines) {
            String text = line.strip();
            if (text.startsWith("|-- ")) {
                leaf = number(text.substring(4));
            } else if (text.startsWith("/32 host LOCAL") && leaf >= 0 && leaf >>> 24 != 127 && !result.contains(leaf)) {
                result.add(leaf);
            }
        }
        return result;
    }

    /** True when a directly connected route of the device covers the address. */
    private static boolean isOn(String device, long address, String[] routes) {
        for (String line : routes) {
            String[] fields = line.split("\t");
            if (fields.length > 7
                    && fields[0].equals(device)
                    && fields[2].strip().equals("00000000")) {
                long network = swapped(fields[1].strip());
                long mask = swapped(fields[7].strip());
                if (mask != 0 && (address & mask) == network) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The kernel prints addresses as native integers; all machines that jpod runs on but s390x are little endian. */
    private static long swapped(String hex) {
        int value = Integer.parseUnsignedInt(hex, 16);
        boolean little = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
        return Integer.toUnsignedLong(little ? Integer.reverseBytes(value) : value);
    }

    private static long number(String dotted) {
        long result = 0;
        for (String part : dotted.split("\\.")) {
            result = result << 8 | Integer.parseInt(part);
        }
        return result;
    }

    private static String text(long address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }
}
