/**
 * Encrypted layers, in ocicrypt's form (its docs/spec.md): the bytes of a layer go through AES-256 in counter mode and HMAC-SHA256; what
 * opens them, the private options, is wrapped for each recipient and stands in an annotation of the layer's descriptor.
 *
 * <p>Nothing is given away before its HMAC was found right. Layers of any size go through files in pieces; keys are small and stay in
 * memory. Nothing here is loaded unless an image has encrypted layers or a key is named.
 */
package io.jpod.image.encryption;
