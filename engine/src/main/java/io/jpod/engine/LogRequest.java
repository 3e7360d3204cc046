package io.jpod.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * Which recorded output is wanted.
 *
 * @param follow stay until the container ends
 * @param tail how many of the last lines, negative for all
 * @param since only later pieces
 * @param until only earlier pieces
 */
public record LogRequest(boolean follow, long tail, Optional<Instant> since, Optional<Instant> until) {}
