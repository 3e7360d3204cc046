package io.jpod.engine.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentSnifferTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello|text/plain; charset=utf-8",
                "{\"a\":1}|text/plain; charset=utf-8",
                "<html>|text/html; charset=utf-8",
                " <!doctype html >|text/html; charset=utf-8",
                "<htmlx>|text/plain; charset=utf-8",
                "<?xml version='1.0'?>|text/xml; charset=utf-8",
                "%PDF-1.7|application/pdf",
                "BMx|image/bmp",
                "RIFFabcdWAVE|audio/wave",
                "OTTO|font/otf"
            })
    void textsAreKnown(String content, String type) {
        assertEquals(type, ContentSniffer.type(content.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({
        "1f8b08,application/x-gzip",
        "504b0304,application/zip",
        "0061736d,application/wasm",
        "7f454c46,text/plain; charset=utf-8",
        "7f454c46020101,application/octet-stream",
        "89504e470d0a1a0a,image/png",
        "000000186674797069736f6d000000006d703432,application/octet-stream",
        "000000146674797069736f6d000000006d703432,video/mp4",
        "efbbbf61,text/plain; charset=utf-8",
        "fffe6100,text/plain; charset=utf-16le"
    })
    void bytesAreKnown(String hex, String type) {
        assertEquals(type, ContentSniffer.type(HexFormat.of().parseHex(hex)));
    }

    @Test
    void nothingIsText() {
        assertEquals("text/plain; charset=utf-8", ContentSniffer.type(new byte[0]));
    }
}
