package org.wasmi.encoding.type;

/**
 * The layout of a structure. Its numbers are in one row of 64-bit places, its references in another, each in the order
 * of the fields. A v128 takes two places, the lower 64 bits first; every other number takes one. Instructions name a
 * field by its place. Subtypes only append fields, so a field has the same place in all subtypes. Immutable and safe to
 * share between threads.
 */
public final class StructLayout {

    /** By field. */
    private final int[] places;

    /**
     * By place of a number, and by place of a reference: the slot of the field among the slots that all fields take.
     */
    private final int[] numbers;

    private final int[] references;

    /** By place of a reference: the field. */
    private final int[] referenceFields;

    private StructLayout(int[] places, int[] numbers, int[] references, int[] referenceFields) {
        this.places = places;
        this.numbers = numbers;
        this.references = references;
        this.referenceFields = referenceFields;
    }

    /** {@return the layout of a structure type, in time linear in the number of fields} */
    public static StructLayout of(StructType type) {
        int[] places = new int[type.fields().size()];
        int numberCount = 0;
        int referenceCount = 0;
        for (int i = 0; i < places.length; i++) {
            ValType field = type.fields().get(i).storage().unpacked();
            if (field.isReference()) {
                places[i] = referenceCount++;
            } else {
                places[i] = numberCount;
                numberCount += field.slots();
            }
        }
        int[] numbers = new int[numberCount];
        int[] references = new int[referenceCount];
        int[] referenceFields = new int[referenceCount];
        int slot = 0;
        for (int i = 0; i < places.length; i++) {
            ValType field = type.fields().get(i).storage().unpacked();
            int[] row = field.isReference() ? references : numbers;
            for (int k = 0; k < field.slots(); k++) {
                row[places[i] + k] = slot++;
            }
            if (field.isReference()) {
                referenceFields[places[i]] = i;
            }
        }
        return new StructLayout(places, numbers, references, referenceFields);
    }

    /** {@return the place of a field in its row} */
    public int place(int field) {
        return places[field];
    }

    /** {@return the number of places for numbers} */
    public int numbers() {
        return numbers.length;
    }

    /** {@return the number of places for references} */
    public int references() {
        return references.length;
    }

    /** {@return the number of consecutive slots for the values of all fields} */
    public int slots() {
        return numbers.length + references.length;
    }

    /** {@return the index of the slot for the number at a place} */
    public int slotOfNumber(int place) {
        return numbers[place];
    }

    /** {@return the index of the slot for the reference at a place} */
    public int slotOfReference(int place) {
        return references[place];
    }

    /** {@return the index of the field whose reference is at a place} */
    public int fieldOfReference(int place) {
        return referenceFields[place];
    }
}
