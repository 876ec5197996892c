package org.wasmi.js;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "-1.5", "12", "\"a\\nb\"", "[1,[],{}]", "{\"a\":{\"b\":[null,\"c\"]}}"})
    void textsAreValuesAndBack(String text) {
        assertThat(Json.stringify(Json.parse(text))).isEqualTo(text);
    }

    @Test
    void whatJsonHasNotIsLeftOut() {
        JsObject object = new JsObject()
                .with("a", Undefined.UNDEFINED)
                .with("b", (self, arguments) -> 1)
                .with("c", Double.NaN)
                .with("d", new JsArray(Arrays.asList(Undefined.UNDEFINED, 1)));
        assertThat(Json.stringify(object)).isEqualTo("{\"c\":null,\"d\":[null,1]}");
        assertThat(Json.stringify(Undefined.UNDEFINED)).isEqualTo(Undefined.UNDEFINED);
    }

    @Test
    void whatIsNotJsonIsASyntaxError() {
        assertThatThrownBy(() -> Json.parse("{")).isInstanceOfSatisfying(JsException.class, e -> assertThat(e.value())
                .isInstanceOfSatisfying(
                        JsObject.class, value -> assertThat(value.get("name")).isEqualTo("SyntaxError")));
    }

    @Test
    void objectsThatContainThemselvesAreATypeError() {
        JsArray array = new JsArray(List.of());
        array.put(0, array);
        assertThatThrownBy(() -> Json.stringify(array)).isInstanceOf(JsException.class);
    }
}
