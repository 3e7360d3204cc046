package io.jpod.engine.artifact;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Guesses the media type of a file by its first bytes, as browsers do (WHATWG, MIME Sniffing Standard) and podman with them, so that the same
 * files make the same artifact.
 */
final class ContentSniffer {
    /** So many bytes are looked at. */
    static final int LENGTH = 512;

    private static final List<String> HTML = List.of(
            "<!DOCTYPE HTML",
            "<HTML",
            "<HEAD",
            "<SCRIPT",
            "<IFRAME",
            "<H1",
            "<DIV",
            "<FONT",
            "<TABLE",
            "<A",
            "<STYLE",
            "<TITLE",
            "<B",
            "<BODY",
            "<BR",
            "<P",
            "<!--");

    /** What a file begins with, in ISO 8859-1, and what it is then. A question mark stands for any byte. */
    private static final String[][] BEGINNINGS = {
        {"%PDF-", "application/pdf"},
        {"%!PS-Adobe-", "application/postscript"},
        {"\u00fe\u00ff??", "text/plain; charset=utf-16be"},
        {"\u00ff\u00fe??", "text/plain; charset=utf-16le"},
        {"\u00ef\u00bb\u00bf?", "text/plain; charset=utf-8"},
        {"\0\0\1\0", "image/x-icon"},
        {"\0\0\2\0", "image/x-icon"},
        {"BM", "image/bmp"},
        {"GIF87a", "image/gif"},
        {"GIF89a", "image/gif"},
        {"RIFF????WEBPVP", "image/webp"},
        {"\u0089PNG\r\n\u001a\n", "image/png"},
        {"\u00ff\u00d8\u00ff", "image/jpeg"},
        {"FORM????AIFF", "audio/aiff"},
        {"ID3", "audio/mpeg"},
        {"OggS\0", "application/ogg"},
        {"MThd\0\0\0\6", "audio/midi"},
        {"RIFF????AVI ", "video/avi"},
        {"RIFF????WAVE", "audio/wave"},
        {"\u001aE\u00df\u00a3", "video/webm"},
        {"??????????????????????????????????LP", "application/vnd.ms-fontobject"},
        {"\0\1\0\0", "font/ttf"},
        {"OTTO", "font/otf"},
        {"ttcf", "font/collection"},
        {"wOFF", "font/woff"},
        {"wOF2", "font/woff2"},
        {"\u001f\u008b\u0008", "application/x-gzip"},
        {"PK\3\4", "application/zip"},
        {"Rar!\u001a\7\0", "application/x-rar-compressed"},
        {"Rar!\u001a\7\1\0", "application/x-rar-compressed"},
        {"\0asm", "application/wasm"},
    };

    private ContentSniffer() {}

    /**
     * Guesses.
     *
     * @param head the first {@link #LENGTH} bytes, or all when there are fewer
     */
    static String type(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        int start = 0;
        while (start < text.length() && "\t\n\f\r ".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        String behind = text.substring(start);
        if (isHtml(behind.toUpperCase(Locale.ROOT))) {
            return "text/html; charset=utf-8";
        }
        if (behind.startsWith("<?xml")) {
            return "text/xml; charset=utf-8";
        }
        for (String[] beginning : BEGINNINGS) {
            if (begins(text, beginning[0])) {
                return beginning[1];
            }
        }
        if (isMp4(text)) {
            return "video/mp4";
        }
        for (char c : text.toCharArray()) {
            boolean binary = c <= 8 || c == 0x0b || c >= 0x0e && c <= 0x1a || c >= 0x1c && c <= 0x1f;
            if (binary) {
                return "application/octet-stream";
            }
        }
        return "text/plain; charset=utf-8";
    }

    private static boolean isHtml(String text) {
        for (String tag : HTML) {
            boolean ended = text.length() > tag.length() && " >".indexOf(text.charAt(tag.length())) >= 0;
            if (ended && text.startsWith(tag)) {
                return true;
            }
        }
        return false;
    }

    private static boolean begins(String text, String beginning) {
        if (text.length() < beginning.length()) {
            return false;
        }
        for (int i = 0; i < beginning.length(); i++) {
            if (beginning.charAt(i) != '?' && beginning.charAt(i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A box {@code ftyp} with a brand that begins with mp4. */
    private static boolean isMp4(String text) {
        if (text.length() < 12 || !text.startsWith("ftyp", 4)) {
            return false;
        }
        int size = text.charAt(0) << 24 | text.charAt(1) << 16 | text.charAt(2) << 8 | text.charAt(3);
        if (size % 4 != 0 || size > text.length()) {
            return false;
        }
        for (int at = 8; at < size; at += 4) {
            if (at != 12 && text.startsWith("mp4", at)) {
                return true;
            }
        }
        return false;
    }
}
