/**
 * Manifests, indexes and configurations of images, in OCI's form (image-spec) and Docker's (schema 2). What is read here comes from
 * strangers: sizes are limited, types are checked, and every failure is EXTERNAL with the document's name. Documents are kept as
 * the bytes they arrived in; they are written anew only when a push asks for another format.
 */
package io.jpod.image.manifest;
