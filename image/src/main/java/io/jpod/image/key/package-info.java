/**
 * Private keys as files hold them: PEM blocks (RFC 7468) of PKCS #8, PKCS #1 and SEC 1. For keys that open layers and for those that
 * identify us to registries. No key, and no part of one, is ever in a message.
 */
package io.jpod.image.key;
