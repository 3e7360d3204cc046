/** Providers that come from outside: jars in a plug-in directory, compiled here against nothing but the API. */
package io.jpod.it.plugin;
