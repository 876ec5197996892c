#!/bin/sh
# Rebuilds every .wasm in this folder from the source beside it. The output depends on nothing but the sources and the
# versions of the tools (Debian 12: clang and lld 14.0.6, wasi-libc 0.0~git20220510, wabt 1.0.32):
#
#   apt-get install clang lld wasi-libc libclang-rt-14-dev-wasm32 wabt
#
# The name section stays: backtraces and listings show function names. Debug information is left out, except in average,
# which has it without the paths of the machine it is built on.
set -eu
cd "$(dirname "$0")"

for source in *.c; do
    case $source in
        average.c | queens.c) options="-g -gdwarf-5 -fdebug-compilation-dir=. -nostdlib -Wl,--no-entry" ;;
        *) options="-Wl,--strip-debug" ;;
    esac
    clang --target=wasm32-wasi -std=c11 -O2 -Wall -Wextra -Werror $options -o "${source%.c}.wasm" "$source"
done

for source in *.wat; do
    wat2wasm --debug-names -o "${source%.wat}.wasm" "$source"
done

for module in *.wasm; do
    chmod 644 "$module"
    wasm-validate "$module"
done
