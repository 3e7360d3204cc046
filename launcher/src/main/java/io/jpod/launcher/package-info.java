/**
 * Start-up: {@link io.jpod.launcher.Main} enters the user's namespaces, finds and chooses providers, wires an engine when the command
 * line asks for one, and ends the process. Thin: what can be tested without a process is in the packages below. The only
 * place that names the providers' modules is this module's {@code pom.xml}.
 */
package io.jpod.launcher;
