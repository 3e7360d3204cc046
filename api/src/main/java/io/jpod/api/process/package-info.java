/** How foreign programs are run; the only way for engine and providers to start a child. */
package io.jpod.api.process;
