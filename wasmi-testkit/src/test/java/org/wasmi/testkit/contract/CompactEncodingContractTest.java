package org.wasmi.testkit.contract;

class CompactEncodingContractTest extends EncodingContract {
    @Override
    public String encoding() {
        return "compact";
    }
}
