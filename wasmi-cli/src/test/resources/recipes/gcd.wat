(module
  (type (;0;) (func (param i64 i64) (result i64)))
  (memory (;0;) 16)
  (global (;0;) (mut i32) i32.const 1048576)
  (export "memory" (memory 0))
  (export "gcd" (func 0))
  (func (;0;) (type 0)
    (local i64)
    block
      loop
        local.get 1
        local.tee 2
        i64.eqz
        br_if 1
        local.get 0
        local.get 2
        i64.rem_u
        local.set 1
        local.get 2
        local.set 0
        br 0
      end
    end
    local.get 0))
