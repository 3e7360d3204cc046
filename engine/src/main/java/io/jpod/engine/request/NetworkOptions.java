package io.jpod.engine.request;

import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Names, addresses and ports. */
public final class NetworkOptions {
    private final String hostname;
    private final boolean noHostname;
    private final boolean noHosts;
    private final String hostsFile;
    private final List<String> addHosts;
    private final List<String> dnsServers;
    private final List<String> dnsSearch;
    private final List<String> dnsOptions;
    private final List<PortRequest> ports;
    private final boolean publishAll;
    private final List<String> expose;

    private NetworkOptions(Builder builder) {
        this.hostname = builder.hostname;
        this.noHostname = builder.noHostname;
        this.noHosts = builder.noHosts;
        this.hostsFile = builder.hostsFile;
        this.addHosts = List.copyOf(builder.addHosts);
        this.dnsServers = List.copyOf(builder.dnsServers);
        this.dnsSearch = List.copyOf(builder.dnsSearch);
        this.dnsOptions = List.copyOf(builder.dnsOptions);
        this.ports = List.copyOf(builder.ports);
        this.publishAll = builder.publishAll;
        this.expose = List.copyOf(builder.expose);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.hostname = hostname;
        builder.noHostname = noHostname;
        builder.noHosts = noHosts;
        builder.hostsFile = hostsFile;
        builder.addHosts = addHosts;
        builder.dnsServers = dnsServers;
        builder.dnsSearch = dnsSearch;
        builder.dnsOptions = dnsOptions;
        builder.ports = ports;
        builder.publishAll = publishAll;
        builder.expose = expose;
        return builder;
    }

    public String hostname() {
        return hostname;
    }

    public boolean noHostname() {
        return noHostname;
    }

    public boolean noHosts() {
        return noHosts;
    }

    /** A path, {@code none} or {@code image}. */
    public String hostsFile() {
        return hostsFile;
    }

    /** {@code name[;name…]:ip}, ip may be {@code host-gateway}. */
    public List<String> addHosts() {
        return addHosts;
    }

    public List<String> dnsServers() {
        return dnsServers;
    }

    public List<String> dnsSearch() {
        return dnsSearch;
    }

    public List<String> dnsOptions() {
        return dnsOptions;
    }

    public List<PortRequest> ports() {
        return ports;
    }

    public boolean publishAll() {
        return publishAll;
    }

    /** {@code port[-port][/protocol]}. */
    public List<String> expose() {
        return expose;
    }

    /** The form in which it is kept on disk. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.putNonEmpty("hostname", hostname);
        json.putNonEmpty("noHostname", noHostname);
        json.putNonEmpty("noHosts", noHosts);
        json.putNonEmpty("hostsFile", hostsFile);
        json.putNonEmpty("addHosts", addHosts);
        json.putNonEmpty("dnsServers", dnsServers);
        json.putNonEmpty("dnsSearch", dnsSearch);
        json.putNonEmpty("dnsOptions", dnsOptions);
        if (!ports.isEmpty()) {
            List<Object> items = new ArrayList<>();
            for (PortRequest item : ports) {
                items.add(item.toJson());
            }
            json.put("ports", items);
        }
        json.putNonEmpty("publishAll", publishAll);
        json.putNonEmpty("expose", expose);
        return json;
    }

    /** Reads what {@link #toJson} wrote; unknown members are ignored. */
    public static NetworkOptions fromJson(JsonObject json) {
        Builder builder = builder();
        builder.hostname(json.getString("hostname", ""));
        builder.noHostname(json.getBoolean("noHostname", false));
        builder.noHosts(json.getBoolean("noHosts", false));
        builder.hostsFile(json.getString("hostsFile", ""));
        builder.addHosts(json.getStrings("addHosts"));
        builder.dnsServers(json.getStrings("dnsServers"));
        builder.dnsSearch(json.getStrings("dnsSearch"));
        builder.dnsOptions(json.getStrings("dnsOptions"));
        List<PortRequest> ports = new ArrayList<>();
        for (JsonObject item : json.getObjects("ports")) {
            ports.add(PortRequest.fromJson(item));
        }
        builder.ports(ports);
        builder.publishAll(json.getBoolean("publishAll", false));
        builder.expose(json.getStrings("expose"));
        return builder.build();
    }

    /** Collects the values of a {@link NetworkOptions}. */
    public static final class Builder {
        private String hostname = "";
        private boolean noHostname;
        private boolean noHosts;
        private String hostsFile = "";
        private List<String> addHosts = List.of();
        private List<String> dnsServers = List.of();
        private List<String> dnsSearch = List.of();
        private List<String> dnsOptions = List.of();
        private List<PortRequest> ports = List.of();
        private boolean publishAll;
        private List<String> expose = List.of();

        private Builder() {}

        public Builder hostname(String value) {
            this.hostname = value;
            return this;
        }

        public Builder noHostname(boolean value) {
            this.noHostname = value;
            return this;
        }

        public Builder noHosts(boolean value) {
            this.noHosts = value;
            return this;
        }

        public Builder hostsFile(String value) {
            this.hostsFile = value;
            return this;
        }

        public Builder addHosts(List<String> value) {
            this.addHosts = value;
            return this;
        }

        public Builder dnsServers(List<String> value) {
            this.dnsServers = value;
            return this;
        }

        public Builder dnsSearch(List<String> value) {
            this.dnsSearch = value;
            return this;
        }

        public Builder dnsOptions(List<String> value) {
            this.dnsOptions = value;
            return this;
        }

        public Builder ports(List<PortRequest> value) {
            this.ports = value;
            return this;
        }

        public Builder publishAll(boolean value) {
            this.publishAll = value;
            return this;
        }

        public Builder expose(List<String> value) {
            this.expose = value;
            return this;
        }

        public NetworkOptions build() {
            return new NetworkOptions(this);
        }
    }
}
