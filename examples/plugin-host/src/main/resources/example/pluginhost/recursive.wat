;; Calls itself without end.
(module
  (memory (export "memory") 1)
  (func (export "allocate") (param i32) (result i32) (i32.const 1024))
  (func $handle (export "handle") (param i32 i32) (result i64) (call $handle (local.get 0) (local.get 1)) (drop) (i64.const 0)))
