package io.jpod.cli.option;

import java.util.ArrayList;
import java.util.List;

/** Splits words into options and arguments. One object reads one command line; {@link #parse} may be called again for what is left. */
public final class ArgumentParser {
    private final Options options;
    private final boolean interspersed;
    private final List<String> arguments = new ArrayList<>();
    private boolean helpWanted;
    private List<String> words = List.of();
    private int at;

    /**
     * @param interspersed whether options may follow arguments; else the first argument ends the options
     * @param tables looked into in this order
     */
    public ArgumentParser(boolean interspersed, OptionTable... tables) {
        this.interspersed = interspersed;
        this.options = new Options(tables);
    }

    public Options options() {
        return options;
    }

    /** What is not an option, in order. */
    public List<String> arguments() {
        return arguments;
    }

    /** True when {@code --help} or {@code -h} was met; nothing after it has been read. */
    public boolean helpWanted() {
        return helpWanted;
    }

    /**
     * Reads words.
     *
     * @throws OptionException when a word does not fit
     */
    public ArgumentParser parse(List<String> input) {
        words = input;
        at = 0;
        while (at < words.size() && !helpWanted) {
            String word = words.get(at++);
            if (word.length() < 2 || word.charAt(0) != '-') {
                arguments.add(word);
                if (!interspersed) {
                    rest();
                }
            } else if (word.equals("--")) {
                rest();
            } else if (word.charAt(1) == '-') {
                longOption(word);
            } else {
                letters(word);
            }
        }
        return this;
    }

    private void rest() {
        while (at < words.size()) {
            arguments.add(words.get(at++));
        }
    }

    private void longOption(String word) {
        char first = word.charAt(2);
        if (first == '-' || first == '=') {
            throw new OptionException("bad flag syntax: " + word);
        }
        int equals = word.indexOf('=');
        String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
        OptionSpec option = options.find(name);
        if (option == null) {
            if (name.equals("help")) {
                helpWanted = true;
                return;
            }
            throw new OptionException("unknown flag: --" + name);
        }
        if (equals >= 0) {
            options.set(option, word.substring(equals + 1));
        } else if (option.kind() == OptionKind.BOOL) {
            options.set(option, "true");
        } else if (at < words.size()) {
            options.set(option, words.get(at++));
        } else {
            throw new OptionException("flag needs an argument: --" + name);
        }
    }

    private void letters(String word) {
        int i = 1;
        while (i < word.length()) {
            char letter = word.charAt(i);
            OptionSpec option = options.find(letter);
            if (option == null) {
                if (letter == 'h') {
                    helpWanted = true;
                    return;
                }
                throw new OptionException("unknown shorthand flag: '" + letter + "' in -" + word.substring(i));
            }
            i++;
            if (word.length() - i > 1 && word.charAt(i) == '=') {
                options.set(option, word.substring(i + 1));
                return;
            }
            if (option.kind() == OptionKind.BOOL) {
                options.set(option, "true");
            } else if (i < word.length()) {
                options.set(option, word.substring(i));
                return;
            } else if (at < words.size()) {
                options.set(option, words.get(at++));
                return;
            } else {
                throw new OptionException("flag needs an argument: '" + letter + "' in -" + word.substring(i - 1));
            }
        }
    }
}
