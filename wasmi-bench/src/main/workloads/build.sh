#!/bin/sh
# Rebuilds the .wasm of every workload from the sources in this folder. The output depends on nothing but the sources
# and the versions of the tools (Debian 12: clang and lld 14.0.6, wabt 1.0.32):
#
#   apt-get install clang lld wabt python3
set -eu
cd "$(dirname "$0")"
modules=../resources/org/wasmi/bench/workloads
mkdir -p "$modules"

# WebAssembly 1.0 with sign extension, so that engines without later proposals can run a workload; bulk memory only
# where it is what the workload measures. Loops stay loops: nothing is turned into calls of a library that is not there.
for source in *.c second/*.c; do
    name=$(basename "$source" .c)
    case $name in
        memory) features="-msign-ext -mbulk-memory" ;;
        *) features="-msign-ext" ;;
    esac
    clang --target=wasm32 $features -std=c11 -O2 -ffreestanding -fno-builtin -ffp-contract=off -fno-math-errno \
        -Wall -Wextra -Werror -nostdlib -Wl,--no-entry,--strip-debug -o "$modules/$name.wasm" "$source"
done

for source in *.wat; do
    wat2wasm --enable-tail-call --debug-names -o "$modules/${source%.wat}.wasm" "$source"
done

python3 second/large-mix.py >"$modules/large-mix.wat"
wat2wasm -o "$modules/large-mix.wasm" "$modules/large-mix.wat"
rm "$modules/large-mix.wat"

for module in "$modules"/*.wasm; do
    chmod 644 "$module"
    wasm-validate --enable-tail-call "$module"
done
