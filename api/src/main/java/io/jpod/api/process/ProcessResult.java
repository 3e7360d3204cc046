package io.jpod.api.process;

/**
 * How a program ended.
 *
 * @param exitCode the exit status, or 128 plus the signal's number
 * @param stdout what it printed, decoded as UTF-8; empty when inherited or sent to a descriptor
 * @param stderr the same for standard error
 */
public record ProcessResult(int exitCode, String stdout, String stderr) {
    public boolean succeeded() {
        return exitCode == 0;
    }
}
