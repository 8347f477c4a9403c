package dev.nameplate.template;

import dev.nameplate.error.FieldViolation;
import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.record.JsonTree;
import dev.nameplate.record.ValueData;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object. What is wrong with one is collected, and it is taken as absent.
 */
final class JsonFields {
  private final String path;
  private final Map<?, ?> object;
  private final List<FieldViolation> violations;
  private final Set<String> known = new HashSet<>();

  JsonFields(String path, Map<?, ?> object, List<FieldViolation> violations) {
    this.path = path;
    this.object = object;
    this.violations = violations;
  }

  void wrong(String name, String value, String expected) {
    violations.add(FieldViolation.of(path + name, value, expected));
  }

  Optional<String> text(String name) {
    Object value = get(name);
    if (value == null || value instanceof String) {
      return Optional.ofNullable((String) value);
    }
    wrong(name, JsonTree.shown(value), "a string");
    return Optional.empty();
  }

  Optional<String> requireText(String name, String expected) {
    if (get(name) == null) {
      violations.add(FieldViolation.said(path + name, "missing", expected));
    }
    return text(name);
  }

  boolean truth(String name, boolean otherwise) {
    Object value = get(name);
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value != null) {
      wrong(name, JsonTree.shown(value), "true or false");
    }
    return otherwise;
  }

  OptionalLong number(String name, long least, long most) {
    Object value = get(name);
    if (value instanceof JsonTree.Digits digits && digits.text().matches("[0-9]{1,18}")) {
      long number = Long.parseLong(digits.text());
      if (number >= least && number <= most) {
        return OptionalLong.of(number);
      }
    }
    if (value != null) {
      wrong(name, JsonTree.shown(value), "a whole number, " + least + " to " + most);
    }
    return OptionalLong.empty();
  }

  Optional<BigDecimal> decimal(String name) {
    Object value = get(name);
    if (value instanceof JsonTree.Digits digits) {
      try {
        return Optional.of(new ValueData.Number(digits.text()).decimal());
      } catch (InvalidRecordException e) {
        wrong(name, digits.text(), "a number of at most 128 characters");
      }
    } else if (value != null) {
      wrong(name, JsonTree.shown(value), "a number");
    }
    return Optional.empty();
  }

  List<?> list(String name, int least, int most) {
    Object value = get(name);
    String expected = "a list of " + least + " to " + most;
    if (value instanceof List<?> list) {
      if (list.size() >= least && list.size() <= most) {
        return list;
      }
      wrong(name, list.size() + " items", expected);
    } else if (value == null) {
      violations.add(FieldViolation.said(path + name, "missing", expected));
    } else {
      wrong(name, JsonTree.shown(value), expected);
    }
    return List.of();
  }

  /** The fields of an object below this one. */
  Optional<JsonFields> object(String name, Object value) {
    if (value instanceof Map<?, ?> below) {
      return Optional.of(new JsonFields(path + name + ".", below, violations));
    }
    wrong(name, JsonTree.shown(value), "an object");
    return Optional.empty();
  }

  /** Reports every field that was not read as unknown. */
  void refuseOthers() {
    for (Object name : object.keySet()) {
      if (!known.contains(name)) {
        violations.add(FieldViolation.unknown(path + name, name.toString(), known));
      }
    }
  }

  private @Nullable Object get(String name) {
    known.add(name);
    return object.get(name);
  }
}
