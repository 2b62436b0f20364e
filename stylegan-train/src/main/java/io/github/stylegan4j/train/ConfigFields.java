package io.github.stylegan4j.train;

import io.github.stylegan4j.train.config.NearestName;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** All fields of {@link TrainingConfig}: the components of its sections, one after the other. */
final class ConfigFields {
    private final List<ConfigField> fields;

    private ConfigFields(List<ConfigField> fields) {
        this.fields = List.copyOf(fields);
    }

    static ConfigFields all() {
        List<ConfigField> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (RecordComponent section : TrainingConfig.class.getRecordComponents()) {
            for (RecordComponent component : section.getType().getRecordComponents()) {
                if (!names.add(component.getName())) {
                    throw new IllegalStateException("Two fields are called " + component.getName());
                }
                fields.add(new ConfigField(section, component));
            }
        }
        return new ConfigFields(fields);
    }

    List<ConfigField> list() {
        return fields;
    }

    /** The configuration in which every field has the value written beside its declaration. */
    TrainingConfig initial() {
        return construct(ConfigField::initial);
    }

    /** A configuration with some fields changed. */
    TrainingConfig with(TrainingConfig config, Map<String, ?> changes) {
        Map<String, Object> left = new LinkedHashMap<>(changes);
        Map<String, Object> values = new LinkedHashMap<>();
        for (ConfigField field : fields) {
            values.put(
                    field.name(),
                    left.containsKey(field.name())
                            ? field.convert(left.remove(field.name()))
                            : field.get(config));
        }
        if (!left.isEmpty()) {
            throw unknown(left.keySet().iterator().next());
        }
        return construct(field -> values.get(field.name()));
    }

    private IllegalArgumentException unknown(String name) {
        List<String> names = fields.stream().map(ConfigField::name).toList();
        return new IllegalArgumentException(
                "There is no field '"
                        + name
                        + "'; did you mean '"
                        + NearestName.of(name, names)
                        + "'? Allowed are "
                        + String.join(", ", names));
    }

    private TrainingConfig construct(Function<ConfigField, Object> value) {
        List<Object> sections = new ArrayList<>();
        int next = 0;
        for (RecordComponent section : TrainingConfig.class.getRecordComponents()) {
            Object[] values = new Object[section.getType().getRecordComponents().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = value.apply(fields.get(next++));
            }
            sections.add(construct(section.getType(), values));
        }
        return TrainingConfig.class.cast(construct(TrainingConfig.class, sections.toArray()));
    }

    /** Makes a record from one value per component. */
    private static Object construct(Class<?> type, Object[] values) {
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            return type.getConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("A record cannot be made: " + type, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A record cannot be made: " + type, e);
        }
    }
}
