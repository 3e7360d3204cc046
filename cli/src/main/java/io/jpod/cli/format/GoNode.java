package io.jpod.cli.format;

import java.util.List;

/** The parts of a template in Go's language (text/template). {@code source} is what errors show. */
sealed interface GoNode {
    record Text(String text) implements GoNode {}

    /** {@code {{pipeline}}}. */
    record Action(Pipeline pipeline) implements GoNode {}

    /** {@code if} and {@code with}. */
    record Branch(boolean with, Pipeline pipeline, List<GoNode> then, List<GoNode> otherwise) implements GoNode {}

    record Range(Pipeline pipeline, List<GoNode> body, List<GoNode> otherwise) implements GoNode {}

    record Break() implements GoNode {}

    record Continue() implements GoNode {}

    /** {@code {{template "name" pipeline}}}; without a pipeline {@code pipeline} has no commands. */
    record Call(String name, Pipeline pipeline) implements GoNode {}

    /**
     * Commands, each with the one before as its last argument.
     *
     * @param variables that take the value, with their {@code $}
     * @param assigns a variable that is there, not a new one
     */
    record Pipeline(List<String> variables, boolean assigns, List<Command> commands) {}

    record Command(List<Operand> operands, String source) {}

    /** What a command is made of. */
    sealed interface Operand {}

    record Dot() implements Operand {}

    record Nothing() implements Operand {}

    /** A text, number or truth value. */
    record Constant(Object value) implements Operand {}

    /** {@code .A.B}, {@code $x.A} or {@code (…).A}: {@code base} is {@link Dot}, {@link Variable} or {@link Nested}. */
    record Chain(Operand base, List<String> fields, String source) implements Operand {}

    record Variable(String name) implements Operand {}

    record Function(String name) implements Operand {}

    record Nested(Pipeline pipeline) implements Operand {}
}
