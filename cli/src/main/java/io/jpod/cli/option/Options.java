package io.jpod.cli.option;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options of one command line. Asking for an option that no table has is a defect and throws IllegalArgumentException. */
public final class Options {
    private final OptionTable[] tables;
    private final Map<String, Object> given = new HashMap<>();

    Options(OptionTable... tables) {
        this.tables = tables;
    }

    OptionSpec find(String name) {
        for (OptionTable table : tables) {
            OptionSpec found = table.byName(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    OptionSpec find(char letter) {
        for (OptionTable table : tables) {
            OptionSpec found = table.byLetter(letter);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Stores one value; lists grow, others are replaced. */
    void set(OptionSpec option, String value) {
        if (option.kind() == OptionKind.BOOL) {
            boolean flag = OptionValues.bool(option, value);
            if (flag && option.isRefused()) {
                throw OptionException.refused(option);
            }
            given.put(option.name(), flag ? "true" : "false");
            return;
        }
        if (option.isRefused()) {
            throw OptionException.refused(option);
        }
        OptionValues.check(option, value);
        if (!option.kind().isList()) {
            given.put(option.name(), value);
            return;
        }
        @SuppressWarnings("unchecked")
        List<String> list = (List<String>) given.get(option.name());
        if (list == null) {
            list = new ArrayList<>();
            given.put(option.name(), list);
        }
        if (option.kind() == OptionKind.STRINGS) {
            OptionValues.addFields(option, value, list);
        } else {
            list.add(value);
        }
    }

    /** True when a table has the option. */
    public boolean has(String name) {
        return find(name) != null;
    }

    /** True when the option was on the command line. */
    public boolean given(String name) {
        return given.containsKey(name);
    }

    /** What was on the command line, in no order. */
    public Set<String> givenNames() {
        return given.keySet();
    }

    public boolean flag(String name) {
        return text(name).equals("true");
    }

    /** The value, the table's default, or the empty text. */
    public String text(String name) {
        Object value = given.get(name);
        return value instanceof String text ? text : known(name).fallback();
    }

    /** The values; empty when not given. */
    public List<String> list(String name) {
        Object value = given.get(name);
        if (value instanceof List<?>) {
            @SuppressWarnings("unchecked")
            List<String> list = (List<String>) value;
            return list;
        }
        known(name);
        return List.of();
    }

    /** The value of an integer option; 0 without value and default. */
    public long number(String name) {
        String text = text(name);
        return text.isEmpty() ? 0 : OptionValues.integer(text);
    }

    public double decimal(String name) {
        String text = text(name);
        return text.isEmpty() ? 0 : Double.parseDouble(text);
    }

    private OptionSpec known(String name) {
        OptionSpec option = find(name);
        if (option == null) {
            throw new IllegalArgumentException("no option --" + name);
        }
        return option;
    }
}
