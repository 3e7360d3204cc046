package io.jpod.cli.format;

import io.jpod.api.JpodException;
import io.jpod.cli.format.GoLexer.Kind;
import io.jpod.cli.format.GoLexer.Token;
import io.jpod.cli.format.GoNode.Command;
import io.jpod.cli.format.GoNode.Operand;
import io.jpod.cli.format.GoNode.Pipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes nodes of a template's tokens. */
final class GoParser {
    private final String text;
    private final GoLexer lexer;
    private final List<Token> tokens;
    private final List<String> variables = new ArrayList<>(List.of("$"));
    private final Map<String, List<GoNode>> definitions = new HashMap<>();
    private int at;
    private int loops;

    GoParser(String name, String text) {
        this.text = text;
        this.lexer = new GoLexer(name, text);
        this.tokens = lexer.run();
    }

    /** The whole template. */
    List<GoNode> run() {
        List<GoNode> nodes = new ArrayList<>();
        String end = list(nodes);
        if (!end.isEmpty()) {
            throw error("unexpected {{" + end + "}}");
        }
        return nodes;
    }

    /** What {@code {{define}}} and {@code {{block}}} made. */
    Map<String, List<GoNode>> definitions() {
        return definitions;
    }

    private JpodException error(String message) {
        int place = Math.min(at, tokens.size() - 1);
        if (place > 0 && tokens.get(place).kind() == Kind.END) {
            place--;
        }
        return lexer.error(tokens.get(place).line(), message);
    }

    private Token peek() {
        return tokens.get(at);
    }

    private boolean isSign(String sign) {
        return peek().kind() == Kind.SIGN && peek().text().equals(sign);
    }

    /** Reads nodes until the template ends (empty), or {@code end} or {@code else}, whose action is left open behind the word. */
    private String list(List<GoNode> nodes) {
        while (true) {
            Token token = tokens.get(at);
            switch (token.kind()) {
                case END:
                    return "";
                case TEXT:
                    nodes.add(new GoNode.Text(token.text()));
                    at++;
                    break;
                default:
                    at++;
                    Token word = peek();
                    if (word.kind() == Kind.WORD
                            && (word.text().equals("end") || word.text().equals("else"))) {
                        at++;
                        return word.text();
                    }
                    nodes.add(action(word));
            }
        }
    }

    private GoNode action(Token word) {
        if (word.kind() == Kind.WORD) {
            at++;
            switch (word.text()) {
                case "if":
                    return branch("if");
                case "with":
                    return branch("with");
                case "range":
                    return range();
                case "break", "continue":
                    close(word.text());
                    if (loops == 0) {
                        throw error("{{" + word.text() + "}} outside {{range}}");
                    }
                    return word.text().equals("break") ? new GoNode.Break() : new GoNode.Continue();
                case "template":
                    return call();
                case "define":
                    return define();
                case "block":
                    return block();
                default:
                    at--;
            }
        }
        Pipeline pipeline = pipeline("command");
        close("command");
        return new GoNode.Action(pipeline);
    }

    private void close(String where) {
        Token token = peek();
        if (token.kind() != Kind.CLOSE) {
            throw error("unexpected " + shown(token) + " in " + where);
        }
        at++;
    }

    private static String shown(Token token) {
        switch (token.kind()) {
            case END:
                return "EOF";
            case WORD, NUMBER, FIELD, VARIABLE:
                return "<" + token.text() + ">";
            default:
                return "\"" + token.text() + "\"";
        }
    }

    private GoNode branch(String kind) {
        int known = variables.size();
        Pipeline pipeline = pipeline(kind);
        close(kind);
        List<GoNode> then = new ArrayList<>();
        List<GoNode> otherwise = new ArrayList<>();
        body(kind, then, otherwise);
        forget(known);
        return new GoNode.Branch(kind.equals("with"), pipeline, then, otherwise);
    }

    /** A body with its {@code else}; {@code else if} is a branch in it that shares its {@code end}. */
    private void body(String kind, List<GoNode> then, List<GoNode> otherwise) {
        int known = variables.size();
        String end = list(then);
        forget(known);
        if (end.equals("else")) {
            Token word = peek();
            if (word.kind() == Kind.WORD && word.text().equals(kind)) {
                at++;
                otherwise.add(branch(kind));
                return;
            }
            close("else");
            end = list(otherwise);
            forget(known);
            if (end.equals("else")) {
                throw error("expected end; found {{else}}");
            }
        }
        if (end.isEmpty()) {
            throw error("unexpected EOF");
        }
        close("end");
    }

    private void forget(int known) {
        while (variables.size() > known) {
            variables.remove(variables.size() - 1);
        }
    }

    private GoNode range() {
        int known = variables.size();
        Pipeline pipeline = pipeline("range");
        close("range");
        List<GoNode> body = new ArrayList<>();
        List<GoNode> otherwise = new ArrayList<>();
        loops++;
        body("range", body, otherwise);
        loops--;
        forget(known);
        return new GoNode.Range(pipeline, body, otherwise);
    }

    private String name(String where) {
        Token token = peek();
        if (token.kind() != Kind.STRING) {
            throw error("unexpected " + shown(token) + " in " + where);
        }
        at++;
        return token.text();
    }

