;; The n-th Fibonacci number modulo 2^64 by tail calls, n of them.
(module $fib_tail
  (func $fib (param $n i32) (param $this i64) (param $next i64) (result i64)
    (if (i32.eqz (local.get $n))
      (then (return (local.get $this))))
    (return_call $fib
      (i32.sub (local.get $n) (i32.const 1))
      (local.get $next)
      (i64.add (local.get $this) (local.get $next))))
  (func $run (export "run") (param $n i32) (result i64)
    (return_call $fib (local.get $n) (i64.const 0) (i64.const 1))))
