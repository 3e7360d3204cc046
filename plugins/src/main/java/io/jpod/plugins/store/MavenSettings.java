package io.jpod.plugins.store;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Which repository {@code maven:} means. */
final class MavenSettings {
    private static final String CENTRAL = "https://repo1.maven.org/maven2";

    private static final String REMEDY = "JPOD_MAVEN_REPOSITORY names a repository without it";

    private MavenSettings() {}

    /**
     * {@code JPOD_MAVEN_REPOSITORY}, else the mirror of Central in {@code ~/.m2/settings.xml}, else Central.
     *
     * @throws JpodException USAGE when that is no URL by https, http or file, HOST when the settings cannot be read
     */
    static String repository(Map<String, String> environment, Path home) {
        String named = environment.getOrDefault("JPOD_MAVEN_REPOSITORY", "");
        Path settings = home.resolve(".m2/settings.xml");
        if (!named.isEmpty()) {
            return checked(named, "JPOD_MAVEN_REPOSITORY=" + named);
        }
        if (!Files.isReadable(settings)) {
            return CENTRAL;
        }
        String url = mirror(settings);
        return checked(url, "the mirror of Central in " + settings + ", \"" + url + "\",");
    }

    private static String checked(String url, String what) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean net = (scheme.equals("https") || scheme.equals("http")) && uri.getHost() != null;
            if (net || scheme.equals("file")) {
                return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
            }
        } catch (URISyntaxException e) {
            // As any other that nothing can be fetched from.
        }
        throw JpodException.usage(
                what + " is no URL of a repository: it must begin with https://HOST, http://HOST or file:///");
    }

    private static String mirror(Path settings) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // The default one prints.
            builder.setErrorHandler(new DefaultHandler());
            NodeList mirrors = builder.parse(settings.toFile()).getElementsByTagName("mirror");
            for (int i = 0; i < mirrors.getLength(); i++) {
                Element mirror = (Element) mirrors.item(i);
                String of = "," + text(mirror, "mirrorOf").replace(" ", "") + ",";
                if ((of.contains(",*,") || of.contains(",central,") || of.contains(",external:*,"))
                        && !of.contains(",!central,")) {
                    return text(mirror, "url");
                }
            }
            return CENTRAL;
        } catch (SAXException e) {
            throw new JpodException(ErrorCode.HOST, settings + " is no XML: " + e.getMessage()).withRemedy(REMEDY);
        } catch (IOException | ParserConfigurationException e) {
            throw JpodException.host("reading " + settings, e).withRemedy(REMEDY);
        }
    }

    private static String text(Element element, String name) {
        NodeList found = element.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().trim();
    }
}
