(module
  (type (;0;) (func (param i64) (result i32)))
  (memory (;0;) 0)
  (export "collatz" (func 0))
  (export "memory" (memory 0))
  (func (;0;) (type 0)
    (local i32)
    loop
      local.get 0
      i64.const 1
      i64.ne
      if
        local.get 0
        i64.const 1
        i64.and
        i64.eqz
        if (result i64)
          local.get 0
          i64.const 1
          i64.shr_u
        else
          local.get 0
          i64.const 3
          i64.mul
          i64.const 1
          i64.add
        end
        local.set 0
        local.get 1
        i32.const 1
        i32.add
        local.set 1
        br 1
      end
    end
    local.get 1))
