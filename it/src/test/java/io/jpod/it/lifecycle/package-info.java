/** What happens to a container after it was made: states, signals, waiting, removing, listing. */
package io.jpod.it.lifecycle;
