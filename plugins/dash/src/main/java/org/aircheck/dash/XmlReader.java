package org.aircheck.dash;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.aircheck.spi.MalformedManifestException;

/** Reads a document as elements, without DTD and external entities, within caps. */
final class XmlReader {
  private static final Pattern ENCODING =
      Pattern.compile("<\\?xml[^>]*encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)");

  private static final int LARGEST = 16 << 20;
  private static final int DEEPEST = 64;
  private static final int MOST = 1_000_000;

  private XmlReader() {}

  /** The document's root. */
  static Element read(byte[] bytes) throws MalformedManifestException {
    if (bytes.length > LARGEST) {
      throw new MalformedManifestException("larger than " + (LARGEST >> 20) + " MiB");
    }
    try {
      final XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(text(bytes)));
      try {
        return root(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      final int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
      throw new MalformedManifestException("no well-formed XML: " + firstLine(e), line);
    } catch (RuntimeException e) {
      // The JDK's parser throws these, too, on bytes that are far from XML.
      throw new MalformedManifestException("no well-formed XML: " + firstLine(e));
    }
  }

  /** A byte that is wrong in its encoding becomes a question mark rather than an error. */
  private static String text(byte[] bytes) {
    final int first = bytes.length > 1 ? (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF : 0;
    if (first == 0xFEFF || first == 0xFFFE) {
      return new String(bytes, StandardCharsets.UTF_16);
    }
    final String head =
        new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.ISO_8859_1);
    final Matcher declared = ENCODING.matcher(head);
    final boolean latin =
        declared.find() && declared.group(1).toLowerCase(Locale.ROOT).matches("iso-8859-1|latin1");
    final String text =
        new String(bytes, latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static XMLInputFactory factory() {
    final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    // Manifests name prefixes that nothing declares.
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> new ByteArrayInputStream(new byte[0]));
    return factory;
  }

  private static Element root(XMLStreamReader reader)
      throws XMLStreamException, MalformedManifestException {
    final Deque<Element.Open> open = new ArrayDeque<>();
    int elements = 0;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (++elements > MOST || open.size() == DEEPEST) {
            throw new MalformedManifestException(
                elements > MOST ? "more than " + MOST + " elements" : "nested too deeply",
                reader.getLocation().getLineNumber());
          }
          open.push(start(reader));
        }
        case XMLStreamConstants.END_ELEMENT -> {
          final Element element = open.pop().close();
          if (open.isEmpty()) {
            return element;
          }
          open.getFirst().children.add(element);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (!open.isEmpty()) {
            open.getFirst().text.append(reader.getText());
          }
        }
        default -> {}
      }
    }
    throw new MalformedManifestException("the document ends before its root does");
  }

  private static Element.Open start(XMLStreamReader reader) {
    final Element.Open element =
        new Element.Open(local(reader.getLocalName()), reader.getLocation().getLineNumber());
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      element.attributes.putIfAbsent(
          local(reader.getAttributeLocalName(i)), reader.getAttributeValue(i));
    }
    return element;
  }

  private static String local(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().reduce((a, b) -> b).orElse("").strip();
  }
}
