package io.jpod.cli.describe;

import io.jpod.cli.Command;
import io.jpod.cli.CommandDirectory;
import io.jpod.cli.option.OptionKind;
import io.jpod.cli.option.OptionSpec;
import java.util.ArrayList;
import java.util.List;

/** Tells how an unfinished command line may go on. One object answers one question. */
public final class Completer {
    /** Names of things that exist, asked for only when one may stand at the cursor. */
    public interface Names {
        List<Candidate> containers();

        List<Candidate> images();

        List<Candidate> volumes();
    }

    /** One way to go on, and what it means; the meaning may be empty. */
    public record Candidate(String text, String description) {}

    /**
     * The answer.
     *
     * @param files whether names of files fit as well
     */
    public record Answer(List<Candidate> candidates, boolean files) {}

    private final Names names;
    private final List<Candidate> found = new ArrayList<>();
    private String group = "";
    private Command command;
    private OptionSpec valueOf;
    private boolean optionsEnded;
    private int arguments;

    public Completer(Names names) {
        this.names = names;
    }

    /** @param words after the program's name; the last one, which may be empty, is to be completed */
    public Answer complete(List<String> words) {
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        for (int i = 0; i + 1 < words.size(); i++) {
            if (!read(words.get(i))) {
                return new Answer(found, false);
            }
        }
        return finish(last);
    }

    /** One finished word; false when nothing sensible can follow. */
    private boolean read(String word) {
        if (valueOf != null) {
            valueOf = null;
        } else if (!optionsEnded && word.equals("--")) {
            optionsEnded = true;
        } else if (!optionsEnded && word.length() > 1 && word.charAt(0) == '-') {
            valueOf = takesNextWord(word);
        } else if (command == null) {
            String inner = CommandDirectory.groupAt(group, word);
            if (!inner.isEmpty()) {
                group = inner;
                return true;
            }
            command = CommandDirectory.find(group, word);
            return command != null;
        } else {
            arguments++;
            optionsEnded |= !command.interspersed();
        }
        return true;
    }

    /** The option whose value is the next word, or null. */
    private OptionSpec takesNextWord(String word) {
        if (word.indexOf('=') >= 0) {
            return null;
        }
        boolean isLong = word.startsWith("--");
        for (OptionSpec option : options()) {
            boolean meant = isLong
                    ? word.substring(2).equals(option.name())
                            || ("," + option.aliases() + ",").contains("," + word.substring(2) + ",")
                    : option.shortName() == word.charAt(word.length() - 1);
            if (meant && option.kind() != OptionKind.BOOL) {
                return option;
            }
        }
        return null;
    }

    private Answer finish(String last) {
        if (valueOf != null) {
            return choices(valueOf, "", last);
        }
        if (!optionsEnded && last.startsWith("-")) {
            int equals = last.indexOf('=');
            if (equals < 0) {
                offerOptions(last);
                return new Answer(found, false);
            }
            for (OptionSpec option : options()) {
                if (last.substring(0, equals).equals("--" + option.name())) {
                    return choices(option, last.substring(0, equals + 1), last.substring(equals + 1));
                }
            }
            return new Answer(found, false);
        }
        if (command == null) {
            for (String name : CommandDirectory.names(group)) {
                offer(name, CommandDirectory.summary(group, name), last);
            }
            return new Answer(found, false);
        }
        return argument(last);
    }

    private Answer choices(OptionSpec option, String before, String last) {
        for (String choice : option.choices()) {
            if (choice.startsWith(last)) {
                found.add(new Candidate(before + choice, ""));
            }
        }
        return new Answer(found, option.choices().isEmpty() && option.kind() != OptionKind.BOOL);
    }

    private void offerOptions(String last) {
        for (OptionSpec option : options()) {
            String description = option.description().replace("`", "");
            if (option.shortName() != 0 && last.equals("-")) {
                offer("-" + option.shortName(), description, last);
            }
            offer("--" + option.name(), description, last);
        }
        offer("--help", "Help for this command", last);
    }

    private List<OptionSpec> options() {
        List<OptionSpec> all = new ArrayList<>();
        if (command != null) {
            all.addAll(CommandDirectory.options(command));
        }
        all.addAll(CommandDirectory.globalOptions());
        return all;
    }

    /** The usage line says what stands where: {@code [options] IMAGE [COMMAND...]}. */
    private Answer argument(String last) {
        String usage = command.help().usage().replace("[options]", "").trim();
        String[] places = usage.split(" +", 0);
        String place = arguments < places.length ? places[arguments] : "";
        if (place.isEmpty() && usage.endsWith("...]")) {
            place = places[places.length - 1];
        }
        boolean known = false;
        if (place.contains("CONTAINER")) {
            offer(names.containers(), last);
            known = true;
        }
        if (place.contains("IMAGE")) {
            offer(names.images(), last);
            known = true;
        }
        if (place.contains("VOLUME")) {
            offer(names.volumes(), last);
            known = true;
        }
        return new Answer(found, !known && !usage.isEmpty());
    }

    private void offer(List<Candidate> candidates, String last) {
        for (Candidate candidate : candidates) {
            offer(candidate.text(), candidate.description(), last);
        }
    }

    private void offer(String text, String description, String last) {
        if (text.startsWith(last)) {
            found.add(new Candidate(text, description));
        }
    }
}
