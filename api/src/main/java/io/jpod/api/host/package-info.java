/** Facts about the machine and the user that providers decide by; gathered once per command, as cheaply as possible. */
package io.jpod.api.host;
