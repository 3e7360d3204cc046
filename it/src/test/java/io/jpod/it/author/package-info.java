/** What strangers do who have only jpod's artefacts and documents: build the examples, follow the guide, embed the engine. */
package io.jpod.it.author;
