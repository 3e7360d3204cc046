/**
 * What describes the whole program, made from the commands and their option tables: completion in shells and manual pages. Nothing here
 * is loaded by a command that does other work. Shells ask by cobra's protocol ({@code __complete WORD…}), as podman's do.
 */
package io.jpod.cli.describe;
