/**
 * What the machine and the user are like, read from {@code /proc}, {@code /sys} and {@code /etc}. A fact is read when it is first
 * asked for and kept; nothing is written and nothing is started.
 */
package io.jpod.support.host;
