package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.racprovider.provider.validation.ProviderField;

/** The records of a create and of an update have one component for each field. */
class FieldRecordsTest {

  private static final List<String> KEYS =
      Stream.of(ProviderField.values()).map(ProviderField::key).toList();

  @Test
  void aNewProviderHasEveryField() {
    assertThat(components(NewProvider.class)).isEqualTo(KEYS);
  }

  @Test
  void aChangeHasEveryFieldAndWhetherTheNullableOneChanges() {
    List<String> components = components(ProviderChange.class);
    assertThat(components.remove("changes_authentication_flow")).isTrue();
    assertThat(components).isEqualTo(KEYS);
  }

  private static List<String> components(Class<? extends Record> type) {
    return Stream.of(type.getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase())
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
