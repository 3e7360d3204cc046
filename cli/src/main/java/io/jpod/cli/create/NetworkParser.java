package io.jpod.cli.create;

import io.jpod.api.JpodException;
import io.jpod.cli.option.Options;
import io.jpod.engine.request.NetworkOptions;
import io.jpod.engine.request.PortRequest;
import java.util.ArrayList;
import java.util.List;

/** Names, addresses, ports. */
final class NetworkParser {
    private final Options options;

    NetworkParser(Options options) {
        this.options = options;
    }

    NetworkOptions parse() {
        if (options.flag("no-hosts") && options.given("add-host")) {
            throw JpodException.usage("--no-hosts and --add-host cannot be set together");
        }
        for (String host : options.list("add-host")) {
            checkHost(host);
        }
        for (String server : options.list("dns")) {
            if (!server.equals("none") && !IpText.isIp(server)) {
                throw JpodException.usage(server + " is not an ip address");
            }
        }
        if (options.list("dns").size() > 1 && options.list("dns").contains("none")) {
            throw JpodException.usage("invalid dns servers: 'none' cannot be mixed with other servers");
        }
        List<PortRequest> ports = new ArrayList<>();
        for (String port : options.list("publish")) {
            ports.add(PortSyntax.publish(port));
        }
        List<String> exposed = new ArrayList<>();
        for (String port : options.list("expose")) {
            exposed.add(PortSyntax.expose(port));
        }
        return NetworkOptions.builder()
                .hostname(options.text("hostname"))
                .noHostname(options.flag("no-hostname"))
                .noHosts(options.flag("no-hosts"))
                .hostsFile(options.text("hosts-file"))
                .addHosts(options.list("add-host"))
                .dnsServers(options.list("dns"))
                .dnsSearch(options.list("dns-search"))
                .dnsOptions(options.list("dns-option"))
                .ports(ports)
                .publishAll(options.flag("publish-all"))
                .expose(exposed)
                .build();
    }

    private static void checkHost(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw JpodException.usage("bad format for add-host: " + GoText.quote(text));
        }
        String address = text.substring(colon + 1);
        if (!address.equals("host-gateway") && !IpText.isIp(address)) {
            throw JpodException.usage("invalid IP address in add-host: " + GoText.quote(address));
        }
    }
}