    private GoNode call() {
        String name = name("template clause");
        Pipeline pipeline =
                peek().kind() == Kind.CLOSE ? new Pipeline(List.of(), false, List.of()) : pipeline("template clause");
        close("template clause");
        return new GoNode.Call(name, pipeline);
    }

    private GoNode define() {
        String name = name("define clause");
        close("define clause");
        definition(name);
        return new GoNode.Text("");
    }

    private GoNode block() {
        String name = name("block clause");
        Pipeline pipeline = pipeline("block clause");
        close("block clause");
        definition(name);
        return new GoNode.Call(name, pipeline);
    }

    private void definition(String name) {
        List<GoNode> nodes = new ArrayList<>();
        List<String> outer = new ArrayList<>(variables);
        forget(1);
        if (!list(nodes).equals("end")) {
            throw error("unexpected EOF");
        }
        close("end");
        variables.clear();
        variables.addAll(outer);
        definitions.put(name, nodes);
    }

    /** Reads up to the closing brace or parenthesis, which is left. */
    private Pipeline pipeline(String where) {
        List<String> declared = new ArrayList<>();
        boolean assigns = false;
        Token next = tokens.get(Math.min(at + 1, tokens.size() - 1));
        if (peek().kind() == Kind.VARIABLE && next.kind() == Kind.SIGN && ":=,".contains(next.text())) {
            declared.add(peek().text());
            at++;
            if (isSign(",")) {
                if (!where.equals("range") || tokens.get(at + 1).kind() != Kind.VARIABLE) {
                    throw error("too many declarations in " + where);
                }
                declared.add(tokens.get(at + 1).text());
                at += 2;
            }
            assigns = isSign("=");
            if (!assigns && !isSign(":=")) {
                throw error("missing value for " + where);
            }
            at++;
        }
        List<Command> commands = new ArrayList<>();
        commands.add(command(where));
        while (isSign("|")) {
            at++;
            commands.add(command(where));
        }
        for (String variable : declared) {
            if (assigns && !variables.contains(variable)) {
                throw error("undefined variable \"" + variable + "\"");
            }
            variables.add(variable);
        }
        return new Pipeline(declared, assigns, commands);
    }

    private Command command(String where) {
        List<Operand> operands = new ArrayList<>();
        int start = peek().start();
        int end = start;
        while (peek().kind() != Kind.CLOSE && !isSign("|") && !isSign(")")) {
            operands.add(operand(where));
            end = tokens.get(at - 1).end();
        }
        if (operands.isEmpty()) {
            throw error("missing value for " + where);
        }
        return new Command(operands, text.substring(start, end));
    }

    private Operand operand(String where) {
        int start = peek().start();
        Operand base = term(where);
        List<String> fields = new ArrayList<>();
        if (base == null) {
            base = new GoNode.Dot();
            fields.add(tokens.get(at - 1).text().substring(1));
        }
        while (peek().kind() == Kind.FIELD && !peek().spaced() && peek().text().length() > 1) {
            fields.add(peek().text().substring(1));
            at++;
        }
        if (peek().kind() == Kind.FIELD && !peek().spaced()) {
            throw error("unexpected <.> in operand");
        }
        if (fields.isEmpty()) {
            return base;
        }
        boolean chained =
                base instanceof GoNode.Dot || base instanceof GoNode.Variable || base instanceof GoNode.Nested;
        if (!chained) {
            throw error("unexpected . after term \""
                    + text.substring(start, tokens.get(at - 1).start()) + "\"");
        }
        return new GoNode.Chain(
                base, fields, text.substring(start, tokens.get(at - 1).end()));
    }

    /** One term; null for a field of the current value, which is a chain. */
    private Operand term(String where) {
        Token token = peek();
        at++;
        switch (token.kind()) {
            case FIELD:
                return token.text().length() > 1 ? null : new GoNode.Dot();
            case STRING:
                return new GoNode.Constant(token.text());
            case CHARACTER:
                return new GoNode.Constant((long) token.text().codePointAt(0));
            case NUMBER:
                return new GoNode.Constant(number(token.text()));
            case VARIABLE:
                if (!variables.contains(token.text())) {
                    throw error("undefined variable \"" + token.text() + "\"");
                }
                return new GoNode.Variable(token.text());
            case WORD:
                return word(token.text());
            default:
                if (token.kind() != Kind.SIGN || !token.text().equals("(")) {
                    throw error("unexpected " + shown(token) + " in " + where);
                }
                Pipeline pipeline = pipeline("parenthesized pipeline");
                if (!isSign(")")) {
                    throw error("unclosed left paren");
                }
                at++;
                return new GoNode.Nested(pipeline);
        }
    }

    private Operand word(String word) {
        switch (word) {
            case "true", "false":
                return new GoNode.Constant(word.equals("true"));
            case "nil":
                return new GoNode.Nothing();
            case "if", "with", "range", "define", "template", "block", "else", "end", "break", "continue":
                throw error("unexpected <" + word + "> in command");
            default:
                if (!GoFunctions.isKnown(word)) {
                    throw error("function \"" + word + "\" not defined");
                }
                return new GoNode.Function(word);
        }
    }

    private Object number(String digits) {
        String plain = digits.replace("_", "");
        try {
            return Long.decode(plain);
        } catch (NumberFormatException e) {
            try {
                return Double.valueOf(plain);
            } catch (NumberFormatException f) {
                throw error("bad number syntax: \"" + digits + "\"");
            }
        }
    }
}
