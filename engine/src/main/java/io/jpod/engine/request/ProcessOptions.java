package io.jpod.engine.request;

import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs in the container and with which input and output. */
public final class ProcessOptions {
    private final List<String> entrypoint;
    private final boolean entrypointGiven;
    private final List<String> command;
    private final Map<String, String> env;
    private final boolean envHost;
    private final Map<String, String> envMerge;
    private final List<String> unsetEnv;
    private final boolean unsetEnvAll;
    private final boolean httpProxy;
    private final String user;
    private final List<String> hostUsers;
    private final List<String> groupAdd;
    private final boolean passwd;
    private final String passwdEntry;
    private final String groupEntry;
    private final String workingDirectory;
    private final String umask;
    private final boolean terminal;
    private final boolean interactive;
    private final boolean attachStdin;
    private final boolean attachStdout;
    private final boolean attachStderr;
    private final boolean init;
    private final String initPath;
    private final String systemd;
    private final String timezone;
    private final String personality;
    private final List<Integer> preserveFds;
    private final Integer oomScoreAdj;
    private final List<String> ulimits;

    private ProcessOptions(Builder builder) {
        this.entrypoint = List.copyOf(builder.entrypoint);
        this.entrypointGiven = builder.entrypointGiven;
        this.command = List.copyOf(builder.command);
        this.env = Collections.unmodifiableMap(new LinkedHashMap<>(builder.env));
        this.envHost = builder.envHost;
        this.envMerge = Collections.unmodifiableMap(new LinkedHashMap<>(builder.envMerge));
        this.unsetEnv = List.copyOf(builder.unsetEnv);
        this.unsetEnvAll = builder.unsetEnvAll;
        this.httpProxy = builder.httpProxy;
        this.user = builder.user;
        this.hostUsers = List.copyOf(builder.hostUsers);
        this.groupAdd = List.copyOf(builder.groupAdd);
        this.passwd = builder.passwd;
        this.passwdEntry = builder.passwdEntry;
        this.groupEntry = builder.groupEntry;
        this.workingDirectory = builder.workingDirectory;
        this.umask = builder.umask;
        this.terminal = builder.terminal;
        this.interactive = builder.interactive;
        this.attachStdin = builder.attachStdin;
        this.attachStdout = builder.attachStdout;
        this.attachStderr = builder.attachStderr;
        this.init = builder.init;
        this.initPath = builder.initPath;
        this.systemd = builder.systemd;
        this.timezone = builder.timezone;
        this.personality = builder.personality;
        this.preserveFds = List.copyOf(builder.preserveFds);
        this.oomScoreAdj = builder.oomScoreAdj;
        this.ulimits = List.copyOf(builder.ulimits);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.entrypoint = entrypoint;
        builder.entrypointGiven = entrypointGiven;
        builder.command = command;
        builder.env = env;
        builder.envHost = envHost;
        builder.envMerge = envMerge;
        builder.unsetEnv = unsetEnv;
        builder.unsetEnvAll = unsetEnvAll;
        builder.httpProxy = httpProxy;
        builder.user = user;
        builder.hostUsers = hostUsers;
        builder.groupAdd = groupAdd;
        builder.passwd = passwd;
        builder.passwdEntry = passwdEntry;
        builder.groupEntry = groupEntry;
        builder.workingDirectory = workingDirectory;
        builder.umask = umask;
        builder.terminal = terminal;
        builder.interactive = interactive;
        builder.attachStdin = attachStdin;
        builder.attachStdout = attachStdout;
        builder.attachStderr = attachStderr;
        builder.init = init;
        builder.initPath = initPath;
        builder.systemd = systemd;
        builder.timezone = timezone;
        builder.personality = personality;
        builder.preserveFds = preserveFds;
        builder.oomScoreAdj = oomScoreAdj;
        builder.ulimits = ulimits;
        return builder;
    }

    /** Replaces the image's entry point, see {@link #entrypointGiven}. */
    public List<String> entrypoint() {
        return entrypoint;
    }

    /** True when {@code --entrypoint} was given, also with the empty string. */
    public boolean entrypointGiven() {
        return entrypointGiven;
    }

    /** Words after the image; empty for the image's own command. */
    public List<String> command() {
        return command;
    }

    /** {@code --env} and {@code --env-file}, values final. */
    public Map<String, String> env() {
        return env;
    }

    /** {@code --env-host}: the caller's whole environment. */
    public boolean envHost() {
        return envHost;
    }

    /** {@code --env-merge}: values may refer to the image's variables. */
    public Map<String, String> envMerge() {
        return envMerge;
    }

    public List<String> unsetEnv() {
        return unsetEnv;
    }

    public boolean unsetEnvAll() {
        return unsetEnvAll;
    }

    /** Passes the caller's proxy variables on. */
    public boolean httpProxy() {
        return httpProxy;
    }

