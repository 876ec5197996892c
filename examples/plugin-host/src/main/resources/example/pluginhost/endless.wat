;; Never ends.
(module
  (memory (export "memory") 1)
  (func (export "allocate") (param i32) (result i32) (i32.const 1024))
  (func (export "handle") (param i32 i32) (result i64) (loop (br 0)) (unreachable)))
