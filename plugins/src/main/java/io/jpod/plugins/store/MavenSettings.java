package io.jpod.plugins.store;

import io.jpod.api.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private MavenSettings() {}

    /** {@code JPOD_MAVEN_REPOSITORY}, else the mirror of Central in {@code ~/.m2/settings.xml}, else Central. */
    static String repository(Map<String, String> environment, Path home) {
        String named = environment.getOrDefault("JPOD_MAVEN_REPOSITORY", "");
        Path settings = home.resolve(".m2/settings.xml");
        String url = !named.isEmpty() ? named : Files.isReadable(settings) ? mirror(settings) : CENTRAL;
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
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
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw JpodException.host("reading " + settings, e)
                    .withRemedy("JPOD_MAVEN_REPOSITORY names a repository without it");
        }
    }

    private static String text(Element element, String name) {
        NodeList found = element.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().trim();
    }
}
