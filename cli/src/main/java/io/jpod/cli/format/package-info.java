/**
 * How results look: tables, {@code --format}, sizes, times. The one place that reads {@code --format} is {@link
 * io.jpod.cli.format.Template}. Values reach it through accessors ({@link io.jpod.cli.format.Fields}), never by reflection.
 */
package io.jpod.cli.format;