    /** {@code --user}, as given; empty for the image's. */
    public String user() {
        return user;
    }

    /** {@code --hostuser}: host users to add to {@code /etc/passwd}. */
    public List<String> hostUsers() {
        return hostUsers;
    }

    /** Names, ids or {@code keep-groups}. */
    public List<String> groupAdd() {
        return groupAdd;
    }

    /** False for {@code --passwd=false}. */
    public boolean passwd() {
        return passwd;
    }

    public String passwdEntry() {
        return passwdEntry;
    }

    public String groupEntry() {
        return groupEntry;
    }

    /** {@code --workdir}; empty for the image's. */
    public String workingDirectory() {
        return workingDirectory;
    }

    /** Four octal digits, or empty for 0022. */
    public String umask() {
        return umask;
    }

    public boolean terminal() {
        return terminal;
    }

    /** Standard input stays open. */
    public boolean interactive() {
        return interactive;
    }

    public boolean attachStdin() {
        return attachStdin;
    }

    public boolean attachStdout() {
        return attachStdout;
    }

    public boolean attachStderr() {
        return attachStderr;
    }

    public boolean init() {
        return init;
    }

    public String initPath() {
        return initPath;
    }

    /** {@code true}, {@code false} or {@code always}; empty for true. */
    public String systemd() {
        return systemd;
    }

    public String timezone() {
        return timezone;
    }

    public String personality() {
        return personality;
    }

    /** Descriptors that the process gets under the same numbers. */
    public List<Integer> preserveFds() {
        return preserveFds;
    }

    public Optional<Integer> oomScoreAdj() {
        return Optional.ofNullable(oomScoreAdj);
    }

    /** {@code name=soft:hard} with numbers, or {@code host}. */
    public List<String> ulimits() {
        return ulimits;
    }

    /** The form in which it is kept on disk. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.putNonEmpty("entrypoint", entrypoint);
        json.putNonEmpty("entrypointGiven", entrypointGiven);
        json.putNonEmpty("command", command);
        json.putNonEmpty("env", env);
        json.putNonEmpty("envHost", envHost);
        json.putNonEmpty("envMerge", envMerge);
        json.putNonEmpty("unsetEnv", unsetEnv);
        json.putNonEmpty("unsetEnvAll", unsetEnvAll);
        json.putNonEmpty("httpProxy", httpProxy);
        json.putNonEmpty("user", user);
        json.putNonEmpty("hostUsers", hostUsers);
        json.putNonEmpty("groupAdd", groupAdd);
        json.putNonEmpty("passwd", passwd);
        json.putNonEmpty("passwdEntry", passwdEntry);
        json.putNonEmpty("groupEntry", groupEntry);
        json.putNonEmpty("workingDirectory", workingDirectory);
        json.putNonEmpty("umask", umask);
        json.putNonEmpty("terminal", terminal);
        json.putNonEmpty("interactive", interactive);
        json.putNonEmpty("attachStdin", attachStdin);
        json.putNonEmpty("attachStdout", attachStdout);
        json.putNonEmpty("attachStderr", attachStderr);
        json.putNonEmpty("init", init);
        json.putNonEmpty("initPath", initPath);
        json.putNonEmpty("systemd", systemd);
        json.putNonEmpty("timezone", timezone);
        json.putNonEmpty("personality", personality);
        json.putNonEmpty("preserveFds", preserveFds);
        json.put("oomScoreAdj", oomScoreAdj);
        json.putNonEmpty("ulimits", ulimits);
        return json;
    }

    /** Reads what {@link #toJson} wrote; unknown members are ignored. */
    public static ProcessOptions fromJson(JsonObject json) {
        Builder builder = builder();
        builder.entrypoint(json.getStrings("entrypoint"));
        builder.entrypointGiven(json.getBoolean("entrypointGiven", false));
        builder.command(json.getStrings("command"));
        builder.env(json.getStringMap("env"));
        builder.envHost(json.getBoolean("envHost", false));
        builder.envMerge(json.getStringMap("envMerge"));
        builder.unsetEnv(json.getStrings("unsetEnv"));
        builder.unsetEnvAll(json.getBoolean("unsetEnvAll", false));
        builder.httpProxy(json.getBoolean("httpProxy", false));
        builder.user(json.getString("user", ""));
        builder.hostUsers(json.getStrings("hostUsers"));
        builder.groupAdd(json.getStrings("groupAdd"));
        builder.passwd(json.getBoolean("passwd", false));
        builder.passwdEntry(json.getString("passwdEntry", ""));
        builder.groupEntry(json.getString("groupEntry", ""));
        builder.workingDirectory(json.getString("workingDirectory", ""));
        builder.umask(json.getString("umask", ""));
        builder.terminal(json.getBoolean("terminal", false));
        builder.interactive(json.getBoolean("interactive", false));
        builder.attachStdin(json.getBoolean("attachStdin", false));
        builder.attachStdout(json.getBoolean("attachStdout", false));
        builder.attachStderr(json.getBoolean("attachStderr", false));
        builder.init(json.getBoolean("init", false));
        builder.initPath(json.getString("initPath", ""));
        builder.systemd(json.getString("systemd", ""));
        builder.timezone(json.getString("timezone", ""));
        builder.personality(json.getString("personality", ""));
        List<Integer> preserveFds = new ArrayList<>();
        for (Object item : json.getList("preserveFds")) {
            preserveFds.add(((Long) item).intValue());
        }
        builder.preserveFds(preserveFds);
        if (json.has("oomScoreAdj")) {
            builder.oomScoreAdj(json.getInt("oomScoreAdj", 0));
        }
        builder.ulimits(json.getStrings("ulimits"));
        return builder.build();
    }

