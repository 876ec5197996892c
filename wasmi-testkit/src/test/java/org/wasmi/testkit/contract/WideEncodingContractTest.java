package org.wasmi.testkit.contract;

class WideEncodingContractTest extends EncodingContract {
    @Override
    public String encoding() {
        return "wide";
    }
}
