;; Counts n down to zero and adds up the values on the way: the shortest useful loop.
(module $counter
  (func $run (export "run") (param $n i32) (result i64)
    (local $sum i64)
    (block $done
      (br_if $done (i32.eqz (local.get $n)))
      (loop $next
        (local.set $sum (i64.add (local.get $sum) (i64.extend_i32_u (local.get $n))))
        (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
    (local.get $sum)))
