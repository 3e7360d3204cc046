package io.jpod.cli.format;

import io.jpod.api.JpodException;
import io.jpod.cli.format.GoNode.Command;
import io.jpod.cli.format.GoNode.Operand;
import io.jpod.cli.format.GoNode.Pipeline;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A template in Go's language (text/template), with podman's functions. Values are those of {@link Fields#field}. Loaded only for formats that
 * {@link Template} cannot do by itself.
 */
final class GoTemplate {
    private static final int MAX_DEPTH = 1000;

    private record Variable(String name, Object[] value) {}

    /** Leaves loops. */
    private static final class Leave extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final boolean onward;

        Leave(boolean onward) {
            super(null, null, false, false);
            this.onward = onward;
        }
    }

    private final String name;
    private final List<GoNode> nodes;
    private final Map<String, List<GoNode>> definitions;
    private StringBuilder out;
    private List<Variable> variables;
    private int depth;

    /**
     * Reads a template.
     *
     * @param name for error texts
     * @throws JpodException USAGE
     */
    GoTemplate(String name, String text) {
        GoParser parser = new GoParser(name, text);
        this.name = name;
        this.nodes = parser.run();
        this.definitions = parser.definitions();
    }

    /** The text for a value. */
    String run(Object data) {
        out = new StringBuilder();
        variables = new ArrayList<>();
        variables.add(new Variable("$", new Object[] {data}));
        depth = 0;
        walk(nodes, data);
        return out.toString();
    }

    private JpodException error(String source, String message) {
        String shown = source.length() > 20 ? source.substring(0, 20) + "..." : source;
        return JpodException.usage("template: " + name + ": executing \"" + name + "\" at <" + shown + ">: " + message);
    }

    private void walk(List<GoNode> list, Object dot) {
        for (GoNode node : list) {
            if (node instanceof GoNode.Text text) {
                out.append(text.text());
            } else if (node instanceof GoNode.Action action) {
                Object value = value(action.pipeline(), dot);
                if (action.pipeline().variables().isEmpty()) {
                    out.append(Values.text(value));
                }
            } else if (node instanceof GoNode.Branch branch) {
                branch(branch, dot);
            } else if (node instanceof GoNode.Range range) {
                range(range, dot);
            } else if (node instanceof GoNode.Call call) {
                call(call, dot);
            } else {
                throw new Leave(node instanceof GoNode.Continue);
            }
        }
    }

    private void forget(int known) {
        while (variables.size() > known) {
            variables.remove(variables.size() - 1);
        }
    }

    private void branch(GoNode.Branch branch, Object dot) {
        int known = variables.size();
        Object value = value(branch.pipeline(), dot);
        if (GoFunctions.isTrue(value)) {
            walk(branch.then(), branch.with() ? value : dot);
        } else {
            walk(branch.otherwise(), dot);
        }
        forget(known);
    }

    private void call(GoNode.Call call, Object dot) {
        List<GoNode> body = definitions.get(call.name());
        if (body == null) {
            throw error("{{template \"" + call.name() + "\"}}", "template \"" + call.name() + "\" not defined");
        }
        if (++depth > MAX_DEPTH) {
            throw error("{{template \"" + call.name() + "\"}}", "exceeded maximum template depth (" + MAX_DEPTH + ")");
        }
        Object value = call.pipeline().commands().isEmpty() ? Nil.ABSENT : value(call.pipeline(), dot);
        List<Variable> outer = variables;
        variables = new ArrayList<>();
        variables.add(new Variable("$", new Object[] {value}));
        walk(body, value);
        variables = outer;
        depth--;
    }

    private void range(GoNode.Range range, Object dot) {
        int known = variables.size();
        Pipeline pipeline = range.pipeline();
        Object value = commands(pipeline, dot);
        List<Object> keys = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        elements(value, keys, values, pipeline);
        for (int i = 0; i < values.size(); i++) {
            List<String> names = pipeline.variables();
            if (!names.isEmpty()) {
                set(names.get(0), names.size() == 1 ? values.get(i) : keys.get(i), pipeline.assigns());
            }
            if (names.size() > 1) {
                set(names.get(1), values.get(i), pipeline.assigns());
            }
            try {
                walk(range.body(), values.get(i));
            } catch (Leave leave) {
                if (!leave.onward) {
                    break;
                }
            } finally {
                forget(known);
            }
        }
        if (values.isEmpty()) {
            walk(range.otherwise(), dot);
        }
    }

    private void elements(Object value, List<Object> keys, List<Object> values, Pipeline pipeline) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                keys.add((long) i);
                values.add(orNothing(list.get(i)));
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : new TreeMap<>(map).entrySet()) {
                keys.add(entry.getKey());
                values.add(orNothing(entry.getValue()));
            }
        } else if (value instanceof JsonObject object) {
            for (String key : new TreeMap<>(Map.copyOf(present(object))).keySet()) {
                keys.add(key);
                values.add(Members.of(object, key));
            }
        } else if (value instanceof Long number) {
            for (long i = 0; i < number; i++) {
                keys.add(i);
                values.add(i);
            }
        } else if (!(value instanceof Nil)) {
            String source = pipeline.commands().get(0).source();
            throw error(source, "range can't iterate over " + Values.text(value));
        }
    }

    private static Map<String, Boolean> present(JsonObject object) {
        Map<String, Boolean> names = new TreeMap<>();
        for (String key : object.names()) {
            names.put(key, true);
        }
        return names;
    }

    private static Object orNothing(Object value) {
        return value == null ? Nil.LIST : value;
    }

    private void set(String variable, Object value, boolean assigns) {
        if (assigns) {
            for (int i = variables.size() - 1; i >= 0; i--) {
                if (variables.get(i).name().equals(variable)) {
                    variables.get(i).value()[0] = value;
                    return;
                }
            }
        }
        variables.add(new Variable(variable, new Object[] {value}));
    }

    private Object value(Pipeline pipeline, Object dot) {
        Object value = commands(pipeline, dot);
        for (String variable : pipeline.variables()) {
            set(variable, value, pipeline.assigns());
        }
        return value;
    }

    private Object commands(Pipeline pipeline, Object dot) {
        Object value = Fields.MISSING;
        for (Command command : pipeline.commands()) {
            value = command(command, dot, value);
        }
        return value;
    }

    /**
     * Runs a command.
     *
     * @param last what the command before gave; {@link Fields#MISSING} for the first
     */
    private Object command(Command command, Object dot, Object last) {
        Operand first = command.operands().get(0);
        if (first instanceof GoNode.Function function) {
            return function(function.name(), command, dot, last);
        }
        if (first instanceof GoNode.Nothing) {
            throw error(command.source(), "nil is not a command");
        }
        List<Operand> rest = command.operands().subList(1, command.operands().size());
        if (first instanceof GoNode.Chain chain) {
            return chain(chain, dot, arguments(rest, dot, last, command));
        }
        if (!rest.isEmpty() || last != Fields.MISSING) {
            throw error(command.source(), "can't give argument to non-function " + command.source());
        }
        return operand(first, dot, command);
    }

    private List<Object> arguments(List<Operand> operands, Object dot, Object last, Command command) {
        List<Object> arguments = new ArrayList<>();
        for (Operand operand : operands) {
            arguments.add(operand(operand, dot, command));
        }
        if (last != Fields.MISSING) {
            arguments.add(last);
        }
        return arguments;
    }

    private Object function(String function, Command command, Object dot, Object last) {
        List<Operand> operands =
                command.operands().subList(1, command.operands().size());
        if (function.equals("and") || function.equals("or")) {
            boolean stops = function.equals("or");
            Object value = last;
            for (Operand operand : operands) {
                value = operand(operand, dot, command);
                if (GoFunctions.isTrue(value) == stops) {
                    return value;
                }
            }
            if (value == Fields.MISSING) {
                throw error(command.source(), "wrong number of args for " + function + ": want at least 1 got 0");
            }
            return last == Fields.MISSING ? value : last;
        }
        try {
            return GoFunctions.call(function, arguments(operands, dot, last, command));
        } catch (GoFunctions.Failure failure) {
            throw error(command.source(), failure.getMessage());
        }
    }

    private Object operand(Operand operand, Object dot, Command command) {
        if (operand instanceof GoNode.Dot) {
            return dot;
        }
        if (operand instanceof GoNode.Constant constant) {
            return constant.value();
        }
        if (operand instanceof GoNode.Variable variable) {
            return variable(variable.name());
        }
        if (operand instanceof GoNode.Nested nested) {
            return value(nested.pipeline(), dot);
        }
        if (operand instanceof GoNode.Chain chain) {
            return chain(chain, dot, List.of());
        }
        if (operand instanceof GoNode.Function function) {
            return function(function.name(), new Command(List.of(function), function.name()), dot, Fields.MISSING);
        }
        return Nil.ABSENT;
    }

    private Object variable(String variable) {
        for (int i = variables.size() - 1; i >= 0; i--) {
            if (variables.get(i).name().equals(variable)) {
                return variables.get(i).value()[0];
            }
        }
        throw error(variable, "undefined variable: " + variable);
    }

    private Object chain(GoNode.Chain chain, Object dot, List<Object> arguments) {
        Object at = operand(chain.base(), dot, null);
        for (int i = 0; i < chain.fields().size(); i++) {
            String field = chain.fields().get(i);
            boolean last = i == chain.fields().size() - 1;
            if (at == Nil.POINTER) {
                throw error(chain.source(), "nil pointer evaluating " + field);
            }
            Object next;
            if (at instanceof GoTime time) {
                next = time.call(field, last ? arguments : List.of());
            } else {
                next = Members.of(at, field);
                if (last && !arguments.isEmpty() && next != Fields.MISSING) {
                    throw error(chain.source(), field + " has arguments but cannot be invoked as function");
                }
            }
            if (next == Fields.MISSING) {
                String type =
                        at instanceof Fields || at instanceof JsonObject ? "" : " in type " + GoFunctions.type(at);
                throw error(chain.source(), "can't evaluate field " + field + type);
            }
            at = next;
        }
        return at;
    }
}
