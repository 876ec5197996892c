package org.wasmi.testkit.contract;

class WordsEncodingContractTest extends EncodingContract {
    @Override
    public String encoding() {
        return "words";
    }
}
