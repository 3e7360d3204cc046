/** Networks and published ports, spoken to from the host. */
package io.jpod.it.network;
