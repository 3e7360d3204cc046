/** The {@code plugin} commands. Names and flags are docker's where they mean the same; a plug-in is a jar with providers here. */
package io.jpod.cli.plugin;
