/**
 * Coverage-guided fuzzing of what strangers' bytes reach first, by Jazzer: {@code scripts/fuzz}. A finding is any exception but {@link
 * io.jpod.api.JpodException}, or a file outside the layer. What is found becomes a file in {@code
 * image/src/test/resources/findings}, which {@code FindingsTest} replays in every build.
 */
package io.jpod.it.fuzz;
