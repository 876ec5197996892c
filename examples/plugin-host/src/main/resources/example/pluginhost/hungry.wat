;; Takes all the memory that it gets, writes to it, and asks for more.
(module
  (memory (export "memory") 1)
  (func (export "allocate") (param i32) (result i32) (i32.const 1024))
  (func (export "handle") (param i32 i32) (result i64)
    (loop $more
      (drop (memory.grow (i32.const 16)))
      (memory.fill (i32.const 0) (i32.const 1) (i32.mul (memory.size) (i32.const 65536)))
      (br $more))
    (unreachable)))
