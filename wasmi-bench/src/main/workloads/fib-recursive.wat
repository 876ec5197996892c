;; The n-th Fibonacci number by its definition: calls and returns.
(module $fib_recursive
  (func $run (export "run") (param $n i32) (result i64)
    (if (result i64) (i32.lt_u (local.get $n) (i32.const 2))
      (then (i64.extend_i32_u (local.get $n)))
      (else
        (i64.add
          (call $run (i32.sub (local.get $n) (i32.const 1)))
          (call $run (i32.sub (local.get $n) (i32.const 2))))))))
