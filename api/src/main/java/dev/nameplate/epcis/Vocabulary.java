package dev.nameplate.epcis;

import java.util.List;

/**
 * The vocabularies whose words stand bare in JSON, and how each word is written as a URI.
 *
 * <p><b>Source:</b> CBV 2.0, section 7; EPCIS 2.0, section 7.
 */
enum Vocabulary {
  STEP("https://ref.gs1.org/cbv/BizStep-", "urn:epcglobal:cbv:bizstep:"),
  DISPOSITION("https://ref.gs1.org/cbv/Disp-", "urn:epcglobal:cbv:disp:"),
  TRANSACTION("https://ref.gs1.org/cbv/BTT-", "urn:epcglobal:cbv:btt:"),
  PARTY("https://ref.gs1.org/cbv/SDT-", "urn:epcglobal:cbv:sdt:"),
  REASON("https://ref.gs1.org/cbv/ER-", "urn:epcglobal:cbv:er:"),
  COMPONENT("https://ref.gs1.org/cbv/Comp-", "urn:epcglobal:cbv:comp:"),
  /** Types of measurements and exceptions, which have no URN. */
  MEASUREMENT("https://gs1.org/voc/", "");

  private static final List<Vocabulary> ALL = List.of(values());

  private final String uri;
  private final String urn;

  Vocabulary(String uri, String urn) {
    this.uri = uri;
    this.urn = urn;
  }

  /** A bare word as a URI; other values as they are. */
  String expanded(String value) {
    return value.isEmpty() || value.indexOf(':') >= 0 ? value : uri + value;
  }

  /** The bare word, if it is written as the URI or URN of one; other values as they are. */
  String bare(String value) {
    if (value.startsWith(uri)) {
      return value.substring(uri.length());
    }
    return urn.isEmpty() || !value.startsWith(urn) ? value : value.substring(urn.length());
  }

  /** A URN of any vocabulary as the URI; other values as they are. */
  static String withoutUrn(String value) {
    if (value.startsWith("urn:epcglobal:cbv:")) {
      for (Vocabulary vocabulary : ALL) {
        if (!vocabulary.urn.isEmpty() && value.startsWith(vocabulary.urn)) {
          return vocabulary.uri + value.substring(vocabulary.urn.length());
        }
      }
    }
    return value;
  }
}
