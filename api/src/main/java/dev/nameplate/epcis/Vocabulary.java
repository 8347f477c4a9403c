package dev.nameplate.epcis;

import java.util.List;

/**
 * The vocabularies whose words are bare in JSON, with the URI form of each word.
 *
 * <p><b>Source:</b> CBV 2.0, section 7; EPCIS 2.0, section 7.
 */
enum Vocabulary {
  STEP(
      "BizStep-",
      "bizstep:",
      "accepting arriving assembling collecting commissioning consigning creating_class_instance"
          + " cycle_counting decommissioning departing destroying disassembling dispensing encoding"
          + " entering_exiting holding inspecting installing killing loading other packing picking"
          + " receiving removing repackaging repairing replacing reserving retail_selling sampling"
          + " sensor_reporting shipping staging_outbound stock_taking stocking storing transporting"
          + " unloading unpacking void_shipping"),
  DISPOSITION(
      "Disp-",
      "disp:",
      "active available completeness_inferred completeness_verified conformant container_closed"
          + " container_open damaged destroyed dispensed disposed encoded expired in_progress"
          + " in_transit inactive mismatch_class mismatch_instance mismatch_quantity"
          + " needs_replacement no_pedigree_match non_conformant non_sellable_other"
          + " partially_dispensed recalled reserved retail_sold returned sellable_accessible"
          + " sellable_not_accessible stolen unavailable unknown"),
  TRANSACTION(
      "BTT-",
      "btt:",
      "bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt"),
  PARTY("SDT-", "sdt:", "owning_party possessing_party location"),
  REASON("ER-", "er:", "did_not_occur incorrect_data"),
  COMPONENT("Comp-", "comp:", ""),
  /** Types of measurements and exceptions, which have no URN. */
  MEASUREMENT("", "", "");

  private static final String URN = "urn:epcglobal:cbv:";
  private static final List<Vocabulary> ALL = List.of(values());

  private final String uri;
  private final String compact;
  private final String urn;
  private final String words; // with a space around each

  Vocabulary(String uri, String urn, String words) {
    this.uri = uri.isEmpty() ? "https://gs1.org/voc/" : "https://ref.gs1.org/cbv/" + uri;
    this.compact = uri.isEmpty() ? "gs1:" : "cbv:" + uri;
    this.urn = URN + urn;
    this.words = " " + words + " ";
  }

  /** A bare word as a URI; other values unchanged. */
  String expanded(String value) {
    return value.isEmpty() || value.indexOf(':') >= 0 ? value : uri + value;
  }

  /** The bare word of a URI or URN; other values unchanged. */
  String bare(String value) {
    for (String start : List.of(uri, compact, urn)) {
      if (!start.equals(URN) && value.startsWith(start)) {
        return value.substring(start.length());
      }
    }
    return value;
  }

  /** True if a bare word belongs to the standard. */
  boolean has(String word) {
    return word.indexOf(' ') < 0 && words.contains(" " + word + " ");
  }

  /** A URN of any vocabulary as the URI; other values unchanged. */
  static String withoutUrn(String value) {
    if (value.startsWith(URN)) {
      for (Vocabulary vocabulary : ALL) {
        if (!vocabulary.urn.equals(URN) && value.startsWith(vocabulary.urn)) {
          return vocabulary.uri + value.substring(vocabulary.urn.length());
        }
      }
    }
    return value;
  }
}
