;; Answers with 4 bytes: the FNV-1a hash of the request, 200 times over.
(module
  (memory (export "memory") 1)
  (func (export "allocate") (param $size i32) (result i32)
    (if (i32.gt_u (local.get $size) (i32.const 60000)) (then unreachable))
    (i32.const 1024))
  (func (export "handle") (param $at i32) (param $length i32) (result i64)
    (local $i i32) (local $hash i32) (local $rounds i32)
    (local.set $hash (i32.const 0x811C9DC5))
    (local.set $rounds (i32.const 200))
    (loop $again
      (local.set $i (i32.const 0))
      (block $end
        (loop $next
          (br_if $end (i32.ge_u (local.get $i) (local.get $length)))
          (local.set $hash (i32.mul
            (i32.xor (local.get $hash) (i32.load8_u (i32.add (local.get $at) (local.get $i))))
            (i32.const 0x01000193)))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $next)))
      (br_if $again (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (i32.store (i32.const 512) (local.get $hash))
    (i64.const 0x0000020000000004)))