    /** Collects the values of a {@link ProcessOptions}. */
    public static final class Builder {
        private List<String> entrypoint = List.of();
        private boolean entrypointGiven;
        private List<String> command = List.of();
        private Map<String, String> env = Map.of();
        private boolean envHost;
        private Map<String, String> envMerge = Map.of();
        private List<String> unsetEnv = List.of();
        private boolean unsetEnvAll;
        private boolean httpProxy;
        private String user = "";
        private List<String> hostUsers = List.of();
        private List<String> groupAdd = List.of();
        private boolean passwd;
        private String passwdEntry = "";
        private String groupEntry = "";
        private String workingDirectory = "";
        private String umask = "";
        private boolean terminal;
        private boolean interactive;
        private boolean attachStdin;
        private boolean attachStdout;
        private boolean attachStderr;
        private boolean init;
        private String initPath = "";
        private String systemd = "";
        private String timezone = "";
        private String personality = "";
        private List<Integer> preserveFds = List.of();
        private Integer oomScoreAdj;
        private List<String> ulimits = List.of();

        private Builder() {}

        public Builder entrypoint(List<String> value) {
            this.entrypoint = value;
            return this;
        }

        public Builder entrypointGiven(boolean value) {
            this.entrypointGiven = value;
            return this;
        }

        public Builder command(List<String> value) {
            this.command = value;
            return this;
        }

        public Builder env(Map<String, String> value) {
            this.env = value;
            return this;
        }

        public Builder envHost(boolean value) {
            this.envHost = value;
            return this;
        }

        public Builder envMerge(Map<String, String> value) {
            this.envMerge = value;
            return this;
        }

        public Builder unsetEnv(List<String> value) {
            this.unsetEnv = value;
            return this;
        }

        public Builder unsetEnvAll(boolean value) {
            this.unsetEnvAll = value;
            return this;
        }

        public Builder httpProxy(boolean value) {
            this.httpProxy = value;
            return this;
        }

        public Builder user(String value) {
            this.user = value;
            return this;
        }

        public Builder hostUsers(List<String> value) {
            this.hostUsers = value;
            return this;
        }

        public Builder groupAdd(List<String> value) {
            this.groupAdd = value;
            return this;
        }

        public Builder passwd(boolean value) {
            this.passwd = value;
            return this;
        }

        public Builder passwdEntry(String value) {
            this.passwdEntry = value;
            return this;
        }

        public Builder groupEntry(String value) {
            this.groupEntry = value;
            return this;
        }

        public Builder workingDirectory(String value) {
            this.workingDirectory = value;
            return this;
        }

        public Builder umask(String value) {
            this.umask = value;
            return this;
        }

        public Builder terminal(boolean value) {
            this.terminal = value;
            return this;
        }

        public Builder interactive(boolean value) {
            this.interactive = value;
            return this;
        }

        public Builder attachStdin(boolean value) {
            this.attachStdin = value;
            return this;
        }

        public Builder attachStdout(boolean value) {
            this.attachStdout = value;
            return this;
        }

        public Builder attachStderr(boolean value) {
            this.attachStderr = value;
            return this;
        }

        public Builder init(boolean value) {
            this.init = value;
            return this;
        }

        public Builder initPath(String value) {
            this.initPath = value;
            return this;
        }

        public Builder systemd(String value) {
            this.systemd = value;
            return this;
        }

        public Builder timezone(String value) {
            this.timezone = value;
            return this;
        }

        public Builder personality(String value) {
            this.personality = value;
            return this;
        }

        public Builder preserveFds(List<Integer> value) {
            this.preserveFds = value;
            return this;
        }

        public Builder oomScoreAdj(int value) {
            this.oomScoreAdj = value;
            return this;
        }

        public Builder ulimits(List<String> value) {
            this.ulimits = value;
            return this;
        }

        public ProcessOptions build() {
            return new ProcessOptions(this);
        }
    }
}
