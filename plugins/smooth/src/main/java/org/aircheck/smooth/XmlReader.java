package org.aircheck.smooth;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.aircheck.spi.MalformedManifestException;

/** Reads a document as elements, without DTD and external entities, within caps. */
final class XmlReader {
  private static final int LARGEST = 16 << 20;
  private static final int DEEPEST = 32;
  private static final int MOST = 1_000_000;

  private XmlReader() {}

  /** The document's root. */
  static Element read(byte[] bytes) throws MalformedManifestException {
    if (bytes.length > LARGEST) {
      throw new MalformedManifestException("larger than " + (LARGEST >> 20) + " MiB");
    }
    try {
      final XMLStreamReader reader =
          factory().createXMLStreamReader(new StringReader(Text.of(bytes).readable()));
      try {
        return root(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      final int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
      throw new MalformedManifestException("no well-formed XML: " + lastLine(e), line);
    } catch (RuntimeException e) {
      // The JDK's parser throws these, too, on bytes that are far from XML.
      throw new MalformedManifestException("no well-formed XML: " + lastLine(e));
    }
  }

  private static XMLInputFactory factory() {
    final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> new ByteArrayInputStream(new byte[0]));
    return factory;
  }

  private static Element root(XMLStreamReader reader)
      throws XMLStreamException, MalformedManifestException {
    final Deque<Element> open = new ArrayDeque<>();
    int elements = 0;
    while (reader.hasNext()) {
      final int event = reader.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (++elements > MOST || open.size() == DEEPEST) {
          throw new MalformedManifestException(
              elements > MOST ? "more than " + MOST + " elements" : "nested too deeply",
              reader.getLocation().getLineNumber());
        }
        open.push(start(reader));
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        final Element element = open.pop();
        if (open.isEmpty()) {
          return element;
        }
        open.getFirst().children().add(element);
      }
    }
    throw new MalformedManifestException("the document ends before its root does");
  }

  private static Element start(XMLStreamReader reader) {
    final Element element =
        Element.opened(local(reader.getLocalName()), reader.getLocation().getLineNumber());
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      element
          .attributes()
          .putIfAbsent(
              local(reader.getAttributeLocalName(i)).toLowerCase(Locale.ROOT),
              reader.getAttributeValue(i));
    }
    return element;
  }

  private static String local(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  private static String lastLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().reduce((a, b) -> b).orElse("").strip();
  }
}
