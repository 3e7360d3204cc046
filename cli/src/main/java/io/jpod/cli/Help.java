package io.jpod.cli;

/**
 * What help says about a command.
 *
 * @param summary one line, also in lists of commands
 * @param description the paragraph below it
 * @param usage words after the command's name
 * @param examples command lines without the program's name, one a line; may be empty
 */
public record Help(String summary, String description, String usage, String examples) {
    public Help(String summary, String usage, String examples) {
        this(summary, summary + ".", usage, examples);
    }
}
