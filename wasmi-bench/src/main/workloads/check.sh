#!/bin/sh
# Checks every checksum in workloads.tsv against two implementations that are not ours: the C sources compiled natively
# by gcc, and the modules run by Node.js. Needs gcc and node 20 or newer (apt-get install gcc nodejs).
set -eu
cd "$(dirname "$0")"
modules=../resources/org/wasmi/bench/workloads
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/main.c" <<'C'
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

int64_t run(int32_t n);

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        printf("%" PRId64 "\n", run(atoi(argv[i])));
    }
    return 0;
}
C

cat >"$work/run.mjs" <<'JS'
import { readFileSync } from "node:fs";
const [file, ...numbers] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(file));
for (const n of numbers) console.log(String(instance.exports.run(Number(n))));
JS

# Node 20 knows tail calls behind a flag, which later versions no longer have.
flags=
if node --v8-options | grep -q experimental-wasm-return-call; then
    flags=--experimental-wasm-return-call
fi

failed=0
tab=$(printf '\t')
while IFS=$tab read -r corpus name n checksum instructions small_n small_checksum; do
    if [ "$corpus" = corpus ]; then
        continue
    fi
    # Each call twice: the first must leave nothing behind that the second would notice.
    expected=$(printf '%s\n' "$checksum" "$small_checksum" "$checksum" "$small_checksum")
    by_node=$(node $flags "$work/run.mjs" "$modules/$name.wasm" "$n" "$small_n" "$n" "$small_n")
    by_gcc=$expected
    source=$name.c
    [ "$corpus" = tuning ] || source=$corpus/$source
    if [ -f "$source" ]; then
        gcc -std=c11 -O2 -ffp-contract=off -fno-math-errno -I . -o "$work/native" "$source" "$work/main.c"
        by_gcc=$("$work/native" "$n" "$small_n" "$n" "$small_n")
    fi
    if [ "$by_node" = "$expected" ] && [ "$by_gcc" = "$expected" ]; then
        echo "ok      $name"
    else
        echo "FAILED  $name"
        failed=1
    fi
done <"$modules/workloads.tsv"
exit $failed
